// The floor's side: a band that hangs from its rim and draws in beneath.
#include <view>
#include <stage>
out vec3 place;
out float down;

const float SIDES = 96.0;

void main() {
  float turn = float(gl_VertexID >> 1) / SIDES * 6.2831853;
  down = float(gl_VertexID & 1);
  float ring = FLOOR_RADIUS_M * (1.0 - 0.30 * down);
  place = vec3(sin(turn) * ring, -3.4 * down, cos(turn) * ring);
  gl_Position = view.to_clip * vec4(place, 1.0);
}
