// An insect's matter: brass and silver clockwork, an abdomen of glass with a light in it that beats.
#include <view>
#include <insects>
#include "lib/haze.glsl"
#include "lib/metal.glsl"
#include "insects/tint.glsl"
in vec3 place;
in vec3 normal;
in vec2 along;
flat in vec3 what;
flat in int metre;
out vec4 colour;

void main() {
  vec3 n = normalize(normal);
  float far = length(view.eye.xyz - place), pixel = far * view.eye.w;
  vec3 v = (view.eye.xyz - place) / far;
  int part = int(what.x + 0.5);
  float lot = what.y, tick = what.z, facing = clamp(dot(n, v), 0.0, 1.0);
  vec3 glass = glass_colour(metre, lot);
  vec3 metal = mix(brass(), SILVER, step(0.62, lot));
  metal = mix(metal, metal * vec3(0.30, 0.36, 0.33), 0.8 * insects.trouble);
  float rough = mix(0.22, 0.42, smoothstep(0.01, 0.06, pixel)) + 0.25 * insects.trouble;
  vec3 light;
  if (part == 1) {
    // Glass: bright where one looks into it, bands between its segments, the hall mirrored at its edge.
    float hoop = smoothstep(0.34, 0.42, abs(fract(along.y * 11.0) - 0.5)) * smoothstep(0.06, 0.02, pixel);
    float depth = facing * facing * facing, wick = depth * depth * depth;
    light = glass * (0.02 + 0.20 * depth + 1.9 * wick) * (0.22 + 1.15 * tick) * insects.light;
    vec3 in_way = normalize(place - HEART_M + 0.4 * n);
    light += glass * heart_colour() * pow(clamp(dot(-v, -in_way), 0.0, 1.0), 3.0) * 0.5;
    light += hall_environment(reflect(-v, n), 0.12 + rough * 0.4) * (0.12 + 0.9 * pow(1.0 - facing, 3.0));
    light = mix(light, metal_light(place, n, metal, rough), 0.9 * hoop);
  } else if (part == 3) {
    light = glass * (0.10 + 0.55 * tick) * facing * insects.light + hall_environment(reflect(-v, n), 0.3) * (0.10 + 0.5 * pow(1.0 - facing, 3.0));
  } else {
    light = metal_light(place, n, metal, rough);
    float seam = smoothstep(0.30, 0.42, abs(fract(along.y * 14.0) - 0.5)) * smoothstep(0.035, 0.012, pixel);
    light *= 1.0 - 0.45 * seam * float(part == 0);
    light += glass * tick * 0.10*0.5 * insects.light;
    light += key_colour() * hall_swell() * pow(1.0 - facing, 3.0) * 0.30;
  }
  colour = vec4(hazed(light * (0.2 + 0.8 * insects.presence), place), 1.0);
}
