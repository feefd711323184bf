// Someone who stands in the floor: a card upright before the eye, drawn in the mirror alone.
#include "operator/hold.glsl"
out vec2 place;          // from the feet, to the right and up, metres as it is built
flat out vec4 arms[2];   // elbow and hand of the left and the right arm
flat out float pixel;    // metres as it is built
flat out float strength; // brighter where the floor is seen steeply, and mirrors less

const float TALL_M = 3.4, BUILT_M = 2.2, EDGE_M = 15.2, FARTHEST_M = -6.0;
const float ASIDE_M = 2.5;  // clear of the heart's own image, which would drown it
const float WIDE_M = 1.35, HIGH_M = 3.1;  // its card, as built

// The feet. It stands as far off as it must for its crown to be mirrored within the floor and within the picture: the ray
// from the eye to the crown's image, at -TALL_M, meets the floor at high / (high + TALL_M) of the way to it.
vec3 standing(vec2 sight, vec2 right) {
  float eye = length(view.eye.xz), high = max(abs(view.eye.y), 0.5);
  float under = 0.44 * view.toward.w + asin(clamp(view.toward.y, -1.0, 1.0));  // the mirrored view looks up where it looks down
  float crown = max(eye - EDGE_M, high / tan(clamp(under, 0.05, 1.4)));
  float feet = clamp(crown * (high + TALL_M) / high, 1.0, max(eye - FARTHEST_M, 1.0));
  vec2 p = view.eye.xz + sight * feet + right * ASIDE_M;
  return vec3(p.x, 0.0, p.y);
}

// elbow and hand of an arm, to the right of the body
vec4 arm(float side, float palm, float raised, float lungs) {
  float up = max(palm * 0.36, raised);
  vec2 shoulder = vec2(0.27, 1.64), elbow = shoulder + 0.42 * vec2(sin(0.30 + 1.95 * up), -cos(0.30 + 1.95 * up) + 0.10 * lungs);
  vec2 hand = elbow + 0.42 * vec2(sin(0.16 + 2.75 * up), -cos(0.16 + 2.75 * up));
  return vec4(elbow.x * side, elbow.y, hand.x * side, hand.y);
}

void main() {
  vec2 sight = normalize(view.toward.xz + vec2(1e-6, 0.0)), right = vec2(-sight.y, sight.x);
  vec3 foot = standing(sight, right);
  place = vec2(float(gl_VertexID & 1) * 2.0 - 1.0, float(gl_VertexID >> 1)) * vec2(WIDE_M, HIGH_M);
  arms[0] = arm(-1.0, evening.palms.x, evening.raised, evening.breath);
  arms[1] = arm(1.0, evening.palms.y, evening.raised, evening.breath);
  pixel = length(view.eye.xyz - foot) * view.eye.w * BUILT_M / TALL_M;
  strength = 0.55 + 0.75 * smoothstep(0.10, 0.36, abs(view.eye.y) / length(view.eye.xyz - foot));
  vec2 grown = place * TALL_M / BUILT_M;
  gl_Position = view.to_clip * vec4(foot + vec3(right.x * grown.x, grown.y, right.y * grown.x), 1.0);
}
