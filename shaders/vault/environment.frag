// The hall as it is seen from its middle, in closed form, for what mirrors it: glowing windows, the gallery, ribs and
// the dark between; the film gives back what is low, the dimmer the steeper one looks, and lies open to the clouds.
#include "lib/octahedron.glsl"
#include "lib/light.glsl"
#include <vault>
in vec2 uv;
out vec4 colour;

const float SOFT = 0.02;  // of the drawing's edges, so that it is sharp and does not sparkle

// share of a periodic stripe (period 1, the middle at whole numbers) that is open
float stripe(float x, float open, float soft) {
  float d = abs(fract(x + 0.5) - 0.5);
  return smoothstep(0.5 * open + soft, 0.5 * open - soft, d);
}

float band(float x, float low, float high, float soft) {
  return smoothstep(low - soft, low + soft, x) * smoothstep(high + soft, high - soft, x);
}

void main() {
  vec3 dir = from_octahedron(uv);
  float turn = atan(dir.x, -dir.z) / 6.2831853;
  float mirrored = dir.y < -0.03 ? 0.34 * exp(2.6 * dir.y) : 1.0;
  float rise = abs(dir.y + 0.03);
  float windows = stripe(turn * 28.0, 0.62, 0.06) * band(rise, 0.02, 0.40, SOFT) * (1.25 - 1.6 * rise);
  float gallery = stripe(turn * 140.0, 0.6, 0.25) * band(rise, 0.52, 0.60, 0.5 * SOFT);
  float webs = band(rise, 0.62, 1.1, SOFT) * 0.10 * (1.0 - 0.7 * stripe(turn * 14.0, 0.2, 0.05));
  float glow = (1.5 * windows + 0.8 * gallery + webs) * mirrored;
  vec3 tint = mix(key_colour(), fill_colour() * 2.2, clamp(0.25 + 0.9 * rise, 0.0, 1.0));
  tint = mix(tint, pearl_colour(turn * 5.0 + dir.y), 0.55 * clamp(evening.guests, 0.0, 1.0));
  colour = vec4((tint * glow * 0.95 + fill_colour() * 0.035) * hall_swell() * vault.presence, 0.0);
}
