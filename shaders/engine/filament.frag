// A thread of light: a bright middle, a beat that runs along it from the heart.
#include <engine>
#include "lib/haze.glsl"
#include "engine/life.glsl"
in float aside;
in vec3 thread;
in float share;
in vec3 place;
out vec4 colour;

void main() {
  float s = thread.x, kind = thread.y;
  float core = 1.0 - aside * aside;
  float wave = fract(engine.heart_phase + 0.25 * thread.z - (kind > 1.5 && kind < 2.5 ? 1.6 : 0.8) * s + 2.0);
  float beat = exp(-6.0 * wave);
  float ends = kind > 1.5 && kind < 2.5 ? pow(1.0 - s, 1.5) * smoothstep(0.0, 0.04, s) : (1.0 - 0.5 * s) * smoothstep(0.0, 0.2, s);
  vec3 tint = mix(living_colour(0.7), key_colour(), kind < 0.5 ? 0.1 : 0.55 * s + 0.2);
  float level = (0.40 + 1.5 * beat) * ends * share * (kind < 0.5 ? 1.5 : kind < 1.5 ? 1.1 : 0.75);
  // Trouble parts it in the middle: its two ends hold on.
  if (kind < 0.5 || kind > 2.5) level *= 1.0 - engine.wild * smoothstep(0.30, 0.10, abs(s - 0.35 - 0.3 * thread.z));
  level *= 1.0 - 0.5 * engine.wild * (0.5 + 0.5 * sin(40.0 * s + 9.0 * evening.time_s));
  colour = vec4(tint * level * core * core * engine.light * engine.presence, 0.0);
}
