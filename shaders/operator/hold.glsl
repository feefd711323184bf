// How the operator holds a hand: every gesture asks for a place and a bearing, the hand goes between them by how strongly
// each is meant; with none it sinks out of the picture. Places are in half heights of the whole picture about its middle.
#include <view>
#include <evening>
#include <stage>
#include <operator>

const float PUSH_S = 1.7;  // how long a push of will lasts

struct Hold {
  float side;   // -1 the left hand, 1 the right
  vec2 at;      // the wrist
  float size;   // length of the palm
  float roll;   // radians by which the fingers lean to the picture's middle
  float open;   // 0 at ease .. 1 spread
  float point;  // 0..1, the index finger alone is stretched
  float weave;  // 0..1, the fingers go one after another
  float shown;  // 0..1
};

float picture_aspect() {
  vec2 whole = view.size.xy / (view.window.zw - view.window.xy);
  return whole.x / whole.y;
}

// where a place of the world lies in the picture
vec2 in_picture(vec3 p) {
  vec4 here = view.to_eye * vec4(p, 1.0);
  return here.xy / (max(-here.z, 0.5) * view.range.w);
}

vec3 focused() { return vec3(evening.focus.x, 0.0, -evening.focus.y) * FLOOR_RADIUS_M; }

// 0..1, how much of what is done at x falls to the hand of a side
float falls_to(float side, float x) { return smoothstep(-0.12, 0.12, side * x); }

// 0..1, a ripple of will being sent; of the last four, so that one does not cut another short
float pushing(float side) {
  float most = 0.0;
  for (int i = 0; i < 4; i++) {
    if (i >= evening.will_count) break;
    float age = evening.will_since_s[i];
    float bump = smoothstep(0.0, 0.4, age) * (1.0 - smoothstep(0.75, PUSH_S, age));
    most = max(most, bump * falls_to(side, evening_will(2 * i)));
  }
  return most;
}

// one gesture, meant by w, asks for a place, a lean and an openness
void asks(inout Hold h, inout float sum, float w, vec2 at, float roll, float open) {
  h.at += w * at;
  h.roll += w * roll;
  h.open += w * open;
  h.shown = 1.0 - (1.0 - h.shown) * (1.0 - w);
  sum += w;
}

Hold hold_of(float side) {
  float wide = picture_aspect(), t = evening.time_s, lungs = evening.breath;
  float palm = side < 0.0 ? evening.palms.x : evening.palms.y;
  float aim = evening.focus.z * falls_to(side, evening.focus.x), push = pushing(side);
  float drawn = smoothstep(0.0, 0.2, evening.stretch), light = smoothstep(0.0, 0.9, operator.gathered);
  Hold h = Hold(side, vec2(0.0), 0.29, 0.0, 0.0, aim, evening.weave, 0.0);
  float sum = 1e-5;
  asks(h, sum, 0.9 * smoothstep(0.0, 0.7, evening.breathe), vec2(0.60 * wide, -1.13 + 0.10 * lungs), 0.26, 0.25 + 0.2 * lungs);
  asks(h, sum, 0.8 * light, vec2(0.50 * wide, -1.05 + 0.05 * lungs), 0.34, 0.45);
  asks(h, sum, palm, vec2(0.66 * wide, -0.84), 0.02, 1.0);
  asks(h, sum, 4.0 * evening.raised * evening.raised, vec2(0.50 * wide, -0.60 + 0.03 * lungs), 0.10, 0.9);
  asks(h, sum, drawn, vec2(mix(0.13, 0.66, evening.stretch) * wide, -0.95), mix(0.10, -0.06, evening.stretch), 0.8);
  asks(h, sum, evening.weave, vec2(0.46 * wide, -1.08), 0.52, 0.6);
  asks(h, sum, 1.5 * push, vec2(0.50 * wide, -0.80), 0.20, 1.0);
  // A pointing hand reaches in from its corner, and stays so far off what it means that the beam is seen.
  vec2 corner = vec2(0.80 * wide, -1.22), aimed = in_picture(focused()) * vec2(side, 1.0) - corner;
  float off = length(aimed);
  vec2 way = aimed / max(off, 1e-3), seat = corner + way * clamp(off - 0.95, -0.08, 0.55);
  asks(h, sum, 1.5 * aim, seat, clamp(atan(-way.x, max(way.y, 0.02)) - 0.15, -0.5, 1.5), 0.2);
  h.at /= sum;
  h.roll = h.roll / sum + 0.02 * sin(0.53 * t + 1.7 * side);
  h.open /= sum;
  h.shown = clamp(h.shown, 0.0, 1.0);
  h.at += 0.010 * vec2(sin(0.41 * t + side), sin(0.67 * t + 2.0 * side));
  h.size *= 1.0 - 0.14 * push - 0.06 * evening.raised;
  h.at.y = mix(-1.72, h.at.y, smoothstep(0.0, 1.0, h.shown));
  h.at.x *= side;
  return h;
}
