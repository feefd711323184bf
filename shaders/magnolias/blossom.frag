// Chrome-painted petals: the hall mirrored outside and in, each blossom's own dark in its cup, and the light that
// comes through them from the throat.
#include <view>
#include <magnolias>
#include "lib/haze.glsl"
#include "lib/environment.glsl"
in vec3 place;
in vec3 normal;
in vec3 along;
flat in vec4 state;
out vec4 colour;

const vec3 CHROME = vec3(0.88, 0.87, 0.90), LEAD = vec3(0.40, 0.34, 0.45);
const vec3 ROSE = vec3(0.95, 0.30, 0.40);   // a magnolia's own, whatever the movement's accent

// roughness that a normal's bend over a pixel adds, against sparkle (the idea of three.js' geometryRoughness)
float bend(vec3 n) {
  vec3 d = max(abs(dFdx(n)), abs(dFdy(n)));
  return min(max(max(d.x, d.y), d.z), 0.6);
}

#if !INNER
// The coarsest petal is a kite: what lies at its edge lies at the true petal's edge, and bends as that does.
void widened(inout vec3 n, inout vec2 at) {
  float most = max(at.x < KITE_AT ? at.x / KITE_AT : (1.0 - at.x) / (1.0 - KITE_AT), 0.08);
  float wide = clamp(at.y / most, -1.0, 1.0);
  vec2 du = vec2(dFdx(at.x), dFdy(at.x)), dv = vec2(dFdx(at.y), dFdy(at.y));
  float area = du.x * dv.y - du.y * dv.x;
  vec3 across = (dFdy(n) * du.x - dFdx(n) * du.y) / (abs(area) > 1e-7 ? area : 1e7);   // of the normal, a unit of at.y
  n += across * ((wide - at.y) * min(1.0, 1.2 * inversesqrt(dot(across, across) + 1e-6)));
  at.y = wide;
}
#endif

void main() {
  float wilt = state.x, glow = state.y, lot = state.z;
  vec3 v = view.eye.xyz - place;
  float far = length(v);
  v /= far;
  vec3 n = normal;
  vec2 at = clamp(along.xy, vec2(0.0, -1.0), vec2(1.0));   // beyond a sheet seen on edge, samples lie outside it
#if !INNER
  widened(n, at);
#endif
  n = normalize(n);
  float small = smoothstep(9.0, 2.5, state.w / (far * view.eye.w));   // far ones are seen as a calm whole
  float rough = min(0.06 + 0.34 * wilt + 0.5 * bend(n) + 0.30 * small, 1.0);
  float inside = dot(n, v) > 0.0 ? 1.0 : 0.0;   // normals look into the throat
  n = inside > 0.5 ? n : -n;
  float u = at.x, facing = clamp(dot(n, v), 0.0, 1.0), edge = 1.0 - facing;
  edge *= edge * edge;
  // What it mirrors; toward the throat and downward it sees its own and its neighbours' dark.
  vec3 r = reflect(-v, n);
  float open = mix(mix(0.62, 0.16, inside), 1.0, smoothstep(0.05, 0.95, u));
  float low = smoothstep(-0.75, 0.25, r.y) * 0.8 + 0.2;
  vec3 tint = mix(CHROME, mix(key_colour(), accent_colour(), 0.25 + 0.5 * lot), 0.22 + 0.2 * inside);
  tint = mix(tint, LEAD, 0.9 * wilt);
  vec3 light = (tint + (1.0 - tint) * edge) * hall_environment(r, rough) * (open * low * 1.9);
  // The heart's highlight, and what many small facets give back.
  vec3 to = HEART_M - place;
  float d2 = dot(to, to);
  vec3 l = to * inversesqrt(d2);
  float lobe = pow(max(dot(n, normalize(l + v)), 0.0), mix(90.0, 10.0, min(rough * 1.6, 1.0)));
  vec3 heart = heart_colour() * (26.0 / (d2 + 9.0));
  light += tint * heart * open * (lobe * (1.0 - rough) * 5.0 + 0.22 * max(dot(n, l) + 0.3, 0.0));
  light += tint * wall_light(n) * (0.22 * open);
  // Through a petal the heart shines a little; from the throat the inner light: a warm root, rose veins, pale lips.
  float through = pow(max(-dot(v, normalize(l + 0.4 * n)), 0.0), 4.0) * (1.0 - wilt);
  light += mix(key_colour(), accent_colour(), 0.6) * heart * through * 0.5;
  vec3 rose = mix(accent_colour(), ROSE, 0.65), pale = mix(key_colour(), vec3(1.0, 0.94, 0.90), 0.7);
  float root = 1.0 - u, vein = 1.0 - abs(at.y);
  root *= root * root;
  float outside = 0.95 * root + 0.20 * vein * (1.0 - u) + 0.45 * edge * u;
  float cup = 2.1 * root + 0.42 * vein * (1.0 - u) + 0.34 * (1.0 - u) + 0.30 * edge;
  vec3 inner = mix(mix(pale, vec3(1.0, 0.80, 0.52), 0.4 * root), rose, (0.12 + 0.14 * inside) + (0.36 + 0.2 * inside) * u * (1.0 - 0.5 * edge));
  inner *= mix(outside, cup, inside);
  if (along.z > 8.5) inner = mix(pale, vec3(1.0, 0.82, 0.55), 0.5) * (0.7 + 0.9 * u);
  light += inner * glow * (0.78 + 0.3 * evening.raised) * magnolias.light;
  light *= 1.0 - 0.26 * mod(along.z, 2.0) * (1.0 - 0.5 * u) * (1.0 - small);   // every other petal lies in its neighbours' shade
  light = mix(light, dot(light, vec3(0.3, 0.5, 0.2)) * vec3(1.25, 1.05, 1.40), 0.5 * wilt) * (1.0 - 0.15 * wilt);
  // What has wilted keeps a cold rim, so that its fall can be followed in a hall gone dark.
  light += mix(key_colour(), accent_colour(), 0.35) * wilt * (0.025 + 0.42 * edge * (0.4 + 0.6 * u));
  colour = vec4(hazed(light, place), 1.0);
}
