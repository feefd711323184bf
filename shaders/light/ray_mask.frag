// What shines towards the eye from about the heart: its light where nothing stands before it, falling off around it.
#include <view>
#include "lib/sane.glsl"
uniform sampler2D source;
uniform vec4 lamp;   // xy: the heart's place in the target (0..1), z: the heart's reach there, in heights
in vec2 uv;
out vec4 colour;

void main() {
  vec2 step = 1.0 / vec2(textureSize(source, 0));
  vec3 light = vec3(0.0);
  for (int i = 0; i < 4; i++) {
    vec2 side = vec2(i & 1, i >> 1) * 2.0 - 1.0;
    light += sane(textureLod(source, uv + side * step, 0.0).rgb, 12.0);
  }
  vec2 apart = (uv - lamp.xy) * vec2(view.size.x * view.size.w, 1.0) / max(lamp.z, 1e-3);
  float near = exp(-0.5 * dot(apart, apart));
  colour = vec4(max(light * 0.25 - 0.35, vec3(0.0)) * near, 1.0);
}
