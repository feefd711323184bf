// The heart, a molten light that is marched through. Emission and extinction from ridged noise that is
// twisted by radius and time; steps integrated as S (1 - exp(-sigma D)) / sigma (Hillaire, 2015).
#include <view>
#include <engine>
#include "lib/noise.glsl"
#include "engine/life.glsl"
#ifndef MIRRORED
uniform sampler2D scene_distance;
#endif
in vec3 place;
out vec4 colour;

const float TWIST = 3.4;     // turns the noise by so many radians from rim to core
const float THICK_PER_M = 9.0;

// the half axes, beating; wildness shakes them
vec3 axes() {
  float t = evening.time_s;
  vec3 jitter = engine.wild * 0.09 * vec3(sin(9.1 * t), sin(11.3 * t + 1.0), sin(7.7 * t + 2.0));
  float swell = 1.0 + 0.15 * engine.pulse + 0.07 * (evening.breath - 0.5);
  return vec3(1.32, 1.52, 1.32) * (swell + jitter);
}

float ridge(vec3 p) {
  float n = 1.0 - abs(2.0 * value_noise(p) - 1.0);
  return n * n;
}

// x: density, y: how close to a crest, at q in the unit ball
vec2 liquid(vec3 q, float r) {
  float t = evening.time_s;
  float turn = TWIST * (1.0 - r) * (1.0 - r) + 1.5 * q.y - 0.55 * t + 0.5 * engine.wild * sin(3.1 * t + 6.0 * r);
  float c = cos(turn), s = sin(turn);
  vec3 p = vec3(c * q.x - s * q.z, q.y, s * q.x + c * q.z);
  p.y += 0.30 * sin(2.0 * p.x + 0.7 * t);
  float big = ridge(p * vec3(2.9, 1.3, 2.9) + vec3(0.0, -0.30 * t, 3.0));
  float small = ridge(p * vec3(6.4, 2.6, 6.4) + vec3(1.7, -0.55 * t, 9.0));
  float crest = 0.58 * big + 0.42 * small;
#if QUALITY_STEPS > 20
  crest += 0.16 * (ridge(p * 9.7 + vec3(5.0, -0.9 * t, 1.0)) - 0.4);
#endif
  float ball = 1.0 - r * r;
  float rim = smoothstep(0.0, 0.35, ball);
  float dense = smoothstep(0.44, 0.82, crest + 0.10 * ball) * rim;
  return vec2(dense, crest);
}

void main() {
  vec3 dir = normalize(place - view.eye.xyz);
  vec3 half_axes = axes();
  vec3 o = (view.eye.xyz - HEART_M) / half_axes, d = dir / half_axes;
  float a = dot(d, d), b = dot(o, d), root = b * b - a * (dot(o, o) - 1.0);
  if (root <= 0.0) discard;
  root = sqrt(root);
  float from = max((-b - root) / a, 0.0), to = (-b + root) / a;
#ifndef MIRRORED
  float sight = texelFetch(scene_distance, ivec2(gl_FragCoord.xy), 0).r;
  to = min(to, sight / max(dot(dir, view.toward.xyz), 0.05));
#endif
  if (to <= from) discard;
  const int STEPS = QUALITY_STEPS;
  float stride = (to - from) / float(STEPS);
  // Interleaved gradient noise (Jimenez, 2014) hides the steps.
  float jitter = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715))));
  vec3 core = living_colour(1.0), skin = living_colour(0.0);
  vec3 cool = mix(key_colour(), fill_colour(), 0.35);
  float beat = 2.6 + 1.3 * engine.pulse, level = engine.light * engine.presence * (1.0 + 3.2 * engine.wild) / (1.0 + 0.25 * clamp(evening.guests, 0.0, 1.0));
  vec3 light = vec3(0.0);
  float clear = 1.0;
  for (int i = 0; i < STEPS && clear > 0.01; i++) {
    vec3 q = o + d * (from + (float(i) + 0.35 + 0.3 * jitter) * stride);
    float r = length(q);
    vec2 here = liquid(q, r);
    float sigma = THICK_PER_M * here.x + 0.25;
    // The innermost light, dimmed by the liquid between: what lies behind a crest is in shadow.
    float glow = exp(-7.0 * r * r);
    float lit = exp(-2.0 * here.x * r) / (0.12 + 1.9 * r * r);
    vec3 hue = mix(skin, core, clamp(1.05 - 1.7 * r, 0.0, 1.0));
    hue = mix(hue, cool, smoothstep(0.72, 1.0, r) * 0.6);
    float vein = sin(4.0 * q.y + 5.0 * r + 3.0 * q.x + 0.5 * evening.time_s);
    hue = mix(hue, OPAL * 1.2, clamp(evening.guests, 0.0, 1.0) * 0.9 * smoothstep(0.62, 0.92, vein));
    float crest = here.y * here.y;
    crest *= crest * here.y;
    vec3 source = hue * (lit * (0.015 + 5.2 * crest)) * sigma * 2.4 + core * glow * mix(7.0, 3.0, engine.wild) * (1.0 + 16.0 * crest);
    source *= beat * level;
    float through = exp(-sigma * stride);
    light += clear * source * (1.0 - through) / sigma;
    clear *= through;
  }
  colour = vec4(light, (1.0 - clear) * engine.presence);
}
