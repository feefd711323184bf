// The moon over the clouds: where it stands, and the silver that it gives.
#include "lib/palette.glsl"

const vec3 MOON = vec3(-0.4377, 0.3502, -0.8281);  // unit direction toward it

vec3 moon_colour() { return mix(vec3(0.80, 0.88, 1.0), key_colour(), 0.45); }
