// The movement's palette, linear RGB: key is the silver of lights, fill the colour of the dark, accent the rare one.
#include <evening>

vec3 palette_colour(int i) {
  return vec3(evening_palette(3 * i), evening_palette(3 * i + 1), evening_palette(3 * i + 2));
}
vec3 key_colour() { return palette_colour(0); }
vec3 fill_colour() { return palette_colour(1); }
vec3 accent_colour() { return palette_colour(2); }

// a pearl's colour: the key turned a little about the grey axis by t in turns; what guests bring to a surface
vec3 pearl_colour(float t) {
  vec3 turn = 0.5 + 0.5 * cos(6.2831853 * (t + vec3(0.0, 0.33, 0.67)));
  return key_colour() * mix(vec3(1.0), 0.55 + 0.9 * turn, 0.75);
}
