// A hand's joints. In the hand's own plane: the wrist at the origin, the fingers up, the thumb at +x, one palm long;
// fingers that bend away from the eye are seen shorter. 0 forearm, 1 wrist, 2..17 index to little finger from the knuckle
// to the tip, 18..21 the thumb.
#include "operator/hold.glsl"

const int JOINTS = 22;
const vec2 KNUCKLE[4] = vec2[](vec2(0.29, 0.95), vec2(0.09, 1.00), vec2(-0.12, 0.95), vec2(-0.31, 0.83));
const vec3 BONE[4] = vec3[](vec3(0.45, 0.28, 0.22), vec3(0.50, 0.32, 0.23), vec3(0.46, 0.30, 0.22), vec3(0.36, 0.22, 0.19));
const float EASE[4] = float[](0.10, 0.02, -0.06, -0.16), SPREAD[4] = float[](0.24, 0.05, -0.15, -0.40);

vec2 heading(float angle) { return vec2(sin(angle), cos(angle)); }

// how far finger i bends, 0 straight .. 1.3 into the palm
float bend_of(Hold h, int i) {
  float turn = 2.6 * evening.time_s - 1.05 * float(i) + 1.6 * h.side;
  float bend = mix(0.34 + 0.05 * float(i), 0.02, h.open) + h.weave * (0.22 + 0.26 * sin(turn));
  return mix(bend, i == 0 ? 0.0 : 1.12 + 0.06 * float(i), h.point);
}

void finger(Hold h, int i, out vec2 j[4]) {
  float bend = bend_of(h, i);
  vec2 way = heading(mix(mix(EASE[i], SPREAD[i], h.open), EASE[i] * 0.4, h.point));
  vec3 angle = vec3(0.85, 2.0, 2.7) * bend;
  j[0] = KNUCKLE[i];
  j[1] = j[0] + way * BONE[i].x * cos(angle.x);
  j[2] = j[1] + way * BONE[i].y * cos(angle.y);
  j[3] = j[2] + way * BONE[i].z * cos(angle.z);
}

void thumb(Hold h, out vec2 j[4]) {
  float out_way = mix(mix(0.46, 0.86, h.open), 0.22, h.point) - 0.12 * h.weave * sin(1.9 * evening.time_s + h.side);
  j[0] = vec2(0.22, 0.20);
  j[1] = j[0] + 0.38 * heading(out_way);
  j[2] = j[1] + 0.31 * heading(out_way - 0.16);
  j[3] = j[2] + 0.25 * heading(out_way - 0.10 - 0.25 * h.point);
}

void joints_of(Hold h, out vec2 j[JOINTS]) {
  vec2 some[4];
  j[0] = vec2(-0.16, -1.25);
  j[1] = vec2(0.0);
  for (int i = 0; i < 4; i++) {
    finger(h, i, some);
    for (int k = 0; k < 4; k++) j[2 + 4 * i + k] = some[k];
  }
  thumb(h, some);
  for (int k = 0; k < 4; k++) j[18 + k] = some[k];
}

// from the hand's plane into the picture, half heights
vec2 held(Hold h, vec2 p) {
  float c = cos(h.roll), s = sin(h.roll);
  vec2 leaning = vec2(c * p.x + s * p.y, c * p.y - s * p.x);
  return h.at + h.size * vec2(-h.side, 1.0) * leaning;
}

// from the picture into eye space, an arm's length away
vec3 at_arms_length(vec2 p) { return vec3(p * view.range.w, -1.0); }

// a finger's tip in eye space, metres; 4 is the thumb
vec3 tip_of(Hold h, int i) {
  vec2 some[4];
  if (i < 4) finger(h, i, some); else thumb(h, some);
  return at_arms_length(held(h, some[3]));
}
