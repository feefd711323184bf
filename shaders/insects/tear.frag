// Inside the tear the hall is dark and out of place; its lips burn thinly.
#include <view>
#include <insects>
#include "lib/light.glsl"
uniform sampler2D scene_opaque;
in float aside;
in vec4 crack;
in vec2 shift;
out vec4 colour;

void main() {
  float gap = crack.y, glow = crack.z, strength = crack.w;
  float off = abs(aside) * (gap + glow);            // pixels from the middle
  float inside = 1.0 - smoothstep(gap - 0.8, gap + 0.8, off);
  float lip = exp(-abs(off - gap) / (0.07 * glow + 0.40)) * (0.25 + 0.75 * smoothstep(0.0, 4.0, gap));
  float fray = exp(-max(off - gap, 0.0) / (0.40 * glow)) * (1.0 - smoothstep(0.7, 1.0, (off - gap) / glow));
  vec2 uv = gl_FragCoord.xy * view.size.zw + shift;
  vec3 other;
  for (int i = 0; i < 3; i++)  // colours part inside
    other[i] = textureLod(scene_opaque, uv + shift * (0.16 * float(i) - 0.16), 0.0)[i];
  vec3 dark = other * vec3(0.16, 0.10, 0.22);
  vec3 burn = mix(key_colour(), accent_colour(), 0.25) * 1.9;
  vec3 light = dark * inside * strength + burn * (0.85 * lip + 0.035 * fray) * strength;
  colour = vec4(light, inside * min(1.1 * strength, 1.0));
}
