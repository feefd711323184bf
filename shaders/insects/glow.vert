// The light that an abdomen throws into the air on its beat, a soft disc turned to the eye.
#include "insects/pose.glsl"
#include "insects/tint.glsl"
out vec2 side;
out vec3 glow;

void main() {
  Insect it = insect_of(gl_InstanceID);
  vec3 p = it.seat + it.facing * (vec3(0.0, 0.36, -0.30) * it.size);
  vec4 here = view.to_eye * vec4(p, 1.0);
  float radius = max(0.34, 1.5 * -here.z * view.eye.w);
  float share = 0.34 / radius;
  side = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
  here.xyz += vec3(side * radius, 0.12);
  glow = glass_colour(insects_metre(gl_InstanceID), it.lot.y) * (0.02 + 0.20 * it.tick) * share * share * insects.light * insects.presence;
  gl_Position = view.eye_to_clip * here;
}
