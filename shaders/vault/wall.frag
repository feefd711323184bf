// The far wall: a ring of great traceried windows that glow from within, a gallery above, webs of living cells up to
// the crown; below the floor it ends in a hem of hanging arches, and beneath it is the open sky.
#include <view>
#include <stage>
#include "lib/haze.glsl"
#include "lib/cells.glsl"
#include "vault/life.glsl"
#include "lib/window.glsl"
in vec3 sight;
out vec4 colour;

const float BAYS = 36.0;
const float LAMP = 1.35;  // the windows' light: a stop and a half below the heart's surroundings
const float CURVE_M = 66.0;  // along the dome from the floor's height to the crown
const float GALLERY_M = 27.0, WEBS_M = 33.5;  // where the gallery and the webs begin, along the dome

// metres along the sight to the dome (an ellipsoid above the floor, a shaft below), from inside
float to_wall(vec3 eye, vec3 dir) {
  vec3 shape = vec3(1.0 / VAULT_RADIUS_M, 1.0 / VAULT_HEIGHT_M, 1.0 / VAULT_RADIUS_M);
  vec3 e = eye * shape, d = dir * shape;
  float a = dot(d, d), b = dot(e, d), c = dot(e, e) - 1.0;
  float t = (-b + sqrt(max(b * b - a * c, 0.0))) / a;
  if (eye.y + dir.y * t >= 0.0) return t;
  a = max(dot(d.xz, d.xz), 1e-6);
  b = dot(e.xz, d.xz);
  c = dot(e.xz, e.xz) - 1.0;
  return (-b + sqrt(max(b * b - a * c, 0.0))) / a;
}

// metres over the hem's edge at u (-1..1 in a bay), negative below it: pointed arches that hang between pendants
float over_hem(float s, float u, float girth) {
  float x = (abs(u) - 0.5) * girth * 0.5;  // two arches a bay, a pendant at each of its ends and in its middle
  float arch = into_arch(vec2(x, s + 5.2), 0.205 * girth, 2.9);
  float pendant = 1.5 * exp(-pow((abs(abs(u) - 0.5) - 0.5) * girth * 1.3, 2.0));
  return min(s + 4.0 + pendant, -arch);
}

// inside: signed distance into the opening at hand; within: 0..1 up the opening; tier: which it is
float opening(float s, float u, float girth, out float within, out int tier) {
  float x = u * girth * 0.5;
  tier = 0;
  within = 0.0;
  if (s < GALLERY_M) {  // below the floor there is none
    within = clamp((s - 2.2) / 23.5, 0.0, 1.0);
    tier = 1;
    return into_window(vec2(x, s - 2.2), 0.41 * girth, 23.5);
  }
  if (s < WEBS_M) {  // the gallery: five small arches a bay
    float fifth = (fract((u * 0.5 + 0.5) * 5.0) - 0.5) * girth * 0.2;
    within = clamp((s - GALLERY_M - 1.2) / 3.8, 0.0, 1.0);
    tier = 2;
    return into_arch(vec2(fifth, s - GALLERY_M - 1.2), 0.068 * girth, 3.8);
  }
  tier = 3;
  within = clamp((s - WEBS_M) / 28.0, 0.0, 1.0);
  float web = 0.44 * girth - abs(x);
  return min(web, s - WEBS_M - 0.6);
}

void main() {
  vec3 dir = normalize(sight);
  float t = to_wall(view.eye.xyz, dir);
  vec3 p = view.eye.xyz + dir * t;
  float around = atan(p.x, -p.z) / 6.2831853;
  float rise = p.y / VAULT_HEIGHT_M;
  float climb = rise > 0.0 ? asin(min(rise, 1.0)) / 1.5707963 : 0.0;
  float s = rise > 0.0 ? climb * CURVE_M : p.y;
  if (s < -6.0) discard;
  float bay_at = around * BAYS;
  float bay = floor(bay_at), u = (bay_at - bay) * 2.0 - 1.0;
  float girth = 6.2831853 * length(p.xz) / BAYS;
  float foot = t * view.eye.w * 1.3;

  float hem = over_hem(s, u, girth), cover = smoothstep(-foot, foot, hem);
  if (cover <= 0.0) discard;
  float within;
  int tier;
  float inside = opening(s, u, girth, within, tier);
  float open = smoothstep(-foot, foot, inside);
  float lot = chance(ivec2(int(mod(bay, BAYS)), tier + 32));
  vec2 skin = vec2(around * BAYS * 9.0, s * 0.85);
  vec2 cell = cells(skin * (tier == 3 ? 0.85 : 1.0));
  float wall_line = smoothstep(0.30, 0.0, cell.x);
  float alive = life(around, max(climb, 0.0));

  float depth = smoothstep(-9.0, -1.0, s);
  float mix_of_lots = 0.30 + 0.70 * lot * lot;
  float rim = exp(-max(inside, 0.0) * 2.2);
  float lower = exp(-2.2 * within);
  float glow;
  if (tier == 3) {  // the webs: fine veins that fade towards the crown
    glow = open * (0.020 + 0.16 * wall_line * wall_line) * exp(-2.0 * within) * (0.4 + 0.6 * cell.y);
  } else {
    float body = 0.18 + 0.55 * lower + 0.85 * lower * lower + 0.45 * rim;
    glow = open * body * (0.35 + 0.65 * cell.y * cell.y) * (0.50 + 0.9 * wall_line);
    glow *= tier == 1 ? mix(0.22, 1.05, mix_of_lots) : mix_of_lots * 0.75;
  }
  float spill = (1.0 - open) * exp(min(inside, 0.0) * 0.9) * (tier == 3 ? 0.02 : 0.10) * depth * mix_of_lots;

  // Below the windows their light runs on as roots that thin out into the deep.
  if (s < 2.2) {
    float sway = 1.3 * value_noise(vec2(around * BAYS * 2.6, s * 0.24)) + 0.4 * value_noise(vec2(around * BAYS * 9.0, s * 0.7));
    float root = abs(fract(u * girth * 0.24 + sway) - 0.5);
    float thin = mix(0.16, 0.05, smoothstep(2.0, -16.0, s)) + 0.25 * foot;
    glow += (1.0 - open) * smoothstep(thin, 0.0, root) * exp((s - 2.2) * 0.17) * smoothstep(2.2, 0.6, s) * 0.40
      * (0.3 + 0.7 * chance(ivec2(int(mod(bay, BAYS)), 33)));
  }

  vec3 tint = mix(key_colour(), fill_colour() * 2.6, clamp(0.88 - 0.50 * lower + 0.20 * cell.y, 0.0, 1.0));
  tint = mix(tint, pearl_colour(around * 2.0 + climb * 1.3 + 0.2 * cell.y) * (0.5 + 0.6 * lower), 0.55 * clamp(evening.guests, 0.0, 1.0));
  // The stone between: lit a little by the windows beside it, with mouldings that run along ribs and ledges.
  float rib = exp(-abs(abs(u) - 1.0) * girth * 1.6);
  float ledge = exp(-abs(s - GALLERY_M) * 2.5) + exp(-abs(s - WEBS_M) * 2.5) + 0.8 * exp(-abs(s - 0.8) * 2.5);
  float grain = value_noise(vec2(around * BAYS * 26.0, s * 3.1));
  vec3 stone = mix(fill_colour(), key_colour(), 0.3) * (0.010 + 0.05 * (rib + ledge) * alive) * (0.6 + 0.7 * grain);
  stone *= depth * exp(-1.6 * climb);
  // The hem's moulding catches the moonlit clouds under it.
  stone += (mix(fill_colour(), key_colour(), 0.55) * hall_swell() * (0.30 * exp(-abs(hem - 0.22) * 9.0) + 0.05 * exp(-max(hem, 0.0) * 0.8))
    * smoothstep(0.5, -1.0, s)) * (0.7 + 0.3 * grain) * vault.presence;
  vec3 light = stone + tint * (glow * LAMP + spill * 0.8) * (1.0 + 0.20 * clamp(evening.guests, 0.0, 1.0)) * alive;
  colour = vec4(hazed(light, p) * cover, cover);
}
