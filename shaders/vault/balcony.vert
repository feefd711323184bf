// The rim from which the operator looks on: a band before the eye, on a ring about the hall's axis.
#include <view>
#include <stage>
out vec3 band;   // metres along the ring, metres above the rail, metres aside from the middle of the view
out float share; // 0 where the eye has come too near the axis for a balcony

const float NEAR_M = 1.9, HALF_WIDTH_M = 4.6;

void main() {
  vec2 axis = view.eye.xz;
  float ring = length(axis);
  share = smoothstep(17.5, 20.0, ring) * smoothstep(8.0, 5.5, view.eye.y);  // from high up it would bar the floor
  float radius = max(ring - NEAR_M, 1.0);
  float along = (float(gl_VertexID >> 1) / 16.0 * 2.0 - 1.0) * HALF_WIDTH_M;
  float middle = atan(axis.x, axis.y), turn = middle + along / radius;
  float above = (gl_VertexID & 1) == 0 ? -0.5 : 1.1;
  band = vec3(along + middle * radius, above, along);
  // It lies lower when one looks down, so that it frames the picture and never bars it.
  float rail = view.eye.y - 0.98 - 2.6 * clamp(-view.toward.y, 0.0, 0.5);
  vec3 p = vec3(sin(turn) * radius, rail + above, cos(turn) * radius);
  gl_Position = view.to_clip * vec4(p, 1.0);
}
