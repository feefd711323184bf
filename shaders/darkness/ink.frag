// Ink over the floor. One height field h(place, dream time) is flooded up to a level that darkness sets: first flecks,
// then tendrils that run inward from the edge, thick behind and thin at their tips. The flood's shore is rimmed.
#include <view>
#include <evening>
#include <stage>
#include "lib/haze.glsl"
#include "lib/noise.glsl"
in vec3 place;
out vec4 colour;

const vec3 VIOLET = vec3(0.36, 0.10, 0.95), EMBER = vec3(1.0, 0.20, 0.05);

// length of p, shorter along the line from the middle: what is drawn at it streaks toward the heart
float streaked(vec2 p, vec2 at) {
  vec2 way = at * inversesqrt(dot(at, at) + 0.01);
  float along = dot(p, way);
  return length(vec2(0.42 * along, dot(p, vec2(-way.y, way.x))));
}

// how far place lies under the ink (positive: covered), in rough metres
float depth(vec2 p) {
  float t = evening.time_s;
  float r = length(p), a = atan(p.x, p.y);
  // Slither: the field is bent aside by waves that run inward along each tendril.
  float bend = 0.22 * sin(r * 0.85 + t * 0.7 + 3.0 * sin(a * 3.0)) + 0.10 * sin(r * 2.1 + t * 1.1 + a * 7.0);
  float lane = a * 23.0 / 6.2831853 + bend * (1.0 + 0.06 * r);
  float which = floor(lane + 0.5);
  float lot = chance(ivec2(int(mod(which, 23.0)), 11)), other = chance(ivec2(int(mod(which, 23.0)), 47));
  float front = mix(17.5, 1.2 + 5.5 * lot, smoothstep(0.0, 1.0, evening.unresolved * (0.75 + 0.5 * other)));
  front += 0.25 * sin(t * (0.5 + lot) + 9.0 * other);
  float behind = r - front;                                   // metres behind the tip
  float width = (0.10 + 0.42 * smoothstep(0.0, 9.0, behind)) * smoothstep(-0.02, 1.6, behind);
  float across = (sqrt((lane - which) * (lane - which) + 0.0016) - 0.04) * 6.2831853 * r / 23.0;    // metres from the tendril's spine
  float tendril = 0.75 * width * (0.35 + 0.11 * r) - across;
  // Fine threads that leave the tendrils, and flecks that come before them.
  float noise = value_noise(p * 1.15 + vec2(0.0, 0.10 * t)) * 0.6 + value_noise(p * 2.9 - vec2(0.08 * t, 0.0)) * 0.4;
  float vein = 0.030 - (sqrt((noise - 0.5) * (noise - 0.5) + 1e-4) - 0.01);
  float threads = vein * 1.6 - 0.30 * across - 0.6 * (1.0 - smoothstep(-1.0, 3.0, behind));
  vec2 cell = floor(p * 0.9);
  float seed = chance(ivec2(cell) + 301);
  vec2 at = (vec2(chance(ivec2(cell) + 77), chance(ivec2(cell) + 191)) * 0.5 + 0.25 + cell) / 0.9;
  float grown = smoothstep(0.55 * seed, 0.55 * seed + 0.2, evening.unresolved + 0.12 * smoothstep(0.0, 0.02, evening.unresolved));
  float fleck = grown * step(0.45, chance(ivec2(cell) + 613)) * (0.03 + 0.15 * seed * seed) * (0.8 + 0.5 * noise) - streaked(p - at, at);
  return max(max(tendril, threads), fleck) + 0.10 * (noise - 0.5);
}

void main() {
  vec2 p = place.xz;
  vec3 way = place - view.eye.xyz;
  float far = length(way);
  float foot = far * view.eye.w / max(-way.y / far, 0.05);
  float d = depth(p);
  if (d < -0.5) discard;
  float soft = max(0.02, foot * 0.7);
  float cover = smoothstep(-soft, soft, d);
  float shore = exp(-pow((d - 0.5 * soft) / (0.028 + 0.5 * foot), 2.0)) * min(1.0, 0.05 / soft + 0.25);
  // The ink stands up a little: its slope catches the heart and the walls.
  const float e = 0.06;
  vec2 slope = (vec2(depth(p + vec2(e, 0.0)), depth(p + vec2(0.0, e))) - d) / e;
  float round_off = exp(-max(d, 0.0) * 3.0);
  vec3 n = normalize(vec3(-slope.x * 0.9 * round_off, 1.0, -slope.y * 0.9 * round_off));
  vec3 to_eye = -way / far;
  vec3 half_way = normalize(to_eye + normalize(HEART_M - place));
  float gleam = pow(max(dot(n, half_way), 0.0), 60.0);
  float graze = pow(1.0 - max(dot(n, to_eye), 0.0), 5.0);
  vec3 light = fill_colour() * 0.004 + heart_colour() * gleam * 0.5 + key_colour() * hall_swell() * graze * 0.05;
  // Its rim smoulders: violet and cold, and here and there an ember runs in along it.
  float r = length(p), lot = value_noise(p * 0.33 + 3.0);
  float run = pow(0.5 + 0.5 * sin(1.1 * r + 1.9 * evening.time_s + 12.0 * lot), 5.0);
  vec3 rim = mix(VIOLET * (0.20 + 0.35 * lot), EMBER, run * smoothstep(0.35, 0.65, lot));
  light += rim * shore * (0.80 + 2.6 * run) + heart_colour() * shore * gleam * 0.4;
  light += VIOLET * 0.05 * exp(-max(d, 0.0) * 5.0) * (0.4 + run);
  float edge = smoothstep(FLOOR_RADIUS_M, FLOOR_RADIUS_M - 0.6, length(p));
  float start = smoothstep(0.0, 0.03, evening.unresolved);
  float alpha = cover * 0.97 * edge * start;
  colour = vec4(light * max(alpha, shore * 0.5 * start * edge), alpha);
}
