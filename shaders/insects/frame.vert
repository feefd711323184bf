// Rims stand still. Their wires (WIRE_M thick) are widened where they would be thinner than a pixel.
#include <view>
in vec3 in_place;
in vec3 in_normal;
in vec2 in_along;
in float in_part;
out vec3 place;
out vec3 normal;
out vec2 along;
flat out float part;

void main() {
  place = in_place;
#ifdef WIRE_M
  place += in_normal * max(length(view.eye.xyz - place) * view.eye.w - WIRE_M, 0.0);
#endif
  normal = in_normal;
  along = in_along;
  part = in_part;
  gl_Position = view.to_clip * vec4(place, 1.0);
}
