// A monk: its parts posed about its own axis, then set on its plinth, facing the hall's middle.
#include "domes/pose.glsl"
in vec3 in_place;
in vec3 in_normal;
in vec2 in_along;
in float in_part;
in vec4 in_stand;
const float GROWN = 1.28;  // larger than life: they stand far off
out vec3 place;
out vec3 normal;
out vec3 local;          // as it was built
out float run;           // metres along its profile
flat out vec4 what;      // part, its chance, song, illness

void main() {
  Monk m = monk_of(gl_InstanceID, in_stand);
  vec3 p = in_place, n = in_normal;
  int part = int(in_part + 0.5);
  local = p;
  run = in_along.y;
  if (part == ROBE || part == MANTLE) hang(m, part == MANTLE, p, n);
  if (part == HOOD) bow(m, p, n);
  if (part == LEFT || part == RIGHT) reach(m, part == LEFT ? 1.0 : -1.0, p, n);
  if (part != PLINTH) p.xz += lean(m, clamp(p.y, 0.0, 2.4));
  mat3 facing = turn_y(m.facing);
  place = m.seat + facing * (p * GROWN);
  normal = facing * n;
  what = vec4(float(part), m.lot.x, m.song, m.ill);
  gl_Position = view.to_clip * vec4(place, 1.0);
}
