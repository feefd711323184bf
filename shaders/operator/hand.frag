// A hand of light: glass with a bright skin, threads of light along its bones, and what lucidity has gathered in its palm.
#include <view>
#include <operator>
#include "lib/light.glsl"
#include "lib/noise.glsl"
#include "operator/limb.glsl"
in vec2 place;
flat in vec4 bones[11];
flat in vec4 mood;
out vec4 colour;

const vec2 PALM = vec2(0.02, 0.56);
const float SKIN = 0.034;  // how deep the skin's light reaches

vec2 joint(int i) { return (i & 1) == 0 ? bones[i >> 1].xy : bones[i >> 1].zw; }

float skin, vein, line;
float pixel;

// a bone's thread of light at distance d, from s0 to s1 of the way from wrist (0) to tip (1)
void thread(vec3 at, float s0, float s1, float weight) {
  float wide = max(0.015, 0.6 * pixel);
  float s = mix(s0, s1, at.z);
  float wave = fract(operator.heart_phase - 0.8 * s + 1.0);
  float beat = exp(-5.0 * wave) * smoothstep(0.0, 0.06, wave);
  float d = at.y / wide;
  vein = max(vein, exp(-d * d) * (0.015 / wide) * weight * (0.30 + 0.9 * beat) + 0.12 * weight * beat * exp(-at.y * 22.0));
}

// four joints from the knuckle on
void digit(int from, float thick) {
  vec3 a = limb(place, joint(from), joint(from + 1), 0.100 * thick, 0.083 * thick);
  vec3 b = limb(place, joint(from + 1), joint(from + 2), 0.086 * thick, 0.069 * thick);
  vec3 c = limb(place, joint(from + 2), joint(from + 3), 0.071 * thick, 0.050 * thick);
  float own = joined(joined(a.x, b.x, 0.02), c.x, 0.02);
  line += exp(-own * own / (SKIN * SKIN * 0.35)) * smoothstep(0.0, -0.05, skin);
  skin = joined(skin, own, 0.075);
  thread(a, 0.55, 0.72, 0.9);
  thread(b, 0.72, 0.88, 0.8);
  thread(c, 0.88, 1.0, 0.7 * (1.0 - c.z));
}

void body() {
  skin = limb(place, joint(0), joint(1), 0.23, 0.17).x;
  for (int i = 0; i < 4; i++) {
    vec3 at = limb(place, joint(1) + vec2(0.07 - 0.05 * float(i), 0.05), joint(2 + 4 * i), 0.15, 0.115);
    skin = joined(skin, at.x, 0.13);
    thread(at, 0.1, 0.55, 0.9 * smoothstep(0.0, 0.25, at.z));
  }
  vec3 ball = limb(place, joint(1) + vec2(0.10, 0.10), joint(19), 0.15, 0.12);
  skin = joined(skin, ball.x, 0.14);
  thread(ball, 0.1, 0.55, 0.8 * smoothstep(0.0, 0.3, ball.z));
}

void main() {
  pixel = mood.x;
  skin = 1e3;
  vein = line = 0.0;
  body();
  digit(2, 1.0);
  digit(6, 1.03);
  digit(10, 0.98);
  digit(14, 0.84);
  digit(18, 1.18);
  float deep = max(-skin, 0.0), off = max(skin, 0.0);
  float inside = smoothstep(0.5 * pixel, -0.5 * pixel, skin);
  float arm = smoothstep(-1.15, 0.10, place.y), rise = smoothstep(-0.2, 1.9, place.y);

  vec2 to_palm = place - PALM;
  float r = length(to_palm), lit = operator.gathered;
  float spin = 0.5 * evening.time_s - 4.0 * r, c = cos(spin), si = sin(spin);
  float swirl = 0.75 + 0.5 * value_noise(mat2(c, si, -si, c) * to_palm * 7.0 + 20.0);
  float well = lit * (0.55 * exp(-r * r * 9.0) * swirl + 0.6 * exp(-r * r * 60.0));
  float through = lit * exp(-r * r * 1.6);

  // The skin turns away from where the distance grows: its inner side takes the heart's warmth, its outer the hall's cold.
  vec2 slope = vec2(dFdx(skin), dFdy(skin));
  float lee = dot(slope * inversesqrt(dot(slope, slope) + 1e-12), mood.zw);
  float facing = 0.5 + 0.5 * lee;

  vec3 cool = key_colour() * vec3(0.80, 0.94, 1.08), warm = mix(accent_colour(), heart_colour(), 0.5);
  float wide = max(SKIN, 0.9 * pixel);
  float edge = exp(-deep / wide) * (SKIN / wide) * (0.55 + 0.45 * rise);
  float glass = 0.012 + 0.045 * exp(-deep * 9.0) + 0.03 * rise;
  float drift = 0.75 + 0.5 * value_noise(place * 3.1 + vec2(0.0, -0.35 * evening.time_s));
  vec3 rim = mix(cool * 0.55, mix(cool, warm, 0.45) * 1.35, facing * facing);
  float shade = exp(-deep * 7.0);
  vec3 light = rim * (0.60 * edge + 0.10 * shade * facing) + cool * (glass * drift + 0.13 * line);
  light += mix(cool, warm, 0.25 + 0.5 * lit) * 0.8 * vein;
  light += warm * through * (0.06 + 0.5 * edge);
  light *= inside;
  light += cool * (0.045 + 0.08 * through) * exp(-off * 15.0) * (1.0 - inside) + warm * well * (0.35 + 0.65 * inside);
  float cover = inside * (0.14 + 0.25 * edge);
  float level = 0.72 * (1.0 + 0.9 * evening.trouble) * mood.y * arm * (0.75 + 0.35 * evening.breath);
  float far = smoothstep(0.40, 0.20, off);  // its glow ends with its card
  colour = vec4(light * level * far, cover * mood.y * arm);
}
