// Threads of light between the hands: from tip to tip as they weave, a few from palm to palm as time is drawn out.
// Ribbons of an even width in the picture, never thinner than a pixel: what is lacking in width goes in light.
#include "operator/joints.glsl"
#include "lib/hash.glsl"
out float aside;
flat out vec3 lot;
out float along;
flat out float level;

const int SEGMENTS = 36, WOVEN = 15, DRAWN = 6;

// a thread's ends, and how it hangs between them
void course(int i, out vec3 a, out vec3 b, out float hang) {
  Hold left = hold_of(-1.0), right = hold_of(1.0);
  if (i < WOVEN) {
    int from = i % 5, to = i < 5 ? from : (from + (i < 10 ? 1 : 3)) % 5;
    a = tip_of(left, from);
    b = tip_of(right, to);
    hang = (lot.x - 0.62) * 0.5;
    level = evening.weave * (i < 5 ? 1.0 : 0.55);
  } else {
    float n = float(i - WOVEN) - 0.5 * float(DRAWN - 1);
    a = at_arms_length(held(left, vec2(0.25, 0.62 + 0.12 * n)));
    b = at_arms_length(held(right, vec2(0.25, 0.62 + 0.12 * n)));
    hang = 0.05 * n * (1.0 - evening.stretch) + 0.02 * n;
    level = smoothstep(0.03, 0.25, evening.stretch) * mix(1.0, 0.55, evening.stretch);
  }
  level *= min(left.shown, right.shown);
}

vec3 at_(vec3 a, vec3 b, float hang, float s) {
  float belly = 4.0 * s * (1.0 - s), t = evening.time_s;
  vec3 p = mix(a, b, s);
  float wave = 0.030 * sin(6.2832 * (1.5 * s + lot.y) + 0.9 * t) + 0.018 * sin(6.2832 * (3.0 * s + lot.z) - 1.3 * t);
  p.y += view.range.w * belly * (hang + wave);
  return p;
}

void main() {
  int i = gl_InstanceID;
  lot = hash3(ivec3(i, 29, 61));
  vec3 a, b;
  float hang, s = float(gl_VertexID >> 1) / float(SEGMENTS);
  course(i, a, b, hang);
  vec3 p = at_(a, b, hang, s), next = at_(a, b, hang, s + 0.01);
  vec2 run = normalize(next.xy - p.xy + vec2(1e-6, 0.0));
  float thick = 0.0035 * view.range.w, wide = max(thick, 0.9 * view.eye.w);
  level *= thick / wide * operator.light * operator.presence;
  along = s;
  aside = (gl_VertexID & 1) == 0 ? -1.0 : 1.0;
  p.xy += vec2(-run.y, run.x) * aside * 2.2 * wide;
  gl_Position = view.eye_to_clip * vec4(p, 1.0);
}
