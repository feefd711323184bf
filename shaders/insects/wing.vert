// A wing: half raised at rest, thrown open on the beat, trembling until it is still.
#include "insects/pose.glsl"
uniform int half_of;
in vec3 in_place;
in vec3 in_normal;
in vec2 in_along;
in float in_part;
out vec3 place;
out vec3 normal;
out vec2 along;
flat out vec2 what;   // lot, tick
flat out int metre;

void main() {
  Insect it = insect_of(gl_InstanceID);
  int part = int(in_part + 0.5);
  float side = (part & 1) == 0 ? -1.0 : 1.0, hind = float(part >> 1);
  float bad = insects.trouble;
  float tremor = exp(-5.0 * it.beat) * sin(6.2831853 * 6.0 * it.beat) * smoothstep(0.0, 0.03, it.beat);
  float raised = 1.02 - 0.42 * hind - 0.60 * it.tick + 0.38 * tremor;
  raised += bad * 0.65 * twitch(it.lot.x + 0.31 * float(part), 11.0);
  float swept = 0.38 + 0.45 * hind - 0.25 * it.tick + 0.30 * bad * twitch(it.lot.z + 0.17 * float(part), 5.0);
  mat3 m = turn_y(side * swept) * turn_z(side * raised);
  vec3 root = vec3(0.05 * side, 0.315 - 0.015 * hind, 0.09 - 0.11 * hind);
  vec3 p = in_place;
  p.y += 0.10 * p.x * p.x * (tremor + 0.3 * it.tick) * 4.0;  // it bends as it beats
  place = it.seat + it.facing * ((root + m * p) * it.size);
  normal = it.facing * (m * in_normal);
  along = in_along;
  what = vec2(it.lot.y, it.tick);
  metre = insects_metre(gl_InstanceID);
  gl_Position = left_out(it, half_of) ? vec4(2.0, 2.0, 2.0, 1.0) : view.to_clip * vec4(place, 1.0);
}
