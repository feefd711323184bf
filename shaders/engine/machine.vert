// A part of the machine, turned with its ring.
#include <view>
#include <stage>
uniform mat4 parts[8];
in vec3 in_place;
in vec3 in_normal;
in vec2 in_along;
in float in_part;
out vec3 place;
out vec3 normal;
out vec3 local;   // metres about the heart, before it is turned
out vec2 along;
flat out int matter;

void main() {
  int part = int(in_part + 0.01);
  matter = int((in_part - float(part)) * 10.0 + 0.5);
  mat4 to_world = parts[part];
  local = in_place;
  along = in_along;
  normal = mat3(to_world) * in_normal;
  place = (to_world * vec4(in_place, 1.0)).xyz + vec3(0.0, HEART_HEIGHT_M, 0.0);
  gl_Position = view.to_clip * vec4(place, 1.0);
}
