// Rings of pressure that leave a dome's crown and widen as they rise; ribbons, never thinner than a pixel.
#include "domes/dome.glsl"
in vec4 in_dome;
out float aside;
flat out float level;
out vec3 place;

const int RINGS = 2, SIDES = 40;

void main() {
  int which = gl_InstanceID % RINGS, dome = gl_InstanceID / RINGS;
  Dome d = dome_of(dome, in_dome);
  float rise = fract(d.phase + float(which) / float(RINGS) + 0.5 * in_dome.w);
  float radius = d.radius * (0.30 + 0.36 * rise);
  float near = smoothstep(2.2, 4.5, length(view.eye.xyz - d.foot) / d.radius);  // none across the picture's foot
  float turn = TURN * float(gl_VertexID >> 1) / float(SIDES);
  place = d.foot + vec3(radius * sin(turn), d.high * 0.94 + 2.3 * rise, radius * cos(turn));
  vec4 here = view.to_eye * vec4(place, 1.0);
  float thick = 0.018, wide = max(thick, 0.8 * max(-here.z, 0.2) * view.eye.w);
  aside = (gl_VertexID & 1) == 0 ? -1.0 : 1.0;
  here.y += aside * wide;
  level = d.swell * near * thick / wide * smoothstep(0.0, 0.25, rise) * smoothstep(1.0, 0.45, rise) * domes.light;
  gl_Position = d.swell < 0.004 ? vec4(2.0, 2.0, 2.0, 1.0) : view.eye_to_clip * here;
}
