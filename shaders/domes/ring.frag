// A ring of pressure in the air: hardly there.
#include "lib/light.glsl"
in float aside;
flat in float level;
in vec3 place;
out vec4 colour;

void main() {
  vec3 tint = mix(key_colour(), pearl_colour(0.08 * place.y + 0.05 * place.x), 0.5);
  colour = vec4(tint * 0.22 * level * (1.0 - aside * aside) * hall_swell(), 0.0);
}
