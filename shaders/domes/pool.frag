// Light that a dome gathers: a net of thin bright lines that draws together toward its middle.
#include <view>
#include "lib/light.glsl"
#include "lib/noise.glsl"
#include "domes/life.glsl"
in vec2 flat_;
in vec3 place;
flat in vec2 state;
out vec4 colour;

float ridge(float v) { return pow(1.0 - abs(2.0 * v - 1.0), 9.0); }

void main() {
  float r = length(flat_);
  if (r > 1.3) discard;
  vec2 p = flat_ * (2.2 + 0.8 * r * r) + place.xz * 0.15;
  float t = 0.45 * evening.time_s;
  float net = ridge(value_noise(p * 1.7 + vec2(t, 0.3 * t))) + ridge(value_noise(p.yx * 2.1 - vec2(0.7 * t, t) + 9.0));
  float pool = exp(-r * r * 2.4), ring = exp(-pow((r - 0.97) / 0.07, 2.0));
  vec3 tint = mix(key_colour(), pearl_colour(0.1 * place.x), 0.5);
  float level = state.x * domes.light * (0.85 + 0.15 * sin(6.2831853 * state.y));
  vec3 light = tint * (0.05 * pool + 0.20 * net * pool + 0.10 * ring * (0.5 + net));
  colour = vec4(light * level * hall_swell(), 0.0);
}
