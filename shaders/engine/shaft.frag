// A shaft: streaked lengthwise, paler the farther it reaches; wildness whitens it at its root and bruises its end.
#include <engine>
#include "lib/noise.glsl"
#include "engine/life.glsl"
in vec3 place;
in vec2 ray;
flat in vec2 lot;
out vec4 colour;

void main() {
  float body = 1.0 - ray.x * ray.x;
  float streak = value_noise(vec2(ray.x * 4.0 + 31.0 * lot.x, 2.0 * ray.y - 0.35 * evening.time_s)) * 0.7
    + value_noise(vec2(ray.x * 11.0 + 7.0 * lot.x, 0.0)) * 0.3;
  float fall = pow(1.0 - ray.y, 1.8) / (0.16 + 1.6 * ray.y);
  float wild = engine.wild;
  vec3 tint = mix(living_colour(0.6), mix(vec3(0.95, 0.93, 1.0), fill_colour() * 3.0, smoothstep(0.0, 0.5, ray.y)), wild);
  float level = (0.018 + 0.008 * engine.pulse + 2.4 * wild) * lot.y;
  colour = vec4(tint * body * body * smoothstep(0.15, 0.8, streak) * fall * level * engine.light * engine.presence, 0.0);
}
