// The beam: fine, brightest where it leaves the finger and where it comes down.
#include "lib/light.glsl"
in float aside;
in float along;
flat in float level;
out vec4 colour;

void main() {
  float core = exp(-aside * aside * 9.0) - 0.00012;
  float ends = 0.30 + 0.9 * pow(1.0 - along, 6.0) + 0.5 * along * along * along;
  float run = 0.85 + 0.15 * sin(30.0 * along - 2.2 * evening.time_s);
  vec3 tint = mix(key_colour(), accent_colour(), 0.35);
  colour = vec4(tint * core * ends * run * 0.85 * level, 0.0);
}
