// Starlight that the helixes throw, falling through the air to the floor; and the breath that leaves the wind sprite's
// hands. Each glint is born, drifts and fades in closed form.
#include "magnolias/wind.glsl"
#include "lib/hash.glsl"
#include "lib/palette.glsl"
out vec2 side;
out vec3 glow;

// a strand's middle line at a height (0..1), so many seconds after the invitation
vec3 strand(int k, float high, float since, float t) {
  float way = (k & 1) == 0 ? 1.0 : -1.0;
  float turn = 6.2831853 * (float(k) / STRANDS + way * (HELIX_TURNS * high - HELIX_TURNS_S * since) + DRIFT_TURNS_S * t);
  float y = HELIX_FOOT_M + (HELIX_CROWN_M - HELIX_FOOT_M) * high;
  float above = max(y - HELIX_WAIST_M, 0.0) / (HELIX_CROWN_M - HELIX_WAIST_M);
  float below = max(HELIX_WAIST_M - y, 0.0) / (HELIX_WAIST_M - HELIX_FOOT_M);
  float r = WAIST_M + CROWN_WIDER_M * above * above + FOOT_WIDER_M * below * below + 0.5 * sin(6.2831853 * (0.03 * t + 1.5 * high));
  return vec3(r * sin(turn), y, r * cos(turn));
}

void main() {
  bool breath = gl_InstanceID >= GLINTS;
  float t = evening.time_s, since = invited_s();
  vec3 lot = hash3(ivec3(gl_InstanceID, 31, 20)), more = hash3(ivec3(gl_InstanceID, 7, 9));
  float lasts = breath ? 3.2 + 2.6 * lot.x : 6.0 + 6.0 * lot.x;
  float life = fract(t / lasts + lot.y), age = life * lasts, born = since - age;
  vec3 p;
  float strength = smoothstep(0.0, 0.12, life) * (1.0 - smoothstep(0.55, 1.0, life));
  if (breath) {
    Sprite it = sprite_now();
    vec3 ahead = it.stands * normalize(vec3(0.75 * (lot.z - 0.5), 0.30 + 0.6 * (more.x - 0.35), 1.0));
    float gone = 1.0 - exp(-0.55 * age);
    p = it.at + it.stands * (vec3(CUP_M) * (0.6 + 0.4 * it.here)) + ahead * (3.4 * gone);
    float swirl = 2.2 * age + 6.2831853 * more.y;
    p += (it.stands * vec3(cos(swirl), sin(swirl), 0.0)) * (0.42 * gone * (0.3 + more.z)) + vec3(0.0, 0.10 * age * age, 0.0);
    strength *= it.here * (1.0 - it.startled) * (0.35 + 0.65 * it.out_);
  } else {
    float high = lot.z * lot.z * 0.9 + 0.04, there = 9.0 + 16.0 * high;   // strands are laid from their feet upward
    p = strand(gl_InstanceID % int(STRANDS), high, max(born, 0.0), t - age);
    p.xz += (more.xy - 0.5) * 1.3 + 0.35 * vec2(sin(0.9 * age + 9.0 * more.x), cos(0.7 * age + 9.0 * more.y));
    p.xz *= 1.0 - 0.030 * age;   // toward the hall's middle, where delegates and floor are
    p.y = max(p.y + 0.5 * (more.z - 0.5) - 0.10 * age * age - 0.15 * age, length(p.xz) < 16.0 ? 0.06 : -2.0);
    strength *= smoothstep(there, there + 6.0, born) * magnolias.popcorn_guest;
  }
  vec4 here = view.to_eye * vec4(p, 1.0);
  float twinkle = 0.55 + 0.45 * sin(1.9 * t * (0.5 + lot.x) + 40.0 * lot.y);
  float size = (breath ? 0.022 : 0.034) * (0.6 + 0.8 * more.z);
  float radius = max(size, 1.4 * -here.z * view.eye.w), share = size / radius;
  side = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
  here.xyz += vec3(side * radius, 0.0);
  vec3 tint = mix(mix(key_colour(), vec3(1.0, 0.96, 0.90), 0.6), accent_colour(), 0.5 * more.x);
  glow = tint * strength * twinkle * share * share * (breath ? 5.0 : 8.0) * magnolias.light;
  gl_Position = strength > 0.002 ? view.eye_to_clip * here : vec4(2.0, 2.0, 2.0, 1.0);
}
