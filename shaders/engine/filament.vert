// Luminous threads: tendons between membranes and rings, arms that trail to the column, strings up to the vault and
// down to the floor. Ribbons turned to the eye, never thinner than a pixel: what is lacking in width goes in light.
#include <view>
#include "engine/petal.glsl"
#include "lib/hash.glsl"
uniform mat4 parts[8];
out float aside;
out vec3 thread;      // 0..1 along it, its kind, its lot
out float share;
out vec3 place;

const int SEGMENTS = 22, TENDONS = 16, ARMS = 12, STRINGS = 18, STAYS = 10;

// four points of a Bezier curve, metres about the heart
void course(int i, out vec3 a, out vec3 b, out vec3 c, out vec3 d) {
  vec3 lot = hash3(ivec3(i, 77, 5));
  float t = evening.time_s;
  vec3 sway = vec3(sin(0.7 * t + 6.28 * lot.x), sin(0.5 * t + 6.28 * lot.y), cos(0.6 * t + 6.28 * lot.z));
  if (i < TENDONS) {
    int ring = i & 3;
    float at = 6.2831853 * (float(i >> 2) * 0.25 + 0.11 * lot.x + 0.05);
    float radius = ring == 0 ? 3.05 : ring == 1 ? 2.70 : ring == 2 ? 2.36 : 2.0;
    d = (parts[ring] * vec4(radius * vec3(cos(at), sin(at), 0.0), 1.0)).xyz;
    vec3 out_way = normalize(d + 0.35 * sway);
    a = 1.45 * normalize(d + 0.8 * vec3(lot - 0.5));
    b = a + 0.5 * out_way + 0.18 * sway;
    c = mix(a, d, 0.7) + 0.30 * cross(out_way, sway);
  } else if (i < TENDONS + ARMS) {
    float at = 6.2831853 * float(i - TENDONS) / float(ARMS);
    vec3 side = vec3(sin(at), 0.0, cos(at));
    a = side * 0.45 + vec3(0.0, -1.62, 0.0);
    d = side * (0.15 + 0.75 * lot.x * lot.x) + vec3(0.0, -3.55, 0.0);
    b = a + side * (0.35 + 0.35 * lot.y) - vec3(0.0, 0.5, 0.0) + 0.16 * sway;
    c = d + side * (0.5 * lot.z - 0.1) + vec3(0.0, 0.8, 0.0) + 0.22 * sway.zyx;
  } else if (i < TENDONS + ARMS + STRINGS) {
    float n = float(i - TENDONS - ARMS), at = 6.2831853 * (n + 0.5 * lot.x) / float(STRINGS);
    vec3 side = vec3(sin(at), 0.0, cos(at));
    a = side * 0.12 + vec3(0.0, 4.6 + 0.8 * lot.y, 0.0);
    d = side * (9.0 + 15.0 * lot.z) + vec3(0.0, 27.0 - 5.0 * lot.z * lot.z, 0.0);
    b = a + vec3(0.0, 6.0 + 4.0 * lot.y, 0.0) + 0.25 * sway;
    c = mix(a, d, 0.62) + vec3(0.0, 2.0 - 5.0 * lot.y, 0.0) + 0.55 * sway;
  } else {
    float n = float(i - TENDONS - ARMS - STRINGS), at = 6.2831853 * (n + 0.5) / float(STAYS);
    vec3 side = vec3(sin(at), 0.0, cos(at));
    a = side * 3.95 + vec3(0.0, -0.95, 0.0);
    d = side * (4.7 + 0.5 * lot.x) + vec3(0.0, -5.98, 0.0);
    b = a + side * (0.55 + 0.3 * lot.y) - vec3(0.0, 1.4, 0.0) + 0.12 * sway;
    c = d + vec3(0.0, 2.2, 0.0) - side * 0.6 + 0.12 * sway;
  }
}

vec3 curve(vec3 a, vec3 b, vec3 c, vec3 d, float s) {
  float r = 1.0 - s;
  return r * r * r * a + 3.0 * r * r * s * b + 3.0 * r * s * s * c + s * s * s * d;
}

void main() {
  vec3 a, b, c, d;
  course(gl_InstanceID, a, b, c, d);
  float s = float(gl_VertexID >> 1) / float(SEGMENTS);
  int i = gl_InstanceID;
  float kind = i < TENDONS ? 0.0 : i < TENDONS + ARMS ? 1.0 : i < TENDONS + ARMS + STRINGS ? 2.0 : 3.0;
  vec3 lot = hash3(ivec3(i, 7, 51));
  vec3 p = curve(a, b, c, d, s);
  float shake = engine.wild * 0.10 * sin(30.0 * s + 19.0 * evening.time_s + 6.28 * lot.x) * sin(3.1416 * s);
  p += shake * vec3(sin(40.0 * lot.y), cos(40.0 * lot.z), sin(9.0 * lot.x));
  place = p + vec3(0.0, HEART_HEIGHT_M, 0.0);
  vec3 next = curve(a, b, c, d, s + 0.01) + vec3(0.0, HEART_HEIGHT_M, 0.0);
  vec4 here = view.to_eye * vec4(place, 1.0), ahead = view.to_eye * vec4(next, 1.0);
  vec2 run = normalize(ahead.xy / -ahead.z - here.xy / -here.z + vec2(1e-6, 0.0));
  float thick = kind < 0.5 ? 0.016 : kind < 1.5 ? 0.045 * (1.1 - 0.7 * s) : kind < 2.5 ? 0.022 : 0.028;
  float least = 0.85 * -here.z * view.eye.w;
  float width = max(thick, least);
  share = thick / width;
  aside = (gl_VertexID & 1) == 0 ? -1.0 : 1.0;
  here.xy += vec2(-run.y, run.x) * aside * width;
  thread = vec3(s, kind, lot.x);
  gl_Position = view.eye_to_clip * here;
}
