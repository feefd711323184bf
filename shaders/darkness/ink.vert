// The disc that the darkness can cover: the floor, a little above it.
#include <view>
#include <stage>
in vec2 in_place;
out vec3 place;

void main() {
  place = vec3(in_place.x * FLOOR_RADIUS_M, 0.012, in_place.y * FLOOR_RADIUS_M);
  gl_Position = view.to_clip * vec4(place, 1.0);
}
