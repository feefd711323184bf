// Depth of field: one gather over a golden-angle spiral; a neighbour counts as far as its own spread reaches here, and
// what lies behind does not bleed over what is sharp (after Gustafsson, Bokeh depth of field in a single pass, 2018).
#include "lib/lens.glsl"
uniform sampler2D source;   // half size, spread in alpha
in vec2 uv;
out vec4 colour;

const int TAPS = 43;
const float GOLDEN = 2.3999632;

void main() {
  vec2 step = 1.0 / vec2(textureSize(source, 0));
  vec4 middle = textureLod(source, uv, 0.0);
  float own = abs(middle.a) * 0.5;  // in pixels of the half size
  float most = MOST_SPREAD / step.y;
  vec3 sum = middle.rgb;
  float weights = 1.0, reach = own;
  for (int i = 1; i < TAPS; i++) {
    float ring = sqrt(float(i) / float(TAPS - 1)) * most, turn = float(i) * GOLDEN;
    vec4 there = textureLod(source, uv + vec2(cos(turn), sin(turn)) * ring * step, 0.0);
    float spread = abs(there.a) * 0.5;
    if (there.a > middle.a) spread = min(spread, own * 2.0);  // farther than here: it may not spill over
    float weight = smoothstep(ring - 0.7, ring + 0.7, spread);
    sum += mix(sum / weights, there.rgb, weight);
    weights += 1.0;
    reach = max(reach, weight * (there.a < 0.0 ? spread : 0.0));
  }
  colour = vec4(sum / weights, reach * 2.0);  // alpha: pixels of the full size by which this place is spread
}
