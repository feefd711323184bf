// The wind sprite's matter: clear air that holds light, brightest at its rim and about her hands.
#include <view>
#include <magnolias>
#include "lib/haze.glsl"
in vec3 place;
in vec3 normal;
in vec2 along;
flat in int part;
in float here;
out vec4 colour;

void main() {
  vec3 v = normalize(view.eye.xyz - place), n = normalize(normal);
  float facing = abs(dot(n, v)), rim = 1.0 - facing;
  float ends = part >= 4 ? (1.0 - smoothstep(0.55, 1.0, along.y)) * smoothstep(0.0, 0.12, along.y) : 1.0;
  vec3 pale = mix(key_colour(), vec3(1.0, 0.97, 0.92), 0.65), warm = accent_colour();
  vec3 tint = mix(pale, warm, part >= 4 ? 0.45 * along.y : 0.12);
  float cloth = part >= 4 ? 0.34 : 0.16;
  float wisp = part == 0 ? smoothstep(0.0, 0.55, along.y) : 1.0;   // metres from the tip
  float glow = (cloth + 1.05 * rim * rim) * ends * (0.15 + 0.85 * wisp);
  if (part == 2 || part == 3) glow *= 1.15;
  vec3 light = tint * glow * 0.62 * magnolias.light;
  light += heart_light(place, n, 0.6) * tint * 0.5 * ends * wisp;
  float cover = (part >= 4 ? 0.18 : 0.42) * ends * wisp;
  colour = vec4(hazed(light, place) * here, cover * here);
}
