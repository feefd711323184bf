// Distance along the sight, metres, of every second pixel: what volumes end at.
#include "lib/depth.glsl"
uniform sampler2D scene_depth;
out float metres;

void main() {
  ivec2 at = min(ivec2(gl_FragCoord.xy) * 2, textureSize(scene_depth, 0) - 1);
  metres = sight_distance(texelFetch(scene_depth, at, 0).r);
}
