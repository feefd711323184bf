// The wind sprite's wings: they thrum, wide while she breathes out, thrown back while she is startled.
#include "magnolias/wind.glsl"
in vec3 in_place;
in vec3 in_normal;
in vec2 in_along;
in float in_part;
out vec3 place;
out vec3 normal;
out vec2 along;
out float here;

void main() {
  Sprite it = sprite_now();
  int part = int(in_part + 0.5);
  float side = (part & 1) == 0 ? -1.0 : 1.0, hind = float(part >> 1), t = evening.time_s;
  float thrum = sin(6.2831853 * (4.3 * t) - 1.4 * hind) * (0.16 + 0.10 * it.startled);
  float raised = 0.62 - 0.95 * hind + thrum * (1.0 - 0.3 * hind) + 0.12 * it.out_ + 0.25 * it.startled;
  vec3 p = in_place;
  p.y += 0.16 * p.x * p.x * (0.5 - thrum);   // the tips follow late
  mat3 m = turn_y(side * (0.62 + 0.18 * hind + 0.35 * it.startled)) * turn_z(side * raised) * turn_x(-1.15);
  vec3 root = vec3(0.045 * side, 1.41 - 0.13 * hind, -0.085);
  place = it.at + it.stands * ((root + m * p) * (0.4 + 0.6 * it.here));
  normal = it.stands * (m * in_normal);
  along = in_along;
  here = it.here;
  gl_Position = view.to_clip * vec4(place, 1.0);
}
