// Motes in the air: closed-form drift, each at least a pixel wide and paler where it had to be widened; near ones blur.
#include <view>
#include "lib/light.glsl"
#include "lib/hash.glsl"
out vec2 side;
out vec3 glow;

const float FOCUS_M = 20.0;  // what lies here is sharp
const float LENS_M = 0.035;  // the lens's opening

void main() {
  vec3 lot = hash3(ivec3(gl_InstanceID, 17, 3)), more = hash3(ivec3(gl_InstanceID, 5, 91));
  float ring = sqrt(lot.x) * 27.0, turn = 6.2831853 * lot.y;
  float rise = fract(lot.z + evening.time_s * (0.002 + 0.004 * more.x));
  vec3 p = vec3(ring * sin(turn), -5.0 + 27.0 * rise, -ring * cos(turn));
  float t = evening.time_s * (0.10 + 0.15 * more.y) + 6.2831853 * more.z;
  p += 0.7 * vec3(sin(t), sin(1.7 * t + 1.0), cos(0.8 * t));
  float far = max(length(p - view.eye.xyz), 0.5);
  float size = 0.012 + 0.026 * more.x * more.x;
  float blur = LENS_M * abs(far / FOCUS_M - 1.0);
  float radius = max(size + blur, 1.05 * far * view.eye.w);
  float share = size * size / (radius * radius);
  float ends = smoothstep(0.0, 0.12, rise) * smoothstep(1.0, 0.85, rise) * smoothstep(1.2, 3.0, far);
  float twinkle = 0.65 + 0.35 * sin(3.0 * t + 9.0 * lot.x);
  vec3 to = HEART_M - p;
  glow = (heart_colour() * 220.0 / (dot(to, to) + 12.0) + key_colour() * 1.6 * hall_swell()) * share * ends * twinkle;
  side = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
  vec4 place = view.to_eye * vec4(p, 1.0);
  place.xy += side * radius;
  gl_Position = view.eye_to_clip * place;
}
