// A wisp of cloud: torn at its edges, silver on the moon's side, thin where something stands close behind or the eye is
// near.
#include <view>
#include "lib/haze.glsl"
#include "lib/moon.glsl"
#include "lib/noise.glsl"
#include "vault/life.glsl"
uniform sampler2D scene_distance;
in vec3 place;
in vec2 side;
in float lot;
out vec4 colour;

void main() {
  float far = dot(place - view.eye.xyz, view.toward.xyz);
  float behind = texelFetch(scene_distance, ivec2(gl_FragCoord.xy), 0).r - far;
  float body = max(1.0 - dot(side, side), 0.0);
  vec2 p = side * vec2(3.0, 1.1) + lot * 40.0 + vec2(evening.time_s * 0.03, 0.0);
  float torn = value_noise(p) * 0.65 + value_noise(p * 2.7 + 9.0) * 0.35;
  float thick = body * smoothstep(0.15, 0.85, torn + 0.35 * body - 0.1);
  thick *= smoothstep(0.0, 5.0, behind) * smoothstep(2.5, 9.0, far) * 0.34 * vault.presence;
  float around = atan(place.x, -place.z) / 6.2831853;
  vec3 to = HEART_M - place;
  vec3 light = mix(fill_colour(), key_colour(), 0.45) * (0.02 + 0.055 * life(around, 0.0));
  light += moon_colour() * 0.050 * (0.55 + 0.45 * side.y) * (0.4 + 0.6 * torn) * (1.0 - 0.6 * evening.trouble);
  light += heart_colour() * 5.0 / (dot(to, to) + 60.0);
  colour = vec4(light * thick, thick * 0.8);
}
