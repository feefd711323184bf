// A pool of light with two thin rings that draw together on it.
#include <view>
#include "lib/light.glsl"
in vec2 place;
flat in float level;
out vec4 colour;

float ring(float r, float at, float foot) {
  float wide = max(0.035, 0.7 * foot), d = (r - at) / wide;
  return exp(-d * d) * 0.035 / wide;
}

void main() {
  float r = length(place), foot = length(vec2(dFdx(r), dFdy(r)));
  float breath = fract(0.22 * evening.time_s);
  float closing = ring(r, 2.2 - 1.5 * breath, foot) * smoothstep(0.0, 0.25, breath) * smoothstep(1.0, 0.7, breath);
  float light = 0.55 * exp(-r * r * 3.2) + 0.10 * exp(-r * 1.6) + 0.9 * ring(r, 0.7, foot) + 0.6 * closing;
  vec3 tint = mix(key_colour(), accent_colour(), 0.35 + 0.3 * exp(-r * r * 3.0));
  colour = vec4(tint * light * level * smoothstep(2.4, 1.7, r), 0.0);
}
