// Metals: the hall mirrored in them by roughness, and the heart's highlight (GGX: Walter et al., 2007; its
// visibility after Karis, 2013).
#include <view>
#include "lib/environment.glsl"

const vec3 SILVER = vec3(0.86, 0.88, 0.90);
vec3 brass() { return mix(vec3(0.87, 0.60, 0.26), accent_colour(), 0.35); }

vec3 metal_light(vec3 p, vec3 n, vec3 tint, float rough) {
  vec3 v = normalize(view.eye.xyz - p);
  float nv = clamp(dot(n, v), 0.02, 1.0);
  vec3 fresnel = tint + (1.0 - tint) * pow(1.0 - nv, 5.0) * (1.0 - 0.6 * rough);
  vec3 light = fresnel * hall_environment(reflect(-v, n), rough);
  vec3 to = HEART_M - p;
  vec3 l = normalize(to), h = normalize(l + v);
  float a = rough * rough, nh = max(dot(n, h), 0.0), nl = max(dot(n, l), 0.0);
  float d = nh * nh * (a * a - 1.0) + 1.0;
  float k = 0.5 * a + 0.01;
  float lobe = a * a / (d * d * 4.0 * (nl * (1.0 - k) + k) * (nv * (1.0 - k) + k) + 1e-4);
  light += tint * heart_light(p, n, 0.0) * min(lobe, 6.0);
  // What many small facets send back in all directions: a metal is never wholly black beside a lamp.
  light += tint * heart_light(p, n, 0.12) * (0.10 + 0.22 * rough) + tint * wall_light(n) * 0.20;
  return light;
}
