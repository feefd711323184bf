// The wind sprite's body: her wisp, ribbons and hair trail, her chest and hands follow her breath.
#include "magnolias/wind.glsl"
in vec3 in_place;
in vec3 in_normal;
in vec2 in_along;
in float in_part;
out vec3 place;
out vec3 normal;
out vec2 along;
flat out int part;
out float here;

void main() {
  Sprite it = sprite_now();
  part = int(in_part + 0.5);
  vec3 p = in_place, n = in_normal;
  float t = evening.time_s, low = clamp((1.05 - p.y) / 1.05, 0.0, 1.0);
  float drawn = it.out_ * (1.0 - it.startled);   // how far she bends into her breath
  if (part == 2 || part == 3) {
    float side = part == 2 ? -1.0 : 1.0, hand = smoothstep(0.0, 0.34, p.z + 0.02);
    p += hand * vec3(-0.012 * side, 0.02 - 0.03 * drawn, 0.05 * drawn);
    p += it.startled * hand * vec3(0.16 * side, 0.10, -0.10);
  } else if (part == 4 || part == 5) {
    float u = in_along.y, own = float(gl_VertexID / 18) * 1.7;
    float wave = sin(2.4 * t - 5.0 * u + own) + 0.5 * sin(1.3 * t - 8.0 * u + 2.0 * own);
    p += u * u * (part == 4 ? vec3(0.07, 0.03, 0.06) : vec3(0.04, 0.06, 0.02)) * wave;
  } else if (part == 0) {
    p.xz *= 1.0 + 0.06 * (1.0 - it.out_) * smoothstep(0.18, 0.0, abs(p.y - 1.38));
  }
  // The wisp sweeps back and sways.
  p.z -= 0.42 * low * low;
  p.x += 0.10 * low * low * sin(1.1 * t - 2.2 * low);
  place = it.at + it.stands * (p * (0.6 + 0.4 * it.here));
  normal = it.stands * n;
  along = in_along;
  here = it.here;
  gl_Position = view.to_clip * vec4(place, 1.0);
}
