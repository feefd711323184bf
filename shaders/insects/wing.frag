// A wing's membrane: clear, veined like leaded glass, thin-film colours at its edge.
#include <view>
#include <insects>
#include "lib/haze.glsl"
#include "lib/environment.glsl"
#include "insects/tint.glsl"
in vec3 place;
in vec3 normal;
in vec2 along;   // x 0..1 along the span, y 0..1 across the chord
flat in vec2 what;
flat in int metre;
out vec4 colour;

void main() {
  float far = length(view.eye.xyz - place), pixel = far * view.eye.w;
  vec3 v = (view.eye.xyz - place) / far, n = normalize(normal);
  n = dot(n, v) < 0.0 ? -n : n;
  float facing = clamp(dot(n, v), 0.0, 1.0);
  float margin = smoothstep(0.78, 1.0, abs(2.0 * along.y - 1.0));
  float ray = abs(fract(along.y * 5.0 + 0.8 * along.x) - 0.5), cross_ = abs(fract(along.x * 9.0 + floor(along.y * 5.0) * 0.37) - 0.5);
  float near = smoothstep(0.05, 0.015, pixel);
  float veins = max((1.0 - smoothstep(0.0, 0.10, ray)), 0.7 * (1.0 - smoothstep(0.0, 0.09, cross_))) * near;
  vec3 glass = glass_colour(metre, what.x);
  // Colours of thin films, by how far light travels in them.
  vec3 film = 0.5 + 0.5 * cos(6.2831853 * (1.6 * facing + 0.5 * along.x + vec3(0.0, 0.33, 0.67)));
  film = mix(key_colour(), key_colour() * film * 1.6, 0.22 * (1.0 - 0.8 * insects.trouble));
  vec3 in_way = normalize(place - HEART_M);
  float through = pow(clamp(dot(-v, -in_way), 0.0, 1.0), 3.0);
  vec3 light = hall_environment(reflect(-v, n), 0.25) * (0.10 + 0.9 * pow(1.0 - facing, 3.0)) * film;
  light += film * heart_light(place, n, 0.7) * 0.45 + film * wall_light(n) * 1.2 + heart_colour() * glass * through * 0.50;
  light += mix(film, glass, 0.85) * (veins * 0.45 + margin * 0.55) * (0.32 + 0.75 * what.y) * insects.light;
  float cover = clamp(0.16 + 0.45 * veins + 0.45 * margin + 0.25 * pow(1.0 - facing, 3.0), 0.0, 0.8) * insects.presence;
  colour = vec4(hazed(light, place) * insects.presence, cover);
}
