// A crack's course: jagged noise, straight between its corners, in octaves that each break the last one's edges.
#include "lib/noise.glsl"

// x: 0..1 at s with corners at every 1/corners; y: its slope by s
vec2 jag(float s, float corners, int lot) {
  float at = s * corners, cell = floor(at);
  float here = chance(ivec2(int(cell), lot)), next = chance(ivec2(int(cell) + 1, lot));
  return vec2(mix(here, next, at - cell), (next - here) * corners);
}

// x: how far the crack strays, -1..1, y: its slope by s
vec2 crack_course(float s, int lot) {
  vec2 sum = vec2(0.0);
  float corners = 5.0, size = 0.62;
  for (int i = 0; i < 6; i++) {
    vec2 one = jag(s + 0.13 * float(i), corners, lot * 8 + i);
    sum += size * vec2(2.0 * one.x - 1.0, 2.0 * one.y);
    corners *= 2.23;
    size *= 0.44;
  }
  return sum;
}
