// A dark rail with fern-like stems that rise to the sides, out of focus: edges as wide as the blur, light round them.
#include <view>
#include "lib/light.glsl"
#include "lib/noise.glsl"
in vec3 band;
in float share;
out vec4 colour;

const float APART_M = 0.46, BLUR_M = 0.06;

// one frond of height h at q (metres from its foot), leaning to one side and rolled up at its tip
float frond(vec2 q, float h, float turn, float thick) {
  float up = clamp(q.y / h, 0.0, 1.0);
  float spine = turn * 0.22 * h * up * up;
  float stem = thick * (1.1 - 0.6 * up) - abs(q.x - spine);
  stem = min(stem, h - q.y);
  vec2 c = q - vec2(turn * (0.22 * h + 0.11 * h), h);
  float ring = length(c), around = atan(c.y, -c.x * turn) / 6.2831853;
  float coil = 0.11 * h * (1.0 - 0.45 * fract(around + 0.02));
  float roll = thick * 0.55 - abs(ring - coil);
  return max(stem, max(roll, 0.035 * h - ring));
}

// signed distance to rail and fronds, metres, positive inside
float inside(vec2 p, float aside) {
  float d = 0.06 + 0.02 * sin(p.x * 2.1) - p.y;
  float post = floor(p.x / APART_M + 0.5);
  for (int i = -1; i <= 1; i++) {
    float at = post + float(i), lot = chance(ivec2(int(at), 5)), more = chance(ivec2(int(at), 23));
    float foot = (at + 0.5 * (more - 0.5)) * APART_M;
    float side = abs(aside + foot - p.x);
    float h = 0.05 + (0.25 + 0.75 * lot) * smoothstep(0.85, 1.8, side);
    float turn = aside > 0.0 ? -1.0 : 1.0;
    d = max(d, frond(p - vec2(foot, 0.0), h, more > 0.8 ? -turn : turn, 0.040 + 0.03 * lot));
  }
  return d;
}

void main() {
  float d = inside(band.xy, band.z);
  float cover = smoothstep(-BLUR_M, BLUR_M, d + 0.02) * share;
  float edge = smoothstep(-BLUR_M, 0.0, d) * smoothstep(BLUR_M, 0.0, d);
  vec3 light = fill_colour() * 0.004 + key_colour() * hall_swell() * 0.045 * edge * edge;
  colour = vec4(light * cover, cover);
}
