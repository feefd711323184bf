// A wing of air: veins of light in a film that only shows at its edge.
#include <view>
#include <magnolias>
#include "lib/haze.glsl"
in vec3 place;
in vec3 normal;
in vec2 along;   // x 0..1 along the span, y 0..1 across the chord
in float here;
out vec4 colour;

void main() {
  float pixel = length(view.eye.xyz - place) * view.eye.w;
  vec3 v = normalize(view.eye.xyz - place), n = normalize(normal);
  float rim = 1.0 - abs(dot(n, v));
  float margin = smoothstep(0.72, 1.0, abs(2.0 * along.y - 1.0));
  float vein = abs(fract(along.y * 4.0 + 0.9 * along.x) - 0.5);
  float veins = (1.0 - smoothstep(0.0, 0.13, vein)) * smoothstep(0.035, 0.012, pixel);
  vec3 film = mix(mix(key_colour(), accent_colour(), 0.5 + 0.5 * sin(5.0 * along.x + 4.0 * rim)), vec3(1.0, 0.97, 0.93), 0.35);
  float glow = 0.07 + 0.50 * margin + 0.34 * veins + 0.22 * rim * rim;
  glow *= (1.0 - 0.55 * along.x) * smoothstep(0.0, 0.08, along.x);
  vec3 light = film * glow * 0.85 * magnolias.light;
  colour = vec4(hazed(light, place) * here, (0.05 + 0.22 * margin) * here);
}
