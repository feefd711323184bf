// The night sky over the clouds: a deep gradient, the moon's glow and disc, sparse stars.
#include <view>
#include "lib/moon.glsl"
#include "lib/hash.glsl"

const float MOON_TURN = 0.034;  // half of its width, radians: larger than life

// what the air at the horizon glows with toward a direction
vec3 horizon(vec3 dir) {
  float near = max(dot(normalize(dir.xz + vec2(1e-5)), normalize(MOON.xz)), 0.0);
  return fill_colour() * 0.16 + moon_colour() * (0.010 + 0.085 * near * near * near);
}

// stars: one at most in each cell of a grid over the direction, at least a pixel wide
float stars(vec3 dir, float pixel) {
  vec2 at = vec2(atan(dir.x, -dir.z), asin(clamp(dir.y, -1.0, 1.0))) * 24.0;
  vec3 lot = hash3(ivec3(floor(at), 71));
  vec2 apart = (fract(at) - 0.15 - 0.7 * lot.xy) / 24.0;
  apart.x *= sqrt(max(1.0 - dir.y * dir.y, 0.0));
  float size = 0.0011, wide = max(size, pixel * 0.8);
  float share = size * size / (wide * wide);
  return step(0.45, lot.z) * pow(lot.z, 6.0) * smoothstep(wide, 0.3 * wide, length(apart)) * share;
}

vec3 sky(vec3 dir, float pixel) {
  float up = max(dir.y, 0.0), toward = max(dot(dir, MOON), 0.0);
  vec3 light = mix(horizon(dir), fill_colour() * 0.022, 1.0 - exp(-4.2 * up));
  float off = distance(dir, MOON);
  light += moon_colour() * (0.10 * pow(toward, 24.0) + 0.35 * pow(toward, 400.0));
  light += moon_colour() * 3.2 * smoothstep(MOON_TURN + pixel, MOON_TURN - pixel, off);
  return light + key_colour() * 2.2 * stars(dir, pixel) * smoothstep(0.02, 0.25, up);
}
