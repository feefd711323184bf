// Hoops and tendrils of brass and silver, lit by the heart within.
#include <view>
#include <insects>
#include "lib/haze.glsl"
#include "lib/metal.glsl"
in vec3 place;
in vec3 normal;
in vec2 along;
flat in float part;
out vec4 colour;

void main() {
  vec3 n = normalize(normal), v = normalize(view.eye.xyz - place);
  vec3 tint = part < 0.5 ? brass() : SILVER;
  tint = mix(tint, tint * vec3(0.45, 0.52, 0.50), 0.5 * insects.trouble);
  float pixel = length(view.eye.xyz - place) * view.eye.w;
  // A wire as thin as a pixel cannot mirror single windows: it would break into dots.
  vec3 light = metal_light(place, n, tint, mix(0.34, 0.85, smoothstep(0.012, 0.035, pixel)));
  light += key_colour() * hall_swell() * pow(1.0 - clamp(dot(n, v), 0.0, 1.0), 3.0) * 0.14;
  light *= 0.55 + 0.45 * min(1.0, WIRE_M / pixel);  // what it was widened by goes from its light
  colour = vec4(hazed(light * insects.presence, place), 1.0);
}
