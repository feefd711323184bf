// The hall's light as every surface receives it: the heart, a warm silver point, and the glowing walls all round.
#include <evening>
#include <stage>
#include "lib/palette.glsl"

const vec3 HEART_M = vec3(0.0, HEART_HEIGHT_M, 0.0);

// how strongly the hall shines now: the breath lifts it, trouble takes it away
float hall_swell() { return (0.78 + 0.30 * evening.breath) * (1.0 - 0.55 * evening.trouble); }

// the heart's radiance, linear: amber in a blue hall; trouble blanches it
vec3 heart_colour() {
  vec3 warm = mix(vec3(1.0, 0.80, 0.55), vec3(0.92, 0.95, 1.0), 0.85 * evening.trouble);
  warm = mix(warm, pearl_colour(evening.bar_phase * 0.25 + 0.1), 0.08 * clamp(evening.guests, 0.0, 1.0));
  return warm * (0.8 + 0.45 * evening.breath) * (1.0 - 0.3 * evening.trouble);
}

// irradiance from the heart on a surface at p with unit normal n; wrap 0..1 lets it round the edge (membranes)
vec3 heart_light(vec3 p, vec3 n, float wrap) {
  vec3 to = HEART_M - p;
  float square = dot(to, to);
  float facing = max((dot(n, to) * inversesqrt(square) + wrap) / (1.0 + wrap), 0.0);
  return heart_colour() * facing * 26.0 / (square + 9.0);
}

// irradiance from the walls on a unit normal n: most from the sides, little from below
vec3 wall_light(vec3 n) {
  float side = 1.0 - abs(n.y), above = max(n.y, 0.0);
  return mix(fill_colour(), key_colour(), 0.6) * hall_swell() * (0.05 + 0.10 * side + 0.05 * above);
}
