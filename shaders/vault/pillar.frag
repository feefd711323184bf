// A pillar's bark: fluted, rim-lit by the walls behind, with veins of light that climb it with the breath.
#include <view>
#include "lib/haze.glsl"
#include "lib/cloud_fog.glsl"
#include "vault/life.glsl"
in vec3 place;
in vec3 normal;
in vec2 limb;  // turns round it, metres along it from the fork
out vec4 colour;

void main() {
  float around = limb.x * 6.2831853;
  vec3 n = normalize(normal);
  vec3 to_eye = normalize(view.eye.xyz - place);
  float trunk = limb.y < 0.0 ? 1.0 : 0.35;
  // Flutes: the normal leans to either side of each groove.
  float twist = around * 9.0 + limb.y * 0.16;
  vec3 aside = normalize(cross(n, vec3(0.0, 1.0, 0.001)));
  float far = length(view.eye.xyz - place);
  float fine = clamp(1.6 - far * 0.012, 0.0, 1.0);
  n = normalize(n + aside * 0.45 * trunk * fine * cos(twist));
  float groove = 0.5 + 0.5 * sin(twist);

  float azimuth = atan(place.x, -place.z) / 6.2831853;
  float alive = life(azimuth, clamp(place.y / VAULT_HEIGHT_M, 0.0, 1.0));
  vec3 bark = mix(fill_colour(), key_colour(), 0.25) * 0.32 * (0.4 + 0.6 * groove);
  vec3 light = bark * (heart_light(place, n, 0.15) + 0.25 * wall_light(n));

  float facing = clamp(dot(n, to_eye), 0.0, 1.0);
  // Thin limbs are a few pixels wide: their rim is drawn broad and pale, or it would break into dots.
  float rim = limb.y < 0.0 ? pow(1.0 - facing, 3.0) : 0.45 * (1.0 - facing);
  light += key_colour() * rim * alive * (0.07 + 0.22 * smoothstep(-16.0, 8.0, place.y));

  float line = abs(fract(limb.x * 3.0 + limb.y * 0.035) - 0.5);
  float climb = 0.5 + 0.5 * sin(limb.y * 0.55 - 6.2831853 * evening.breath_phase);
  float vein = smoothstep(0.10, 0.0, line) * (0.25 + 0.75 * climb * climb) * fine;
  vec3 tint = mix(key_colour(), pearl_colour(azimuth * 7.0), 0.6 * clamp(evening.guests, 0.0, 1.0));
  light += tint * vein * alive * 0.5 * smoothstep(-26.0, 2.0, place.y) * facing;
  // Moonlight that the clouds send up.
  light += bark * key_colour() * (0.35 + 0.65 * max(-n.y, 0.0)) * 0.16 * smoothstep(3.0, -13.0, place.y) * vault.presence;
  float seen = above_clouds(place);
  colour = vec4(hazed(light, place) * seen, seen);
}
