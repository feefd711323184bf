// Where an insect sits, and how it holds its parts at a moment: everything follows from its own beat.
#include <view>
#include <evening>
#include <insects>
#include <stage>
#include "lib/hash.glsl"

struct Insect {
  vec3 seat;      // metres
  mat3 facing;    // from its own axes (right, up, forward) to the world's
  vec3 lot;       // its own chance
  float beat;     // 0..1 through its beat
  float even;     // 0 or 1, which beat of a pair
  float tick;     // 0..1, the stroke: up within a twelfth of the beat, then ebbing
  float size;
};

mat3 turn_x(float a) { float c = cos(a), s = sin(a); return mat3(1, 0, 0, 0, c, s, 0, -s, c); }
mat3 turn_y(float a) { float c = cos(a), s = sin(a); return mat3(c, 0, -s, 0, 1, 0, s, 0, c); }
mat3 turn_z(float a) { float c = cos(a), s = sin(a); return mat3(c, s, 0, -s, c, 0, 0, 0, 1); }

// a twitch of its own, -1..1: swings that never meet again
float twitch(float lot, float fast) {
  float t = evening.time_s * fast + 43.0 * lot;
  return sin(t) * sin(1.618 * t + 5.0 * lot) + 0.5 * sin(3.3 * t) * sin(0.7 * t + lot);
}

Insect insect_of(int i) {
  Insect it;
  int rim = 0, perch = i;
  while (rim < RIM_COUNT - 1 && float(perch) >= RIM_PERCHES[rim]) perch -= int(RIM_PERCHES[rim++]);
  float turn = 6.2831853 * float(perch) / RIM_PERCHES[rim];
  it.lot = hash3(ivec3(i, 3, 240));
  float out_m = 0.10 * (it.lot.x - 0.5) + 0.04;
  it.seat = vec3((RIM_RADIUS_M[rim] + out_m) * sin(turn), RIM_HEIGHT_M[rim], -(RIM_RADIUS_M[rim] + out_m) * cos(turn));
  float beats = insects_phase(i) * float(insects_metre(i));
  it.beat = fract(beats);
  it.even = mod(floor(beats), 2.0);
  it.tick = smoothstep(0.0, 0.085, it.beat) * exp(-4.2 * max(it.beat - 0.085, 0.0)) * (1.0 - smoothstep(0.9, 1.0, it.beat));
  it.size = 0.82 + 0.22 * it.lot.y;
  float bad = insects.trouble;
  float yaw = 1.1 * (it.lot.z - 0.5) + 0.35 * bad * twitch(it.lot.x, 5.0);
  float roll = 0.25 * bad * twitch(it.lot.y, 6.5), nod = -0.10 * it.tick + 0.20 * bad * twitch(it.lot.z, 7.3);
  it.facing = turn_y(-turn + yaw) * turn_x(nod) * turn_z(roll);
  it.seat.y -= 0.045 * it.tick * it.size;
  return it;
}

// which insects a pass draws: all of them (0), those behind the heart (1), those before it (2)
bool left_out(Insect it, int half_of) {
  bool before = dot(it.seat.xz, view.eye.xz) > 0.0;
  return half_of != 0 && before != (half_of == 2);
}
