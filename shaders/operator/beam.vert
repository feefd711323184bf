// The beam from the pointing finger to the place on the floor that is meant.
#include "operator/joints.glsl"
out float aside;
out float along;
flat out float level;

void main() {
  float side = float(gl_InstanceID) * 2.0 - 1.0;
  Hold h = hold_of(side);
  along = float(gl_VertexID >> 1);
  aside = (gl_VertexID & 1) == 0 ? -1.0 : 1.0;
  vec3 a = tip_of(h, 0), b = (view.to_eye * vec4(focused(), 1.0)).xyz;
  b.z = min(b.z, -0.5);
  vec3 p = along < 0.5 ? a : b;
  vec2 run = normalize(b.xy / -b.z - a.xy / -a.z + vec2(1e-6, 0.0));
  float wide = max(mix(0.012, 0.005, along) * view.range.w, 2.2 * view.eye.w) * -p.z;
  p.xy += vec2(-run.y, run.x) * aside * wide;
  level = h.point * h.shown * operator.light * operator.presence;
  gl_Position = view.eye_to_clip * vec4(p, 1.0);
}
