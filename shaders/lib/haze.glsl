// The air of the hall: thin mist that fades what is far and holds a halo of the heart's light.
#include <view>
#include "lib/light.glsl"

const float HAZE_PER_M = 0.0085;
const float HALO = 0.030;

// light that the mist itself gives back towards the eye from a direction
vec3 mist_colour(vec3 dir) {
  float low = exp(-abs(dir.y + 0.06) * 5.0);
  return mix(fill_colour() * 0.030, mix(fill_colour(), key_colour(), 0.20) * 0.060, low) * hall_swell() * (0.25 + 0.75 * low);
}

// the heart's light scattered towards the eye along the first t metres: the integral of 1 / distance², in closed form
float halo(vec3 from, vec3 dir, float t) {
  vec3 q = from - HEART_M;
  float b = dot(dir, q);
  float s = sqrt(max(dot(q, q) - b * b, 1.0));
  return (atan((t + b) / s) - atan(b / s)) / s;
}

// light from a surface at p (world) as it reaches the eye
vec3 hazed(vec3 light, vec3 p) {
  vec3 way = p - view.eye.xyz;
  float t = length(way);
  vec3 dir = way / t;
  float clear = exp(-HAZE_PER_M * t);
  return light * clear + mist_colour(dir) * (1.0 - clear) + mix(heart_colour(), key_colour(), 0.20) * HALO * halo(view.eye.xyz, dir, t);
}
