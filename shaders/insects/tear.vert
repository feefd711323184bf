// The shriek's tear: a jagged crack across the picture with branches, each a ribbon. Where it runs is drawn from how
// often timing has slipped; how far it gapes from how long ago.
#include <view>
#include <insects>
#include "lib/hash.glsl"
out float aside;    // -1 or 1 at the ribbon's edges, which lie outside the gap by the glow
out vec4 crack;     // 0..1 along it, gap in pixels, its glow in pixels, strength 0..1
out vec2 shift;     // by how much of the picture what shows inside is displaced

const int SEGMENTS = 48;

float jag(int node, int which, int level) {
  return hash3(ivec3(node >> level, which * 31 + level, insects.slip_count)).x - 0.5;
}

// a crack's node in the whole picture, 0..1, y up
vec2 node(int i, int which, vec2 from, vec2 to) {
  float s = float(i) / float(SEGMENTS);
  vec2 run = to - from, across = vec2(-run.y, run.x);
  float off = 0.0;
  for (int level = 0; level < 4; level++) {
    int wide = 1 << level, at = i >> level;
    float f = float(i - at * wide) / float(wide);
    float here = jag(at << level, which, level), next = jag((at + 1) << level, which, level);
    off += mix(here, next, f) * (level == 0 ? 0.040 : 0.017 * float(wide));
  }
  float fade = which == 0 ? 1.0 : smoothstep(0.0, 0.12, s);
  return from + run * s + across * off * fade + 0.25 * run * fade * (jag(i, which + 50, 0) / float(SEGMENTS)) * 3.0;
}

void main() {
  int which = gl_InstanceID;
  vec3 lot = hash3(ivec3(insects.slip_count, 5, 12));
  float lean = (lot.x - 0.5) * 0.5;
  vec2 from = vec2(-0.03, 0.60 + lean * 0.6), to = vec2(1.03, 0.52 - lean * 0.6);
  float open_s = insects.slip_since_s, reach = 1.0;
  if (which > 0) {
    vec3 own = hash3(ivec3(insects.slip_count, which, 77));
    int root = int(own.x * 40.0) + 4;
    vec2 base = node(root, 0, from, to);
    float way = (own.y > 0.5 ? 1.0 : -1.0) * (0.6 + 0.9 * own.z), size = 0.10 + 0.26 * own.y * own.z + 0.06 * own.x;
    from = base;
    to = base + size * vec2(cos(way), 1.4 * sin(way)) * (own.x > 0.5 ? 1.0 : -1.0);
    open_s -= 0.05 + 0.10 * own.z;
  }
  float opened = smoothstep(0.0, 0.17, open_s);
  reach = smoothstep(0.0, 0.24, open_s);
  float closed = 1.0 - smoothstep(0.5, 2.5, insects.slip_since_s);
  float hold = closed * clamp(0.35 + insects.slip_severity, 0.0, 1.0);
  int i = gl_VertexID >> 1;
  float s = float(i) / float(SEGMENTS);
  vec2 p = node(i, which, from, to), before = node(max(i - 1, 0), which, from, to), after = node(min(i + 1, SEGMENTS), which, from, to);
  vec2 whole = view.size.xy / (view.window.zw - view.window.xy);  // pixels of the whole picture
  vec2 along = normalize((after - before) * whole);
  float taper = which == 0 ? (0.25 + 0.75 * sin(3.1416 * clamp(s, 0.03, 0.97))) : 0.50 * (1.0 - s);
  aside = (gl_VertexID & 1) == 0 ? -1.0 : 1.0;
  // Each lip breaks off in splinters of its own.
  float splinter = jag(i, which + (aside > 0.0 ? 90 : 120), 0) + 0.5;
  taper *= 0.15 + 1.5 * splinter * splinter;
  float middle = which == 0 ? abs(s - 0.5) * 2.0 : s;
  float here = smoothstep(0.0, 0.12, reach * 1.12 - middle);
  float gap = 0.026 * whole.y * taper * opened * hold * here;
  float glow = 0.010 * whole.y * opened * here + 0.75;
  vec2 pixel = p * whole + vec2(-along.y, along.x) * aside * (gap + glow);
  crack = vec4(s, gap, glow, opened * hold * here);
  shift = (0.05 + 0.05 * lot.y) * vec2(along.y, -along.x) * opened * hold;
  vec2 uv = (pixel / whole - view.window.xy) / (view.window.zw - view.window.xy);
  gl_Position = vec4(uv * 2.0 - 1.0, 0.0, 1.0);
}
