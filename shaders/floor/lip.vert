// The film's lip: a slender ring of crystal with bevelled edges, a band of it an instance.
#include <view>
#include <stage>
out vec3 place;
out vec3 normal;
out float across;  // 0..1 over the band

const float SIDES = 96.0;
const int BANDS = 7;
// Its section, counter-clockwise from the outside: metres outward from the film's edge, metres up.
const vec2 SECTION[BANDS] = vec2[](vec2(-0.10, 0.03), vec2(-0.11, -0.06), vec2(-0.03, -0.20), vec2(0.06, -0.22), vec2(0.15, -0.10), vec2(0.13, 0.0), vec2(0.05, 0.05));

void main() {
  float turn = float(gl_VertexID >> 1) / SIDES * 6.2831853;
  vec2 a = SECTION[gl_InstanceID], b = SECTION[(gl_InstanceID + 1) % BANDS];
  across = float(gl_VertexID & 1);
  vec2 at = mix(a, b, across), out_way = vec2(b.y - a.y, a.x - b.x);
  vec2 round = vec2(sin(turn), cos(turn));
  out_way = normalize(out_way);
  normal = vec3(round.x * out_way.x, out_way.y, round.y * out_way.x);
  place = vec3(round.x * (FLOOR_RADIUS_M + at.x), at.y, round.y * (FLOOR_RADIUS_M + at.x));
  gl_Position = view.to_clip * vec4(place, 1.0);
}
