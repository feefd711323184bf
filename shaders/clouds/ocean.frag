// The ocean of cloud: a slab marched with steps as long as the air is clear, lit by the moon, by the hall above it and
// by the city beneath; past it the sky. Alpha is what it hides, so that the city can be drawn behind.
#include <view>
#include <stage>
#include "lib/light.glsl"
#include "lib/noise.glsl"
#include "clouds/sky.glsl"
#include "clouds/relief.glsl"
in vec3 sight;
out vec4 colour;

const float DENSITY_PER_M = 0.34;
const float FAR_M = 1100.0;    // here the clouds have become the horizon

// what falls on the clouds from the hall over them: the heart's amber through the floor, the windows' ring
vec3 hall_on(vec3 p) {
  float r2 = dot(p.xz, p.xz);
  vec3 amber = heart_colour() * 46.0 / (r2 + 150.0);
  vec3 silver = mix(fill_colour(), key_colour(), 0.3) * hall_swell() * 0.10 / (1.0 + pow(r2 / 3600.0, 2.0));
  return amber + silver;
}

// light that a place in a cloud sends toward the eye; buried: metres of cloud over it, thin: 1 at a gap's edge
vec3 lit(vec3 p, vec3 dir, float buried, float thin, float level) {
  float ignored;
  vec3 up_light = p + MOON * 9.0;
  float between = relief_at(up_light.xz, level, ignored).x - up_light.y + 1.5;
  float moon = exp(-0.60 * max(between, 0.0) - 0.42 * buried) * smoothstep(3.5, -5.5, between);
  float toward = dot(dir, MOON), ahead = 0.60 + 0.60 * pow(0.5 + 0.5 * toward, 5.0);
  float open = exp(-0.55 * buried) * smoothstep(BASE_M + 4.0, TOP_M, p.y);
  vec3 light = moon_colour() * moon * ahead * 0.62 * (1.0 - 0.55 * clouds.trouble);
  light += fill_colour() * (0.030 + 0.30 * open);
  light += hall_on(p) * exp(-0.40 * buried) * smoothstep(BASE_M, TOP_M, p.y);
  float under = exp((BASE_M - p.y) * 0.12) * thin * thin;
  return light + mix(accent_colour(), vec3(1.0, 0.62, 0.30), 0.5) * under * 0.10;
}

void main() {
  vec3 dir = normalize(sight);
  float pixel = view.eye.w / FAR_SHARE;  // metres that a pixel of this target covers at 1 m
  float alive = clouds.light * clouds.presence;
  if (dir.y > -0.004) {
    colour = vec4(sky(dir, pixel) * alive, 1.0);
    return;
  }
  vec3 eye = view.eye.xyz;
  float start = max((eye.y - TOP_M) / -dir.y, 0.0), end = min((eye.y - BASE_M) / -dir.y, FAR_M);
  float jitter = chance(ivec3(gl_FragCoord.xy, 7));
  float t = start, gone = 0.0, above = 0.0, shown = 1.0, swell;
  vec3 light = vec3(0.0);
  for (int i = 0; i < CLOUD_STEPS; i++) {
    if (t >= end || shown < 0.02) break;
    float level = log2(max(t * pixel / TEXEL_M, 1.0));
    vec3 p = eye + dir * t;
    vec2 top = relief_at(p.xz, level, swell);
    float clear = p.y - top.x;
    float least = (0.7 + 0.016 * t) * STEP_SCALE;
    float buried = -clear - torn(p, level);
    float stride = max(-buried * 0.9 / (0.26 - dir.y), 0.45 * least);
    if (buried > 0.0) {
      stride = least * (0.9 + 0.2 * jitter);
      if (above > 0.0) {  // it has just gone in: back to where the surface was crossed
        float slope = (buried + above) / gone;
        t -= buried / slope;
        buried = 0.5 * slope * stride;
        p = eye + dir * (t + 0.5 * stride);
      }
      float thick = DENSITY_PER_M * top.y * min(buried * 0.9, 1.0) * smoothstep(BASE_M, BASE_M + 5.0, p.y);
      float kept = exp(-thick * stride);
      light += shown * (1.0 - kept) * lit(p, dir, buried, 1.0 - top.y, level);  // all that is lost is sent on
      shown *= kept;
    }
    above = -buried;
    gone = stride;
    t += stride;
  }
  // Steps ran out: inside a cloud the rest is cloud, and a low sight has the next bank before it.
  float left = t >= end ? 1.0 : above < 0.0 ? 0.0 : smoothstep(0.25, 0.6, -dir.y);
  vec3 p = eye + dir * min(t, FAR_M);
  light += shown * (1.0 - left) * lit(p, dir, 1.8, 0.0, 2.0);
  shown *= left;
  float away = 1.0 - exp(-pow(start / 520.0, 2.0));
  light = mix(light, horizon(dir) * 1.0, away);
  shown *= 1.0 - away;
  // Through the gaps, deep night and the haze of the city's light.
  vec3 ground = eye + dir * ((eye.y - CITY_M) / -dir.y);
  float town = textureLod(relief, ground.xz / 480.0, 0.0).a * exp(-dot(ground.xz, ground.xz) / 160000.0);
  light += shown * (fill_colour() * 0.010 + mix(accent_colour(), vec3(1.0, 0.56, 0.22), 0.5) * 0.009 * town);
  colour = vec4(light * alive, 1.0 - smoothstep(0.06, 0.7, shown) * clouds.presence);
}
