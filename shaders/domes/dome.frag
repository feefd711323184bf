// Dense air: what lies behind it is bent, parted into colours at its edge; its rim is lit, rings of pressure climb it.
#include <view>
#include "lib/light.glsl"
#include "lib/environment.glsl"
#include "lib/spectrum.glsl"
#include "domes/dome.glsl"
uniform sampler2D scene_opaque;
in vec2 flat_;
flat in vec4 shape;
flat in vec3 state;
out vec4 colour;

const float BEND = 0.21, PARTING = 0.13;  // of the picture's shift: how far, and how much farther blue goes than red

// what lies beyond the picture's edge is guessed from this side of it
vec3 seen(vec2 uv) { return textureLod(scene_opaque, 1.0 - abs(1.0 - abs(uv)), 0.0).rgb; }

vec3 bent(vec2 uv, vec2 shift) {
#if DISPERSION > 1
  vec3 sum = vec3(0.0), weights = vec3(0.0);
  for (int i = 0; i < DISPERSION; i++) {
    float t = (float(i) + 0.5) / float(DISPERSION);
    vec3 w = spectrum(t) + 1e-3;
    sum += w * seen(uv + shift * (1.0 + PARTING * (t - 0.5)));
    weights += w;
  }
  return sum / weights;
#else
  return seen(uv + shift);
#endif
}

void main() {
  float r = min(length(flat_), 1.0), swell = state.y, up = sqrt(1.0 - r * r);
  Dome d = Dome(shape.xyz, shape.w, state.x, swell, state.z);
  vec3 p = cap_place(d, flat_);
  vec3 way = view.eye.xyz - p;
  float far = length(way);
  vec3 v = way / far, n = cap_normal(d, flat_);
  float pixel = far * view.eye.w;
  // Rings of pressure set out from the edge and climb, two to a bar, thinner as they rise.
  float climb = acos(clamp(r, 0.0, 1.0)) * 0.63662;                // 0 at the edge, 1 at the crown
  float ring = fract(2.5 * climb - 2.0 * state.z) - 0.5;
  float wide = ring / (0.10 + 1.5 * pixel / shape.w);
  float front = exp(-wide * wide) * smoothstep(0.0, 0.15, climb) * smoothstep(1.0, 0.5, climb);
  vec2 out_way = r > 1e-3 ? flat_ / r : vec2(0.0);
  n = normalize(n + vec3(out_way.x, 0.0, out_way.y) * (-0.9 * ring * front));
  float facing = clamp(dot(n, v), 0.0, 1.0);
  // A thin lens shifts what lies behind it by its slope, as seen from the eye, and by its size in the picture.
  vec3 slope = mat3(view.to_eye) * n;
  float reach = min(shape.w / (far * view.range.w), 0.8);
  vec2 shift = -slope.xy * BEND * reach * (1.0 - 0.5 * facing) * swell * vec2(view.size.y / view.size.x, 1.0);
  vec2 uv = gl_FragCoord.xy * view.size.zw;
  vec3 behind = bent(uv, shift);

  float graze = pow(1.0 - facing, 5.0), song = singing();
  vec3 mirrored = hall_environment(reflect(-v, n), 0.12);
  vec3 light = mix(behind * (1.0 - 0.10 * graze), mirrored, (0.015 + 0.40 * graze));
  vec3 rim_tint = mix(key_colour(), pearl_colour(0.25 * r + 0.1 * shape.x + 0.06 * evening.time_s), 0.40);
  float edge = smoothstep(0.26, 0.0, climb) * smoothstep(0.0, 0.02, climb + 0.02);
  vec3 glow = rim_tint * (0.60 * graze + 0.34 * edge * edge + 0.18 * front * (0.3 + graze));
  vec3 h = normalize(v + normalize(HEART_M - p));
  glow += heart_colour() * (0.8 * pow(max(dot(n, h), 0.0), 600.0));
  light += glow * hall_swell() * domes.light * (0.55 + 0.45 * song);
  float cover = smoothstep(0.0, 0.35, swell);
  colour = vec4(light * cover, cover);
}
