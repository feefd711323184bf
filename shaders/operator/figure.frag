// The operator as the floor shows them: a robe of light that falls in folds, a heart, a head, which trouble that is left
// unresolved takes away from the neck up in black wisps.
#include <operator>
#include "lib/light.glsl"
#include "lib/noise.glsl"
#include "operator/limb.glsl"
in vec2 place;
flat in vec4 arms[2];
flat in float pixel;
flat in float strength;
out vec4 colour;

const float NECK_M = 1.78;

float robe(vec2 p) {
  float t = evening.time_s, sway = 0.030 * sin(0.8 * t - 1.4 * p.y) * (1.7 - p.y);
  float fold = 0.035 * sin(9.0 * p.x + 0.6 * t) * smoothstep(1.0, 0.0, p.y);
  float skirt = limb(p, vec2(sway, 0.30), vec2(0.0, 1.28), 0.36 + 0.04 * evening.breath + fold, 0.13).x;
  float chest = limb(p, vec2(0.0, 1.20), vec2(0.0, 1.56), 0.16, 0.17).x;
  float yoke = limb(p, vec2(-0.22, 1.62), vec2(0.22, 1.62), 0.080, 0.080).x;
  float body = joined(joined(skirt, chest, 0.12), yoke, 0.10);
  for (int i = 0; i < 2; i++) {
    vec2 shoulder = vec2(i == 0 ? -0.22 : 0.22, 1.64);
    float upper = limb(p, shoulder, arms[i].xy, 0.072, 0.066).x;
    float sleeve = limb(p, arms[i].xy, arms[i].zw, 0.064, 0.105).x;
    body = joined(body, joined(upper, sleeve, 0.05), 0.06);
  }
  return body;
}

void main() {
  float cloth = robe(place);
  float neck = limb(place, vec2(0.0, 1.62), vec2(0.0, 1.90), 0.050, 0.045).x;
  float skull = limb(place, vec2(0.0, 1.98), vec2(0.0, 2.07), 0.115, 0.128).x;
  float head = joined(neck, skull, 0.03);
  // What is lost is lost from the crown down, eaten by a rising noise; where it was, wisps go up.
  float lost = 1.0 - operator.head, t = evening.time_s;
  vec2 rising = vec2(place.x * 5.0, place.y * 3.0 - 0.9 * t);
  float smoke = 0.6 * value_noise(rising) + 0.4 * value_noise(rising * 2.3 + 7.0);
  float eaten = lost * 1.5 - 0.45 - 0.5 * smoke - 0.9 * (2.18 - place.y);
  float kept = smoothstep(0.15, -0.10, eaten) * (1.0 - smoothstep(0.8, 1.0, lost));
  float whole = mix(1.0, kept, smoothstep(NECK_M - 0.10, NECK_M + 0.06, place.y) * smoothstep(0.0, 0.05, lost));
  float skin = joined(cloth, mix(0.6, head, whole), 0.05);

  float inside = smoothstep(pixel, -pixel, skin), deep = max(-skin, 0.0);
  float folds = 0.5 + 0.5 * sin(34.0 * place.x / (0.35 + 0.35 * (1.8 - place.y)) + 1.5 * sin(2.0 * place.y + 0.4 * t));
  float edge = exp(-deep / max(0.040, 0.8 * pixel));
  float beat = exp(-5.0 * operator.heart_phase) * smoothstep(0.0, 0.06, operator.heart_phase);
  vec2 from_heart = place - vec2(0.03, 1.45);
  float heart = exp(-dot(from_heart, from_heart) * 38.0) * (0.5 + 0.8 * beat);
  vec2 left = place - arms[0].zw, right = place - arms[1].zw;
  float palms = exp(-dot(left, left) * 60.0) + exp(-dot(right, right) * 60.0);
  float fall = smoothstep(0.0, 0.75, place.y), brow = smoothstep(1.72, 1.86, place.y);

  vec3 cool = key_colour() * vec3(0.85, 0.95, 1.06), warm = mix(accent_colour(), heart_colour(), 0.5);
  // In trouble the hall is dark, and who stands in its floor is seen the more.
  float glow = (0.75 + 0.6 * operator.gathered) * (1.0 + 0.9 * evening.trouble);
  vec3 light = cool * (1.7 * edge + 0.20 + 0.50 * folds * folds + 0.8 * brow) * glow * (0.25 + 0.75 * fall);
  light += warm * (3.0 * heart + 1.6 * palms * operator.gathered);
  light *= inside * strength * operator.light * operator.presence;

  float thin = place.x / (0.16 + 0.12 * max(place.y - 1.8, 0.0));
  float column = exp(-thin * thin) * smoothstep(1.66, 1.85, place.y) * smoothstep(2.95, 2.1, place.y);
  float wisp = column * smoothstep(0.42, 0.62, smoke + 0.12 * column) * smoothstep(0.1, 0.7, lost);
  light *= 1.0 - 0.85 * wisp;
  float cover = max(inside * (0.55 + 0.45 * edge), wisp * 0.92) * operator.presence;
  if (cover < 0.04) discard;
  colour = vec4(light, cover);
}
