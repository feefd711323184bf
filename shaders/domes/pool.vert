// The pool of light beneath a dome: a card on the water line of the petals.
#include "domes/dome.glsl"
in vec4 in_dome;
out vec2 flat_;
out vec3 place;
flat out vec2 state;  // swell, phase

void main() {
  Dome d = dome_of(gl_InstanceID, in_dome);
  flat_ = (vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0) * 1.3;
  place = d.foot + vec3(flat_.x, -0.15, flat_.y) * vec3(d.radius, 1.0, d.radius);
  state = vec2(d.swell, d.phase);
  gl_Position = d.swell < 0.004 ? vec4(2.0, 2.0, 2.0, 1.0) : view.to_clip * vec4(place, 1.0);
}
