// A hand as a card at arm's length, just as large as its joints need.
#include "operator/joints.glsl"
out vec2 place;                // in the hand's plane, palms long
flat out vec4 bones[11];       // its joints, two by two
flat out vec4 mood;            // pixel in palms, light, the way to the heart in the picture

const float HALO = 0.42;       // room for its glow

void main() {
  Hold h = hold_of(float(gl_InstanceID) * 2.0 - 1.0);
  vec2 j[JOINTS];
  joints_of(h, j);
  vec2 low = j[1], high = j[1];
  for (int i = 0; i < JOINTS; i++) {
    low = min(low, j[i]);
    high = max(high, j[i]);
    if ((i & 1) == 1) bones[i >> 1] = vec4(j[i - 1], j[i]);
  }
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  place = mix(low - HALO, high + HALO, corner);
  vec2 to_heart = normalize(in_picture(vec3(0.0, HEART_HEIGHT_M, 0.0)) - held(h, vec2(0.0, 0.9)));
  mood = vec4(view.eye.w / (h.size * view.range.w), operator.light * operator.presence, to_heart);
  gl_Position = view.eye_to_clip * vec4(at_arms_length(held(h, place)), 1.0);
}
