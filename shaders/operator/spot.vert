// The place on the floor that is meant: a card that lies on it.
#include "operator/hold.glsl"
out vec2 place;  // metres from its middle
flat out float level;

const float REACH_M = 2.4;

void main() {
  place = (vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0) * REACH_M;
  level = evening.focus.z * operator.light * operator.presence;
  gl_Position = view.to_clip * vec4(focused() + vec3(place.x, 0.03, place.y), 1.0);
}
