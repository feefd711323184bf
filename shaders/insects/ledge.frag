// A ledge of crystal: clear, brighter at its lobed edge, with a tracery inside that the ticks of its insects light.
#include <view>
#include <insects>
#include <stage>
#include "lib/haze.glsl"
#include "lib/environment.glsl"
#include "lib/hash.glsl"
#include "lib/spectrum.glsl"
#include "insects/tint.glsl"
uniform int half_of;
in vec3 place;
in vec3 normal;
in vec2 along;   // turns round, metres from the axis or up
flat in float part;
out vec4 colour;

void main() {
  bool before = dot(place.xz, view.eye.xz) > 0.0;
  if (half_of != 0 && before != (half_of == 2)) discard;
  int rim = int(part + 0.5);
  float far = length(view.eye.xyz - place), pixel = far * view.eye.w;
  vec3 v = (view.eye.xyz - place) / far, n = normalize(normal);
  float facing = clamp(abs(dot(n, v)), 0.0, 1.0);
  float across = length(place.xz) - RIM_RADIUS_M[rim];
  float turn = fract(atan(place.x, -place.z) / 6.2831853 + 1.0);
  // Arches inside arches, three levels of one rule.
  float web = 0.0, lobes = RIM_PERCHES[rim] * 0.25;
  for (int level = 0; level < 3; level++) {
    float x = abs(fract(turn * lobes) - 0.5) * 2.0;
    float arch = abs(across + 0.26 - (0.42 - 0.11 * float(level)) * sqrt(max(1.0 - x * x, 0.0)));
    float wide = 0.016 / (1.0 + 0.6 * float(level));
    web += (1.0 - smoothstep(wide, wide + 1.2 * pixel, arch)) * min(1.0, wide / pixel * 1.5) * (1.0 - 0.25 * float(level));
    lobes *= 2.0;
  }
  float wall = 1.0 - smoothstep(0.2, 0.5, abs(n.y));
  // The tick of the insect that sits nearest lights the crystal under it.
  int perches = int(RIM_PERCHES[rim]), first = rim == 0 ? 0 : rim == 1 ? int(RIM_PERCHES[0]) : int(RIM_PERCHES[0] + RIM_PERCHES[1]);
  int who = first + int(mod(floor(turn * RIM_PERCHES[rim] + 0.5), RIM_PERCHES[rim]));
  float beat = fract(insects_phase(who) * float(insects_metre(who)));
  float tick = smoothstep(0.0, 0.085, beat) * exp(-4.2 * max(beat - 0.085, 0.0)) * (1.0 - smoothstep(0.9, 1.0, beat));
  float under = abs(fract(turn * RIM_PERCHES[rim] + 0.5) - 0.5);
  float lit = tick * exp(-9.0 * under * under);
  vec3 glass = glass_colour(insects_metre(who), 0.4);
  vec3 in_way = normalize(place - HEART_M + 0.5 * n);
  float through = pow(clamp(dot(-v, -in_way), 0.0, 1.0), 2.0);
  // Cut facets: each lean of its own mirrors another part of the hall.
  vec2 out_way = normalize(place.xz), round_way = vec2(-out_way.y, out_way.x);
  float cut_at = turn * RIM_PERCHES[rim] * 1.5 + 1.7 * across, row = floor(across * 7.0 + 0.5 * floor(cut_at));
  vec3 lean = hash3(ivec3(int(floor(cut_at)), int(row), rim)) - 0.5;
  vec2 tilt = (out_way * lean.x + round_way * lean.y) * smoothstep(0.10, 0.03, pixel);
  n = normalize(n + (1.0 - wall) * 0.75 * vec3(tilt.x, 0.0, tilt.y));
  float spark = 0.35 + 1.3 * (lean.z + 0.5);
  float flute = 0.25 + 0.75 * pow(0.5 + 0.5 * cos(6.2831853 * turn * RIM_PERCHES[rim] * 3.0), 2.0);
  wall *= mix(0.5, flute, smoothstep(0.12, 0.03, pixel));
  vec3 light = hall_environment(reflect(-v, n), 0.1) * spark * (0.14 + 0.8 * pow(1.0 - facing, 4.0));
  light += mix(key_colour(), heart_colour(), 0.5) * heart_light(place, n, 0.6) * (0.02 + 0.04 * wall) * spark;
  light += heart_colour() * key_colour() * through * 0.22 * spark;
  light += mix(key_colour() * 0.5, glass, 0.4 + 0.6 * tick) * web * (0.20 + 1.2 * lit) * insects.light;
  light += mix(key_colour(), glass, 0.5) * wall * (0.05 + 0.5 * lit) * insects.light;
  // The guest's light parts in it: a facet in a few throws one hue of the rainbow, by how it leans to heart and eye.
  float part_ = fract(1.9 * dot(reflect(-v, n), in_way) + 0.8 * lean.x + 0.15 * turn * RIM_PERCHES[rim]);
  light += spectrum(part_ * 1.6) * smoothstep(0.10, 0.45, lean.y) * (0.10 + 0.6 * through + 0.25 * lit) * clamp(insects.slip_guest, 0.0, 1.0) * (1.0 - wall);
  light *= 1.0 - 0.35 * insects.trouble;
  float cover = clamp(0.10 + 0.30 * wall + 0.3 * web + 0.2 * pow(1.0 - facing, 3.0), 0.0, 0.9) * insects.presence;
  colour = vec4(hazed(light, place) * insects.presence, cover);
}
