// A monk's matter: heavy dark cloth with a sheen at its edges, a dim light deep in the hood and in the raised sleeves.
#include <view>
#include "lib/haze.glsl"
#include "domes/life.glsl"
in vec3 place;
in vec3 normal;
in vec3 local;
in float run;
flat in vec4 what;
out vec4 colour;

void main() {
  int part = int(what.x + 0.5);
  float song = what.z, ill = what.w;
  vec3 n = normalize(normal), way = view.eye.xyz - place;
  vec3 v = way * inversesqrt(dot(way, way));
  if (part == 2 || part == 3) n = dot(n, v) < 0.0 ? -n : n;  // hanging cloth has two sides
  float facing = clamp(dot(n, v), 0.0, 1.0);
  float live = domes.light * smoothstep(0.0, 0.3, domes.presence);
  float breath = 0.75 + 0.35 * evening.breath;
  vec3 glow = mix(key_colour() * vec3(0.85, 0.97, 1.05), mix(accent_colour(), heart_colour(), 0.4), 0.35 + 0.25 * song);
  vec3 dye = mix(fill_colour(), key_colour(), 0.10) * (0.34 + 0.14 * what.y) * (part == 0 ? 0.8 : 1.0);
  vec3 light = dye * (heart_light(place, n, 0.35) * 3.2 + wall_light(n) * 1.5);
  vec3 to = normalize(HEART_M - place);
  // The hall's light grazes the cloth: most where it turns to the heart, some where it turns to the walls.
  float rim = pow(1.0 - facing, 2.4), behind = pow(max(-dot(v, to), 0.0), 2.0);
  light += rim * key_colour() * hall_swell() * (0.46 + 0.24 * n.y);
  float graze = 0.35 * clamp(dot(n, to) * 0.7 + 0.35, 0.0, 1.0) + 0.9 * behind;
  light += rim * mix(heart_colour(), key_colour(), 0.3) * graze * (part == 0 ? 0.6 : 1.0);
  if (part == 1) {
    float inside = smoothstep(0.650, 0.690, run), deep = smoothstep(0.70, 0.80, run);
    vec2 in_hood = (local.xy - vec2(0.0, 2.13)) * vec2(1.0, 0.62);
    float hem = smoothstep(0.02, 0.0, abs(run - 0.645));
    light = mix(light, glow * (0.012 + deep * exp(-dot(in_hood, in_hood) * 190.0) * (0.28 + 1.6 * song)) * breath, inside);
    light += glow * hem * (0.04 + 0.20 * song);
  } else if (part == 2 || part == 3) {
    // Hands of light in the mouths of the sleeves.
    float mouth = smoothstep(0.985, 1.0, local.y) + step(length(local.xz), 0.088) * step(0.9, local.y);
    light += glow * (0.04 + 0.75 * song) * mouth * smoothstep(-0.06, 0.05, local.z);
    light += glow * 0.22 * song * smoothstep(0.90, 1.0, local.y) * smoothstep(0.0, 0.09, -local.z);
  } else if (part == 4) {
    vec3 stone = mix(fill_colour(), key_colour(), 0.3) * 0.30;
    float edge = smoothstep(0.035, 0.0, abs(local.y + 0.035)) * smoothstep(0.74, 0.775, length(local.xz));
    light = stone * (heart_light(place, n, 0.1) + wall_light(n)) + rim * key_colour() * 0.08 * hall_swell();
    light += glow * edge * (0.10 + 0.55 * song) * breath;
  }
  light *= mix(1.0, 0.55, ill);
  colour = vec4(hazed(light * live, place), 1.0);
}
