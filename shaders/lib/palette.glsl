// The movement's palette, linear RGB: key is the silver of lights, fill the colour of the dark, accent the rare one.
#include <evening>

vec3 palette_colour(int i) {
  return vec3(evening_palette(3 * i), evening_palette(3 * i + 1), evening_palette(3 * i + 2));
}
vec3 key_colour() { return palette_colour(0); }
vec3 fill_colour() { return palette_colour(1); }
vec3 accent_colour() { return palette_colour(2); }

// a pearl's colour: between aqua and lilac by t in turns, warmed by the accent at one place; what guests bring
vec3 pearl_colour(float t) {
  float turn = 0.5 + 0.5 * cos(6.2831853 * t);
  vec3 cool = key_colour() * mix(vec3(0.58, 1.02, 1.16), vec3(1.05, 0.70, 1.22), turn);
  return mix(cool, accent_colour() * 1.15, 0.55 * smoothstep(0.86, 1.0, turn));
}
