// A triangle over the whole target at the far plane, with the direction of sight at each corner.
#include <view>
out vec3 sight;

void main() {
  vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * 2.0 - 1.0;
  vec4 far = view.to_world * vec4(corner, 1.0, 1.0);
  sight = far.xyz / far.w - view.eye.xyz;
  gl_Position = vec4(corner, 1.0, 1.0);
}
