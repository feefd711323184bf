// How a monk stands: bowed with folded hands, or head up and arms raised in song; how its robe hangs and follows.
#include <view>
#include "domes/life.glsl"
#include "lib/hash.glsl"

const int ROBE = 0, HOOD = 1, LEFT = 2, RIGHT = 3, PLINTH = 4, MANTLE = 5;
const float TURN = 6.2831853;

struct Monk {
  vec3 seat;
  float facing;  // radians about y
  vec3 lot;      // its own chance
  float song;    // 0..1
  float ill;     // 0..1
  float phase;   // turns
};

Monk monk_of(int i, vec4 placed) {
  Monk m;
  m.lot = hash3(ivec3(i, 13, 7));
  m.phase = own_phase(i);
  m.ill = domes.trouble;
  m.song = singing();
  m.seat = placed.xyz + vec3(0.0, 0.10 * sin(0.5 * evening.time_s + TURN * m.lot.x) + 0.45 * m.song, 0.0);
  m.seat.y -= 9.0 * (1.0 - smoothstep(0.0, 1.0, domes.presence));  // they come up out of the cloud
  m.facing = placed.w + 0.35 * m.ill * sin(0.37 * evening.time_s + TURN * m.lot.y);
  return m;
}

// how far it leans aside at a height: the hem follows the shoulders late (lag = height, no memory)
vec2 lean(Monk m, float y) {
  float late = 0.16 * (2.0 - y) / 2.0, t = evening.time_s;
  float sway = (0.045 + 0.060 * m.song) * sin(TURN * (m.phase - late));
  float apart = 0.17 * m.ill * sin(0.83 * t + TURN * m.lot.z - 1.1 * (2.0 - y)) + 0.10 * m.ill * (m.lot.x - 0.5);
  float up = y * y / 4.0;
  float nod = 0.05 * m.ill * sin(0.6 * t + 9.0 * m.lot.y) + 0.03 * m.song * sin(TURN * (2.0 * m.phase - late));
  return vec2(sway + apart, nod) * up;
}

// the robe's surface at an angle and a height, out from the axis by how much more than its plain form
float fold(Monk m, float a, float y) {
  float low = clamp(1.0 - y / 1.9, 0.0, 1.0), t = evening.time_s;
  float slow = 0.5 * sin(2.0 * a + TURN * m.lot.x + 0.5 * t - 1.2 * y) + 0.35 * sin(3.0 * a - 0.4 * t + TURN * m.lot.y);
  float pleat = sin(9.0 * a + 1.6 * slow + 0.8 * (2.0 - y)) + 0.35 * sin(5.0 * a - slow);
  return (0.010 + 0.062 * low) * pleat + 0.03 * m.song * low * sin(TURN * (m.phase - 0.3 * low) + a);
}

void hang(Monk m, bool mantle, inout vec3 p, inout vec3 n) {
  float a = atan(p.x, p.z), r = max(length(p.xz), 0.05), y = mantle ? p.y - 0.35 : p.y;
  float deep = mantle ? 0.8 * smoothstep(2.0, 1.2, p.y) : 1.0;
  float out_m = deep * fold(m, a, y), slope = deep * (fold(m, a + 0.04, y) - fold(m, a - 0.04, y)) / 0.08 / r;
  vec3 out_way = vec3(p.x, 0.0, p.z) / r, round_way = vec3(out_way.z, 0.0, -out_way.x);
  p += out_way * out_m;
  n = normalize(n - round_way * slope);
  // Raised arms lift the mantle at the sides; its hem and the robe's fall unevenly.
  float lift = 0.34 * m.song * out_way.x * out_way.x + 0.05 * sin(3.0 * a + TURN * m.lot.y);
  if (mantle) p.y += lift * smoothstep(1.9, 1.2, p.y);
  else p.z += 0.03 * smoothstep(1.2, 0.0, y);
}

mat3 turn_x(float a) { float c = cos(a), s = sin(a); return mat3(1, 0, 0, 0, c, s, 0, -s, c); }
mat3 turn_y(float a) { float c = cos(a), s = sin(a); return mat3(c, 0, -s, 0, 1, 0, s, 0, c); }
mat3 turn_z(float a) { float c = cos(a), s = sin(a); return mat3(c, s, 0, -s, c, 0, 0, 0, 1); }

void bow(Monk m, inout vec3 p, inout vec3 n) {
  float down = mix(0.50, -0.20, m.song) + 0.16 * m.ill * sin(0.7 * evening.time_s + TURN * m.lot.z) + 0.05 * sin(TURN * m.phase);
  mat3 nod = turn_z(0.06 * sin(TURN * (m.phase - 0.06))) * turn_x(down);
  vec3 neck = vec3(0.0, 2.0, 0.0);
  p = neck + nod * (p - neck);
  n = nod * n;
}

// a sleeve: p.y is 0 at the shoulder and 1 at the cuff; from the arm's line it hangs as a sheet, deepest at the cuff
void reach(Monk m, float side, inout vec3 p, inout vec3 n) {
  float k = m.song, s = p.y, shake = 0.05 * m.ill * sin(2.1 * evening.time_s + TURN * m.lot.x + side);
  vec3 shoulder = vec3(0.24 * side, 1.72, 0.0);
  vec3 elbow = mix(vec3(0.44 * side, 1.30, 0.12), vec3(0.66 * side, 1.84, 0.16), k);
  vec3 wrist = mix(vec3(0.07 * side, 1.36, 0.44), vec3(0.98 * side, 2.44, 0.34), k) + vec3(shake, shake, 0.0);
  wrist.y += 0.07 * k * sin(TURN * (m.phase - 0.08));
  vec3 centre = mix(mix(shoulder, elbow, s), mix(elbow, wrist, s), s);
  vec3 along = normalize(mix(elbow - shoulder, wrist - elbow, s) + 1e-5);
  vec3 down = normalize(vec3(0.0, -1.0, 0.0) + along * along.y + vec3(0.0, 0.0, 1e-3)), aside = cross(along, down);
  vec2 round_way = vec2(p.x, p.z);
  float r = max(length(round_way), 1e-4), below = clamp(-p.z / r, 0.0, 1.0);
  float wave = 0.035 * sin(9.0 * s - 1.1 * evening.time_s + TURN * m.lot.z) + 0.03 * sin(TURN * (m.phase - 0.25));
  float hung = (0.10 + (0.34 + 0.26 * k) * s * s) * smoothstep(0.0, 0.9, below);
  vec3 about = aside * p.x - down * p.z * (1.0 - 0.3 * below);
  p = centre + about + vec3(0.0, -hung, 0.0) + aside * wave * s * below * 2.0 - along * 0.18 * hung * k;
  vec3 plain = normalize(aside * n.x - down * n.z + along * n.y + 1e-5);
  vec3 sheet = aside * (round_way.x < 0.0 ? -1.0 : 1.0), pleat = along * sin(16.0 * s + 3.0 * below + TURN * m.lot.x);
  n = normalize(mix(plain, sheet, 0.8 * smoothstep(0.1, 0.7, below)) + 0.35 * pleat * below);
}
