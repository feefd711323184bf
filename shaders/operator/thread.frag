// A thread between the hands: a fine bright middle in a faint sheath, beads of light that wander along it.
#include "lib/light.glsl"
in float aside;
in float along;
flat in vec3 lot;
flat in float level;
out vec4 colour;

void main() {
  float r = aside * 2.2, core = exp(-r * r * 2.4) + 0.12 * (1.0 - aside * aside);
  float t = evening.time_s, way = lot.z > 0.5 ? 1.0 : -1.0;
  float bead = pow(0.5 + 0.5 * cos(6.2831853 * (1.5 * along - way * 0.16 * t + lot.x)), 14.0);
  float ends = exp(-along * 9.0) + exp(-(1.0 - along) * 9.0);
  vec3 tint = mix(key_colour() * vec3(0.85, 0.95, 1.05), pearl_colour(lot.y), 0.45);
  vec3 light = tint * (0.55 + 0.6 * ends) + mix(tint, accent_colour(), 0.6) * 2.0 * bead;
  colour = vec4(light * core * level, 0.0);
}
