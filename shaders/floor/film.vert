// The film: a disc at y = 0, its edge inside the crystal lip.
#include <view>
#include <stage>
in vec2 in_place;
out vec3 place;

void main() {
  place = vec3(in_place.x, 0.0, in_place.y) * (FLOOR_RADIUS_M - 0.02);
  gl_Position = view.to_clip * vec4(place, 1.0);
}
