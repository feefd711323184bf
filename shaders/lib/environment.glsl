// What polished things see all round: the glowing windows, gallery, ribs and dark of the vault, in closed form.
// Roughness 0..1 blurs it, so that a small or far thing does not sparkle.
#include "lib/light.glsl"

// share of a periodic stripe (period 1, the middle at whole numbers) that is open, blurred by soft in periods
float stripe(float x, float open, float soft) {
  float d = abs(fract(x + 0.5) - 0.5);
  float mean = open;
  float edge = smoothstep(0.5 * open + soft, 0.5 * open - soft, d);
  return mix(edge, mean, smoothstep(0.25, 0.5, soft));
}

float band(float x, float low, float high, float soft) {
  return smoothstep(low - soft, low + soft, x) * smoothstep(high + soft, high - soft, x);
}

// light that reaches the engine's middle from a unit direction
vec3 hall_environment(vec3 dir, float rough) {
  float turn = atan(dir.x, -dir.z) / 6.2831853;
  float soft = 0.012 + 0.45 * rough;
  float up = dir.y;
  float mirrored = up < -0.03 ? 0.30 : 1.0;   // the floor gives the walls back
  float rise = abs(up + 0.03);
  float windows = stripe(turn * 28.0, 0.62, 28.0 * 0.012 * rough + 0.04 + rough) * band(rise, 0.02, 0.40, 0.4 * soft);
  windows *= 1.25 - 1.6 * rise;
  float gallery = stripe(turn * 140.0, 0.6, 0.1 + 3.0 * rough) * band(rise, 0.52, 0.60, 0.25 * soft);
  float webs = band(rise, 0.62, 1.1, soft) * 0.10 * (1.0 - 0.7 * stripe(turn * 14.0, 0.2, 0.05 + 2.0 * rough));
  float glow = (1.5 * windows + 0.8 * gallery + webs) * mirrored;
  vec3 tint = mix(key_colour(), fill_colour() * 2.2, clamp(0.25 + 0.9 * rise, 0.0, 1.0));
  tint = mix(tint, pearl_colour(turn * 5.0 + up), 0.55 * clamp(evening.guests, 0.0, 1.0));
  return (tint * glow * 0.95 + fill_colour() * 0.035) * hall_swell();
}
