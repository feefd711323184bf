// One scene into the next: it comes through where a slow noise has been flooded, as ink takes paper, edges long and soft.
#include <view>
#include "lib/hash.glsl"
#include "lib/noise.glsl"
uniform sampler2D leaving;
uniform sampler2D arriving;
uniform float flood;   // 0..1
in vec2 uv;
out vec4 colour;

const float SOFT = 0.55;  // how much of the time one place takes

void main() {
  vec2 p = mix(view.window.xy, view.window.zw, uv) * vec2(view.size.x * view.size.w, 1.0) * 3.2;
  float late = 0.55 * value_noise(p) + 0.30 * value_noise(p * 2.7 + 9.0) + 0.15 * value_noise(p * 6.1 + 31.0);
  late = clamp((late - 0.22) / 0.56, 0.0, 1.0);
  float here = smoothstep(0.0, 1.0, clamp((flood * (1.0 + SOFT) - late) / SOFT, 0.0, 1.0));
  vec3 seen = mix(textureLod(leaving, uv, 0.0).rgb, textureLod(arriving, uv, 0.0).rgb, here);
  ivec2 place = ivec2(gl_FragCoord.xy + view.window.xy * view.size.xy / (view.window.zw - view.window.xy));
  vec3 chance = hash3(ivec3(place, view.stamp.x));
  colour = vec4(seen + (chance.x + chance.y - 1.0) / 255.0, 1.0);
}
