// A dome's surface.
#include "domes/dome.glsl"
in vec2 in_flat;
in vec4 in_dome;
out vec2 flat_;
flat out vec4 shape;   // middle of its edge, radius
flat out vec3 state;   // height of its crown, swell, phase

void main() {
  Dome d = dome_of(gl_InstanceID, in_dome);
  flat_ = in_flat;
  shape = vec4(d.foot, d.radius);
  state = vec3(d.high, d.swell, d.phase);
  gl_Position = d.swell < 0.004 ? vec4(2.0, 2.0, 2.0, 1.0) : view.to_clip * vec4(cap_place(d, in_flat), 1.0);
}
