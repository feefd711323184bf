// A ball around the heart, within which its volume lies.
#include <view>
#include <stage>
uniform float reach;  // metres
in vec3 in_place;
out vec3 place;

void main() {
  place = in_place * reach + vec3(0.0, HEART_HEIGHT_M, 0.0);
  gl_Position = view.to_clip * vec4(place, 1.0);
}
