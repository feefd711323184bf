// Half-size volumes over the full-size scene: the four nearest texels, each weighed by how near its depth is.
#include "lib/depth.glsl"
uniform sampler2D volume;
uniform sampler2D scene_depth;
uniform sampler2D scene_distance;
in vec2 uv;
out vec4 colour;

void main() {
  float here = sight_distance(texelFetch(scene_depth, ivec2(gl_FragCoord.xy), 0).r);
  ivec2 last = textureSize(volume, 0) - 1;
  vec2 at = gl_FragCoord.xy * 0.5 - 0.25;  // a half-size texel was taken at the first pixel of its four
  ivec2 base = ivec2(floor(at - 0.0));
  vec2 f = at - vec2(base);
  vec4 sum = vec4(0.0);
  float weights = 1e-5;
  for (int i = 0; i < 4; i++) {
    ivec2 corner = ivec2(i & 1, i >> 1);
    ivec2 texel = clamp(base + corner, ivec2(0), last);
    vec2 near = mix(1.0 - f, f, vec2(corner));
    float apart = abs(texelFetch(scene_distance, texel, 0).r - here) / here;
    float weight = (near.x * near.y + 1e-3) / (1e-3 + apart);
    sum += weight * texelFetch(volume, texel, 0);
    weights += weight;
  }
  colour = sum / weights;
}
