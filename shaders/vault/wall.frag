// The far wall: a dome of pointed niches in tiers, lit from within, between ribs; below the floor it sinks into dark.
#include <view>
#include <stage>
#include "lib/haze.glsl"
#include "vault/life.glsl"
in vec3 sight;
out vec4 colour;

const float BAYS = 40.0;
const float TIERS = 9.0;

// metres along the sight to the dome (an ellipsoid above the floor, a shaft below), from inside
float to_wall(vec3 eye, vec3 dir) {
  vec3 shape = vec3(1.0 / VAULT_RADIUS_M, 1.0 / VAULT_HEIGHT_M, 1.0 / VAULT_RADIUS_M);
  vec3 e = eye * shape, d = dir * shape;
  float a = dot(d, d), b = dot(e, d), c = dot(e, e) - 1.0;
  float t = (-b + sqrt(max(b * b - a * c, 0.0))) / a;
  if (eye.y + dir.y * t >= 0.0) return t;
  a = dot(d.xz, d.xz);
  b = dot(e.xz, d.xz);
  c = dot(e.xz, e.xz) - 1.0;
  return (-b + sqrt(max(b * b - a * c, 0.0))) / max(a, 1e-6);
}

// distance into a pointed arch (positive inside), both in its own metres: half width w, height h, foot at y = 0
float into_arch(vec2 p, float w, float h) {
  float spring = h - 1.75 * w;                     // where the sides begin to lean in
  float radius = 2.0 * w;                          // each side is an arc about the other side's foot
  float side = w - abs(p.x);
  float lean = radius - length(vec2(abs(p.x) + w, p.y - spring));
  return min(p.y > spring ? lean : side, p.y);
}

void main() {
  vec3 dir = normalize(sight);
  float t = to_wall(view.eye.xyz, dir);
  vec3 p = view.eye.xyz + dir * t;
  float around = atan(p.x, -p.z) / 6.2831853;
  float rise = clamp(p.y / VAULT_HEIGHT_M, -1.0, 1.0);
  float climb = rise > 0.0 ? asin(rise) / 1.5707963 : rise * 0.8;   // even steps along the curve
  float tier_at = TIERS * (climb < 0.0 ? climb : climb * (1.0 + 0.45 * climb) / 1.45 * 1.25);
  float tier = floor(tier_at), v = tier_at - tier;
  float bay_at = around * BAYS + 0.5 * mod(tier, 2.0);
  float bay = floor(bay_at), u = (bay_at - bay) * 2.0 - 1.0;
  float girth = 6.2831853 * length(p.xz) / BAYS;                   // metres across a bay
  float tall = VAULT_HEIGHT_M * 1.45 / TIERS;
  float foot = t * view.eye.w / max(abs(dot(normalize(p), dir)), 0.25);  // metres across a pixel

  vec2 cell = vec2(u * 0.5 * girth, v * tall);
  float inside = into_arch(cell - vec2(0.0, 0.09 * tall), 0.38 * girth, 0.82 * tall);
  float open = smoothstep(-foot, foot, inside);
  float one = chance(ivec2(int(mod(bay, BAYS)), int(tier) + 32));
  float lit = life(around, max(climb, 0.0)) * (0.25 + 0.75 * one * one);
  lit *= smoothstep(-0.62, 0.05, climb) * (1.0 - 0.75 * smoothstep(0.35, 0.95, climb));

  float vein = value_noise(vec2(cell.x * 1.1 + bay * 5.0, cell.y * 0.9 + tier * 9.0));
  float thread = 1.0 - abs(2.0 * value_noise(vec2(cell.x * 0.8 + bay * 3.1, cell.y * 0.42 - tier * 4.0) + vein) - 1.0);
  float rim = exp(-max(inside, 0.0) * 2.4);
  float well = exp(-v * 2.6);
  float glow = open * (0.16 + 0.55 * well + 0.75 * rim + 0.35 * pow(thread, 6.0)) * (0.65 + 0.7 * vein);
  float halo_out = (1.0 - open) * 0.10 * exp(inside * 1.2);
  vec3 tint = mix(key_colour(), fill_colour() * 2.2, 0.35 + 0.3 * vein);
  tint = mix(tint, pearl_colour(around * 5.0 + climb * 1.3), 0.55 * clamp(evening.guests, 0.0, 1.0));
  vec3 stone = fill_colour() * (0.012 + 0.010 * vein);
  vec3 light = stone + tint * (glow + halo_out) * lit * 0.55;
  colour = vec4(hazed(light, p), 1.0);
}
