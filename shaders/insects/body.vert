// An insect's body: legs tap from the hip, the abdomen nods, the key winds.
#include "insects/pose.glsl"
in vec3 in_place;
in vec3 in_normal;
in vec2 in_along;
in float in_part;
out vec3 place;
out vec3 normal;
out vec2 along;
flat out vec3 what;   // part, lot, tick
flat out int metre;

const vec3 HIP = vec3(0.075, 0.215, 0.14);

void main() {
  Insect it = insect_of(gl_InstanceID);
  int part = int(in_part + 0.5);
  vec3 p = in_place, n = in_normal;
  float bad = insects.trouble;
  if (part >= 5) {
    int leg = part - 5, pair = leg >> 1;
    float side = (leg & 1) == 0 ? -1.0 : 1.0;
    // Two tripods take turns: the one whose beat it is lifts before it and lands on it.
    float turn = mod(float(leg == 0 || leg == 3 || leg == 4) + it.even, 2.0);
    float lift = smoothstep(0.55, 0.88, it.beat) * (1.0 - smoothstep(0.94, 1.0, it.beat)) * turn;
    float swing = 0.55 * lift + bad * (0.18 + 0.30 * twitch(it.lot.y + float(leg) * 0.37, 9.0));
    mat3 m = turn_y(-side * bad * 0.35 * twitch(it.lot.z + float(leg), 6.0)) * turn_z(side * swing);
    vec3 hip = vec3(HIP.x * side, HIP.y, pair == 0 ? 0.14 : pair == 1 ? 0.03 : -0.08);
    p = hip + m * (p - hip);
    n = m * n;
    p.y += 0.045 * it.tick * (1.0 - smoothstep(0.0, 0.2, p.y));  // feet stay while the body dips
  } else if (part == 1) {
    mat3 m = turn_x(0.10 * it.tick + 0.25 * bad * twitch(it.lot.x, 8.0));
    vec3 root = vec3(0.0, 0.27, -0.09);
    p = root + m * (p - root);
    n = m * n;
  } else if (part == 4) {
    mat3 m = turn_x(6.2831853 * insects_phase(gl_InstanceID));
    vec3 axle = vec3(0.0, 0.425, -0.01);
    p = axle + m * (p - axle);
    n = m * n;
  } else if (part >= 2) {
    mat3 m = turn_y(0.30 * (it.lot.x - 0.5) + 0.4 * bad * twitch(it.lot.y, 4.0)) * turn_x(0.14 * it.tick);
    vec3 neck = vec3(0.0, 0.27, 0.15);
    p = neck + m * (p - neck);
    n = m * n;
  }
  place = it.seat + it.facing * (p * it.size);
  normal = it.facing * n;
  along = in_along;
  what = vec3(float(part), it.lot.y, it.tick);
  metre = insects_metre(gl_InstanceID);
  gl_Position = view.to_clip * vec4(place, 1.0);
}
