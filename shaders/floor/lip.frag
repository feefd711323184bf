// Crystal: the hall in its facets, the hall bent through it, a fine thread of light inside.
#include <view>
#include "lib/haze.glsl"
#include "lib/environment.glsl"
#include "floor/life.glsl"
in vec3 place;
in vec3 normal;
in float across;
out vec4 colour;

void main() {
  vec3 n = normalize(normal), v = normalize(view.eye.xyz - place);
  float facing = clamp(dot(n, v), 0.0, 1.0);
  float fresnel = 0.06 + 0.94 * pow(1.0 - facing, 5.0);
  float around = atan(place.x, -place.z) / 6.2831853, alive = life(around, 0.0);
  vec3 bent = refract(-v, n, 1.0 / 1.5);
  vec3 light = hall_environment(reflect(-v, n), 0.06) * fresnel * 1.6 + hall_environment(bent, 0.25) * 0.22;
  vec3 tint = mix(key_colour(), pearl_colour(around * 5.0), 0.6 * clamp(evening.guests, 0.0, 1.0));
  float far = length(place - view.eye.xyz), pixel = far * view.eye.w / 0.14;
  float edge = smoothstep(0.10 + pixel, 0.0, min(across, 1.0 - across)) * min(0.10 / pixel + 0.3, 1.0);
  light += tint * alive * (0.17 * edge + 0.12 * pow(1.0 - facing, 2.0) + 0.02) * (0.7 + 0.3 * n.y);
  light += heart_light(place, n, 0.2) * 0.10;
  float cover = clamp(0.25 + fresnel + 0.25 * edge, 0.0, 1.0);
  colour = vec4(hazed(light, place) - hazed(vec3(0.0), place) * (1.0 - cover), cover) * floor_room.presence;
}
