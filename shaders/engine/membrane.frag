// A membrane: thin, veined, lit through by the heart (translucency after Barre-Brisebois and Bouchard, 2011).
#include <view>
#include <engine>
#include "lib/haze.glsl"
#include "lib/noise.glsl"
#include "lib/environment.glsl"
#include "engine/life.glsl"
uniform int half_of;  // 0: all, 1: what lies behind the heart, 2: what lies before it
in vec3 place;
in vec3 normal;
in vec2 along;
flat in vec3 kind;
out vec4 colour;

void main() {
  vec3 from_heart = place - HEART_M;
  bool before = dot(from_heart, view.eye.xyz - HEART_M) > 0.0;
  if (half_of != 0 && before != (half_of == 2)) discard;
  float far = length(view.eye.xyz - place);
  vec3 v = (view.eye.xyz - place) / far;
  vec3 n = normalize(normal);
  n = dot(n, v) < 0.0 ? -n : n;
  float pixel = far * view.eye.w;
  float u = along.x, run = along.y, across = abs(u);

  // Veins: a rib, side veins that leave it and fork, a net between them.
  float rib = exp(-across * across * 260.0) * (1.0 - run);
  float branch = run * 13.0 - across * 2.6 + 0.6 * value_noise(vec2(u * 3.0, run * 6.0) + kind.z * 40.0);
  float side = 1.0 - smoothstep(0.02, 0.10, abs(fract(branch) - 0.5) * (0.6 + across));
  float fork = branch * 3.0 + across * 5.0 + 1.5 * value_noise(vec2(u * 7.0, run * 17.0));
  float fine = (1.0 - smoothstep(0.05, 0.22, abs(fract(fork) - 0.5))) * smoothstep(0.10, 0.02, pixel);
  float veins = clamp(rib + 0.75 * side + 0.35 * fine, 0.0, 1.0);
  float edge = smoothstep(0.72, 1.0, max(across, (run - 0.80) * 5.0));

  vec3 to = -from_heart;
  float square = dot(to, to);
  vec3 l = to * inversesqrt(square);
  float thin = (1.0 - 0.55 * veins) * (0.7 + 0.3 * value_noise(vec2(u * 4.0, run * 9.0) + 7.0 * kind.y));
  float through = pow(clamp(dot(v, -normalize(l + n * 0.35)), 0.0, 1.0), 2.2);
  float grazed = pow(1.0 - clamp(dot(n, v), 0.0, 1.0), 3.0);
  float stroke = 0.65 + 0.45 * engine.pulse;
  float fall = kind.x < 0.5 ? 1.0 : 17.0 / (square + 7.0);

  vec3 flesh = living_colour(kind.x < 0.5 ? 0.25 : 0.12);
  vec3 cool = mix(key_colour(), fill_colour() * 1.6, 0.45);
  flesh = mix(flesh, cool, kind.x < 0.5 ? 0.45 : smoothstep(0.05, 0.9, run) * 0.80);
  // A beat runs along the veins from the heart outward.
  float wave = fract(engine.heart_phase - 0.55 * run + 1.0);
  float beat = exp(-7.0 * wave) * (1.0 - 0.4 * run);
  vec3 light = flesh * (0.05 + 1.1 * through) * thin * stroke * fall * 0.75;
  light += flesh * fall * stroke * 0.12 * max(dot(n, l) * 0.5 + 0.5, 0.0) * (0.4 + 0.6 * thin);
  light += mix(flesh, cool, 0.35) * veins * fall * (0.20 + 0.85 * beat);
  light += hall_environment(reflect(-v, n), 0.22) * (0.05 + 0.55 * grazed);
  light += cool * edge * (0.55 + 0.25 * beat) * fall;
  // Lights along the margin, as the creatures of the deep carry them.
  float bead = run * 26.0 + kind.z * 7.0;
  float dot_ = length(vec2((fract(bead) - 0.5) * 0.55, (across - 0.90) * 3.2));
  light += living_colour(0.8) * smoothstep(0.16, 0.05, dot_) * (0.5 + 1.6 * beat) * smoothstep(0.14, 0.05, pixel) * fall;
  light *= engine.light * (0.2 + 0.8 * engine.presence);

  float cover = clamp(0.14 + 0.30 * veins + 0.45 * grazed + 0.30 * edge, 0.0, 0.85) * engine.presence;
  cover *= kind.x < 0.5 ? 0.12 : 0.85;
  light *= kind.x < 0.5 ? 0.30 : 1.15;
  colour = vec4(hazed(light, place) , cover);
}
