// A lamp of the city: a point on the ground far below, never thinner than a pixel and paler where it had to be widened.
#include <view>
#include <evening>
#include "lib/palette.glsl"
in vec4 in_lamp;  // x, z (m), strength, warmth
out vec3 glow;

const float LAMP_M = 0.7;  // its glow's radius

void main() {
  vec4 p = vec4(in_lamp.x, CITY_M, in_lamp.y, 1.0);
  float far = distance(p.xyz, view.eye.xyz);
  float radius = LAMP_M * in_lamp.z / (far * view.eye.w);  // pixels
  float wide = max(radius, 0.85);
  float twinkle = 0.8 + 0.2 * sin(evening.time_s * (0.6 + in_lamp.w) + in_lamp.x * 1.7 + in_lamp.y);
  vec3 cool = vec3(0.72, 0.86, 1.0), warm = mix(vec3(1.0, 0.56, 0.22), accent_colour(), 0.35);
  glow = mix(cool, warm, smoothstep(0.25, 0.6, in_lamp.w)) * in_lamp.z * twinkle * min(radius * radius / (wide * wide), 1.0);
  gl_Position = view.to_clip * p;
  gl_Position.z = gl_Position.w * 0.9999;  // the ground lies beyond the far plane
  gl_PointSize = 2.0 * wide + 0.7;
}
