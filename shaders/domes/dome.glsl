// A dome of pressure: a shallow cap of dense air that swells out of the lake of petals and breathes with the bar.
#include <view>
#include "domes/life.glsl"

const float FOOT_M = -1.25;  // where its edge lies
const float TURN = 6.2831853;

struct Dome {
  vec3 foot;      // the middle of its edge, metres
  float radius;
  float high;     // of its crown above its edge
  float swell;    // 0..1
  float phase;    // turns through the bar
};

Dome dome_of(int i, vec4 placed) {
  Dome d;
  d.phase = own_phase(i);
  // One after another: the last begins when the first has half risen; all are there when the command is felt.
  float song = singing(), begin = 0.5 * placed.w;
  d.swell = smoothstep(begin, begin + 0.5, lulled()) * mix(1.0, 0.75, domes.trouble) * domes.presence;
  float breathing = 1.0 + 0.10 * sin(TURN * d.phase) + 0.05 * (evening.breath - 0.5);
  d.foot = vec3(placed.x, FOOT_M, placed.y);
  // None opens about the eye: it would be seen from within.
  d.swell *= smoothstep(1.5, 2.4, length(view.eye.xyz - d.foot) / placed.z);
  d.radius = placed.z * (0.55 + 0.45 * d.swell) * (1.0 + 0.03 * sin(TURN * (d.phase - 0.2)));
  d.high = 0.78 * placed.z * d.swell * breathing * (0.85 + 0.15 * song);
  return d;
}

// the cap over a place of the unit disc: half an ellipsoid, a little pointed as a drop about to rise
vec3 cap_place(Dome d, vec2 flat_) {
  float r2 = min(dot(flat_, flat_), 1.0);
  return d.foot + vec3(d.radius * flat_.x, d.high * sqrt(1.0 - r2), d.radius * flat_.y);
}

vec3 cap_normal(Dome d, vec2 flat_) {
  float up = sqrt(max(1.0 - dot(flat_, flat_), 1e-4));
  return normalize(vec3(flat_.x / d.radius, up / max(d.high, 1e-3), flat_.y / d.radius));
}
