// The movement's palette, linear RGB: key is the silver of lights, fill the colour of the dark, accent the rare one.
#include <evening>

vec3 palette_colour(int i) {
  return vec3(evening_palette(3 * i), evening_palette(3 * i + 1), evening_palette(3 * i + 2));
}
// trouble bruises the hall: its silver and its dark turn violet
vec3 bruised(vec3 tint, float by) {
  return tint * mix(vec3(1.0), vec3(1.02, 0.60, 1.30), by * smoothstep(0.05, 0.8, evening.trouble));
}
vec3 key_colour() { return bruised(palette_colour(0), 0.7); }
vec3 fill_colour() { return bruised(palette_colour(1), 1.0); }
vec3 accent_colour() { return palette_colour(2); }

// a pearl's colour: between aqua and lilac by t in turns, warmed by the accent at one place; what guests bring
vec3 pearl_colour(float t) {
  float turn = 0.5 + 0.5 * cos(6.2831853 * t);
  vec3 cool = key_colour() * mix(vec3(0.26, 0.98, 1.12), vec3(0.98, 0.42, 1.14), turn);
  return mix(cool, accent_colour() * 1.15, 0.55 * smoothstep(0.86, 1.0, turn));
}
