// The engine's own light: liquid amber to silver by depth; guests bring it a hue, wildness blanches it.
#include <engine>
#include "lib/light.glsl"

const vec3 OPAL = vec3(0.05, 0.62, 0.56);  // sea green, the hue that guests bring to the gold

// depth 0 at the surface .. 1 in the core
vec3 living_colour(float depth) {
  vec3 warm = mix(accent_colour() * vec3(1.30, 0.74, 0.16), mix(heart_colour(), accent_colour(), 0.45), clamp(depth, 0.0, 1.0));
  vec3 rich = mix(warm, OPAL, 0.03 * clamp(evening.guests, 0.0, 1.0));
  vec3 grey = vec3(dot(rich, vec3(0.25, 0.6, 0.15)));
  return mix(rich, grey * vec3(0.86, 1.0, 1.06), 0.75 * engine.wild);
}
