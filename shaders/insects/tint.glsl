// The colour of an insect's glass: one for all in unison; a hue a metre once the guest has joined; tarnish in trouble.
#include <insects>
#include "lib/light.glsl"

vec3 glass_colour(int metre, float lot) {
  vec3 one = mix(accent_colour() * vec3(1.10, 1.0, 0.80), key_colour(), 0.25 + 0.30 * lot);
  vec3 three = vec3(0.98, 0.36, 0.62), five = vec3(0.22, 0.92, 0.74);
  vec3 many = metre == 3 ? three : metre == 5 ? five : one * vec3(1.1, 1.0, 0.75);
  vec3 tint = mix(one, many, clamp(insects.slip_guest, 0.0, 1.0));
  vec3 sick = vec3(0.42, 0.62, 0.50) * (0.5 + 0.5 * lot);
  return mix(tint, sick, 0.65 * clamp(insects.trouble, 0.0, 1.0));
}
