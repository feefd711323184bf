// What stands in the clouds: how much of it is still seen at a place, 1 over them and 0 in their depth. What is not is
// left to the clouds themselves, which were drawn behind it.
#include <evening>
#include "lib/noise.glsl"

float above_clouds(vec3 p) {
  float rough = value_noise(p.xz * 0.17 + 0.09 * evening.time_s) + 0.5 * value_noise(vec3(p.xz * 0.6, p.y * 0.4));
  return smoothstep(-21.0, -11.0, p.y + 4.5 * (rough - 0.75));
}
