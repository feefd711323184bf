// What polished things see all round: the hall as it is drawn on the octahedral map, sharp in its first level and wider
// in each of the next, which lie one above the other in one texture. Roughness 0..1 chooses between them.
#include "lib/octahedron.glsl"
#include "lib/light.glsl"
uniform sampler2D scene_environment;

const float ENVIRONMENT_LEVELS = 5.0;

vec3 environment_level(vec2 square, float level) {
  vec2 size = vec2(textureSize(scene_environment, 0));
  float side = size.x * exp2(-level);
  float from = size.x * 2.0 * (1.0 - exp2(-level));  // sides of the levels below it
  vec2 at = clamp(square * side, vec2(0.5), vec2(side - 0.5));
  return textureLod(scene_environment, (at + vec2(0.0, from)) / size, 0.0).rgb;
}

// light that comes from a unit direction, spread by roughness
vec3 hall_environment(vec3 dir, float rough) {
  vec2 square = to_octahedron(dir);
  float level = min(sqrt(clamp(rough, 0.0, 1.0)) * 4.0, ENVIRONMENT_LEVELS - 1.0);
  float low = floor(level);
  vec3 sharp = environment_level(square, low);
  return low == level ? sharp : mix(sharp, environment_level(square, low + 1.0), level - low);
}
