// The engine's own light: liquid amber to silver by depth; guests bring it hues, wildness blanches it.
#include <engine>
#include "lib/light.glsl"

// depth 0 at the surface .. 1 in the core
vec3 living_colour(float depth) {
  vec3 warm = mix(accent_colour() * vec3(1.15, 0.88, 0.50), mix(heart_colour(), accent_colour(), 0.25), clamp(depth, 0.0, 1.0));
  // Rose at the rim, gold within, a breath of green between: more hues, none of them white.
  float guests = clamp(evening.guests, 0.0, 1.0), d = clamp(depth, 0.0, 1.0);
  vec3 hues = mix(mix(vec3(0.90, 0.26, 0.34), vec3(0.55, 0.62, 0.30), smoothstep(0.0, 0.5, d)), warm, smoothstep(0.35, 0.9, d));
  vec3 rich = mix(warm, hues, 0.50 * guests);
  vec3 grey = vec3(dot(rich, vec3(0.25, 0.6, 0.15)));
  return mix(rich, grey * vec3(0.86, 1.0, 1.06), 0.75 * engine.wild);
}
