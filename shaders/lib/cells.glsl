// A net of living cells: distance to the nearest wall between two of them, in cell sizes (0 at the wall).
// Cellular noise after Worley (1996), the wall distance as the difference of the two nearest.
#include "lib/noise.glsl"

vec2 cell_point(ivec2 cell) {
  return vec2(chance(cell), chance(cell + ivec2(163, 911)));
}

// x: distance to the wall, y: even chance of the cell
vec2 cells(vec2 p) {
  ivec2 base = ivec2(floor(p)) - 1;
  float first = 8.0, second = 8.0, own = 0.0;
  for (int i = 0; i < 9; i++) {
    ivec2 cell = base + ivec2(i % 3, i / 3);
    vec2 apart = vec2(cell) + cell_point(cell) - p;
    float d = dot(apart, apart);
    second = min(second, max(d, first));
    own = d < first ? chance(cell + ivec2(57, 401)) : own;
    first = min(first, d);
  }
  return vec2(sqrt(second) - sqrt(first), own);
}
