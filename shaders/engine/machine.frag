// The machine's matter: brushed brass, polished silver, crystal lit from within, with engraved lines that glow.
#include <view>
#include <engine>
#include "lib/haze.glsl"
#include "lib/metal.glsl"
#include "lib/noise.glsl"
#include "engine/life.glsl"
in vec3 place;
in vec3 normal;
in vec3 local;
in vec2 along;
flat in int matter;
out vec4 colour;

// an engraved line of half width w at distance d, faded out where it is finer than a pixel
float cut(float d, float w, float pixel) {
  return smoothstep(w + pixel, max(w - pixel, 0.0), abs(d)) * min(1.0, 1.5 * w / pixel);
}

void main() {
  vec3 n = normalize(normal);
  float far = length(view.eye.xyz - place);
  float pixel = far * view.eye.w;
  vec3 v = (view.eye.xyz - place) / far;
  // Graduations round each part: a long one every sixth, on every face.
  float radius = max(length(local.xz), max(length(local.xy), 0.2));
  float marks = along.x * 144.0, mark = floor(marks + 0.5);
  float apart = (marks - mark) / 144.0 * 6.2831853 * radius;
  float big = mod(mark, 6.0) < 0.5 ? 1.0 : 0.0;
  float engraved = cut(apart, 0.003 + 0.005 * big, 0.5 * pixel) * (0.35 + 0.65 * big);
  float groove = cut(abs(fract(along.y * 11.0) - 0.5) / 11.0, 0.006, 0.5 * pixel);

  float worn = value_noise(local * 5.0);
  float rough = 0.16 + 0.16 * worn + 0.10 * clamp(pixel * 12.0, 0.0, 1.0);
  vec3 tint = matter == 0 ? brass() : SILVER;
  tint = mix(tint, tint * vec3(0.45, 0.52, 0.50), 0.55 * engine.wild);  // tarnish
  float dull = matter == 0 ? 0.06 : 0.0;
  n = normalize(n + 0.05 * (value_noise(local * 13.0) - 0.5) + 0.10 * groove * v);
  vec3 light = metal_light(place, n, tint, rough + dull) * (1.0 - 0.55 * max(engraved * 0.8, groove * 0.6));
  vec3 glow = living_colour(0.35 + 0.1 * local.y);
  float stroke = 0.25 + 0.75 * engine.pulse;
  if (matter == 2) {
    // Crystal: the heart shines through it, its edges carry the light on.
    float edge = pow(1.0 - clamp(dot(n, v), 0.0, 1.0), 2.5);
    vec3 in_way = normalize(place - HEART_M + 0.6 * n);
    float through = pow(clamp(dot(-v, -in_way), 0.0, 1.0), 3.0);
    vec3 body = mix(glow, key_colour(), 0.7) * (0.10 + 0.55 * edge + 0.9 * through) * (0.55 + 0.45 * stroke);
    light = 0.35 * light + body * engine.light * (0.8 + 0.5 * worn);
    light += glow * engraved * 1.6 * engine.light;
  } else {
    light += glow * engraved * (0.22 + 0.60 * stroke) * engine.light * (1.0 - 0.7 * engine.wild);
  }
  light *= 0.25 + 0.75 * engine.presence;
  colour = vec4(hazed(light, place), 1.0);
}
