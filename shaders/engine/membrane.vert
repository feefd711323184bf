// A membrane; its normal from its own slopes.
#include <view>
#include "engine/petal.glsl"
in vec2 in_along;
out vec3 place;
out vec3 normal;
out vec2 along;   // u -1..1, v 0..1
flat out vec3 kind;

void main() {
  Petal petal = petal_of(gl_InstanceID);
  const float e = 0.02;
  float u = in_along.x, v = in_along.y;
  vec3 p = petal_place(petal, u, v);
  vec3 across = petal_place(petal, u + e, v) - petal_place(petal, u - e, v);
  float w = clamp(v + e, 2.0 * e, 1.0);
  vec3 up = petal_place(petal, u, w) - petal_place(petal, u, w - 2.0 * e);
  normal = cross(up, across);
  place = p + vec3(0.0, HEART_HEIGHT_M, 0.0);
  along = vec2(u, v);
  kind = vec3(float(petal.kind), petal.turn, petal.lot);
  gl_Position = view.to_clip * vec4(place, 1.0);
}
