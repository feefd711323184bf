// The scene at half size with its spread in alpha (pixels of the full size, negative before what is sharp): of four
// pixels the light is weighed so that a bright point does not flicker, the spread is the nearest's.
#include "lib/depth.glsl"
#include "lib/lens.glsl"
#include "lib/sane.glsl"
uniform sampler2D source;
uniform sampler2D scene_depth;
out vec4 colour;

void main() {
  ivec2 base = ivec2(gl_FragCoord.xy) * 2, last = textureSize(scene_depth, 0) - 1;
  vec3 sum = vec3(0.0);
  float weights = 0.0, nearest = 1e9;
  for (int i = 0; i < 4; i++) {
    ivec2 at = min(base + ivec2(i & 1, i >> 1), last);
    vec3 light = sane(texelFetch(source, at, 0).rgb, 200.0);
    float weight = 1.0 / (1.0 + max(light.r, max(light.g, light.b)));
    sum += light * weight;
    weights += weight;
    nearest = min(nearest, sight_distance(texelFetch(scene_depth, at, 0).r));
  }
  colour = vec4(sum / weights, lens_spread(nearest));
}
