// The colour of an insect's glass: one for all in unison; a hue a metre once the guest has joined; tarnish in trouble.
#include <insects>
#include "lib/light.glsl"

vec3 glass_colour(int metre, float lot) {
  vec3 one = mix(accent_colour() * vec3(1.10, 1.0, 0.80), key_colour(), 0.25 + 0.30 * lot);
  vec3 three = vec3(0.46, 0.020, 0.075), five = vec3(0.008, 0.30, 0.19);  // ruby, emerald
  vec3 many = metre == 3 ? three : metre == 5 ? five : vec3(0.66, 0.29, 0.05);
  vec3 tint = mix(one, many, clamp(insects.slip_guest, 0.0, 1.0));
  vec3 sick = vec3(0.40, 0.58, 0.22) * (0.5 + 0.5 * lot);
  return mix(tint, sick, 0.65 * clamp(insects.trouble, 0.0, 1.0));
}
