// The shriek's tear: cracks across the picture, each a band in which the fragments find its fractal course. Where
// they run is drawn from how often timing has slipped; how far they gape from how long ago.
#include <view>
#include <insects>
#include "insects/crack.glsl"
#include "lib/hash.glsl"
out vec2 band;               // 0..1 along the crack, pixels of the whole picture from its base line
flat out vec4 crack;         // length, half a band's width, widest gap (pixels), strength 0..1
flat out vec4 state;         // how far it has run 0..1, its own chance, pixels it strays, height of the picture
flat out vec2 aim;           // unit direction along it
flat out ivec2 which;        // lot of its course, 0 for the tear itself

const float STRAY = 0.075;   // of the picture's height
const float GAP = 0.023;

void main() {
  vec2 whole = view.size.xy / (view.window.zw - view.window.xy);  // pixels of the whole picture
  int i = gl_InstanceID, root_lot = insects.slip_count * 41;
  vec3 lot = hash3(ivec3(insects.slip_count, 5, 12));
  float lean = (lot.x - 0.5) * 0.30;
  vec2 from = vec2(-0.02, 0.59 + lean) * whole, to = vec2(1.02, 0.50 - lean) * whole;
  vec2 run = to - from;
  float stray = STRAY * whole.y, own = lot.z, since_s = insects.slip_since_s;
  if (i > 0) {  // a branch leaves the tear at a corner of its course, the way the tear leans there
    vec3 chances = hash3(ivec3(insects.slip_count, i, 77));
    float s = (float(i) - 0.5 + 0.7 * (chances.x - 0.5)) / 8.0;
    vec2 unit = normalize(run);
    from += run * s + vec2(-unit.y, unit.x) * crack_course(s, root_lot).x * stray;
    float side = (i & 1) == 0 ? 1.0 : -1.0, angle = side * (0.35 + 0.75 * chances.y) + (s < 0.5 ? 3.14159 : 0.0);
    run = whole.y * (0.16 + 0.30 * chances.z * chances.z) * vec2(cos(angle), sin(angle));
    stray = 0.13 * length(run);
    since_s -= 0.05 + 0.22 * abs(s - 0.5);
    own = chances.x;
  }
  float closed = 1.0 - smoothstep(0.5, 2.5, insects.slip_since_s);
  float strength = smoothstep(0.0, 0.17, since_s) * closed * clamp(0.35 + insects.slip_severity, 0.0, 1.0);
  float length_px = length(run), half_band = 1.1 * stray + (i == 0 ? 0.09 : 0.02) * whole.y;
  aim = run / length_px;
  vec2 corner = vec2(gl_VertexID & 1, (gl_VertexID >> 1) * 2 - 1);
  band = vec2(corner.x, corner.y * half_band);
  crack = vec4(length_px, half_band, GAP * whole.y * (i == 0 ? 1.0 : 0.10) * strength, strength);
  state = vec4(smoothstep(0.0, 0.26, since_s), own, stray, whole.y);
  which = ivec2(i == 0 ? root_lot : root_lot + 7 * i, i);
  vec2 pixel = from + run * corner.x + vec2(-aim.y, aim.x) * band.y;
  vec2 uv = (pixel / whole - view.window.xy) / (view.window.zw - view.window.xy);
  gl_Position = vec4(uv * 2.0 - 1.0, 0.0, 1.0);
}
