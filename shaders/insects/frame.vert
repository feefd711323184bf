// Rims stand still.
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
  normal = in_normal;
  along = in_along;
  part = in_part;
  gl_Position = view.to_clip * vec4(place, 1.0);
}
