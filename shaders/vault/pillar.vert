// A pillar, turned to its place in the ring.
#include <view>
in vec3 in_place;
in vec3 in_normal;
in vec2 in_limb;
in vec2 in_turn;
out vec3 place;
out vec3 normal;
out vec2 limb;

vec3 turned(vec3 v) { return vec3(v.x * in_turn.x - v.z * in_turn.y, v.y, v.x * in_turn.y + v.z * in_turn.x); }

void main() {
  place = turned(in_place);
  normal = turned(in_normal);
  limb = in_limb;
  gl_Position = view.to_clip * vec4(place, 1.0);
}
