// The floor: dark polished stone inlaid with lines of light, mirroring the hall; ripples of will run over it.
#include <view>
#include <evening>
#include <stage>
#include "lib/haze.glsl"
#include "lib/noise.glsl"
#include "floor/life.glsl"
uniform sampler2D scene_mirror;
in vec3 place;
out vec4 colour;

float foot;  // metres that a pixel covers here, across the sight

// a line of half width w metres at distance d, never thinner than a pixel: what it lacks in width it loses in light
float line(float d, float w, float pixel) {
  float wide = max(w, pixel * 0.7);
  return smoothstep(wide + pixel * 0.5, wide - pixel * 0.5, abs(d)) * min(w / wide, 1.0);
}

// the inlay's light at radius r, azimuth a (radians)
float inlay(float r, float a) {
  float along = foot, light = 0.0;
  light += line(r - 15.82, 0.07, along) + 0.7 * line(r - 15.1, 0.03, along);
  light += 0.8 * line(r - 12.4, 0.035, along) + 0.6 * line(r - 11.9, 0.02, along);
  light += 0.8 * line(r - 8.4, 0.03, along) + 0.9 * line(r - 4.6, 0.04, along) + 0.6 * line(r - 4.3, 0.02, along);
  // Engraved divisions, long and short, between the outer rings.
  float mark = a * 96.0 / 6.2831853;
  float near = (fract(mark + 0.5) - 0.5) * 6.2831853 * r / 96.0;
  float big = mod(floor(mark + 0.5), 8.0) < 0.5 ? 1.0 : 0.0;
  float band = smoothstep(0.0, along, r - mix(14.5, 13.1, big)) * smoothstep(0.0, along, 15.1 - r);
  light += line(near, 0.018 + 0.02 * big, along) * band * (0.5 + 0.5 * big);
  // A rosette: two families of arcs that cross, one a mirror of the other.
  float leaf = 6.2831853 * r / 24.0;
  for (int side = -1; side <= 1; side += 2) {
    float sweep = a * 12.0 / 6.2831853 + float(side) * 1.9 * sqrt(max(r - 4.6, 0.0) / 7.3);
    light += 0.45 * line((fract(sweep) - 0.5) * leaf * 1.6, 0.02, along) * step(4.6, r) * step(r, 11.9);
  }
  return light;
}

float ripples(vec2 p) {
  float sum = 0.0;
  for (int i = 0; i < 4; i++) {
    if (i >= evening.will_count) break;
    vec2 from = vec2(evening_will(2 * i), -evening_will(2 * i + 1)) * FLOOR_RADIUS_M;
    float age = evening.will_since_s[i];
    float ahead = length(p - from) - age * WILL_SPEED_M_S;
    float ring = exp(-ahead * ahead * 2.2) + 0.35 * exp(-abs(ahead) * 0.55) * step(ahead, 0.0) * (0.5 + 0.5 * cos(ahead * 5.0));
    sum += ring * exp(-age * 0.55) * step(0.0, age);
  }
  return sum;
}

void main() {
  vec3 way = place - view.eye.xyz;
  float t = length(way);
  vec3 dir = way / t;
  float slope = max(-dir.y, 0.03);
  foot = t * view.eye.w / slope;
  float r = length(place.xz), a = atan(place.x, -place.z);
  float wave = ripples(place.xz);

  vec2 wear = vec2(value_noise(place.xz * 0.9), value_noise(place.zx * 0.9 + 31.0)) - 0.5;
  vec2 uv = gl_FragCoord.xy * view.size.zw;
  float blur = 0.0035 + 0.010 * value_noise(place.xz * 0.35 + 5.0);
  uv += wear * vec2(0.006, 0.014) + vec2(0.0, 0.01 * wave * sin(40.0 * wave));
  vec3 seen = vec3(0.0);
  for (int i = 0; i < 5; i++) {
    float step_at = float(i) - 2.0;
    seen += textureLod(scene_mirror, uv + vec2(0.25 * step_at * (i & 1), step_at * 1.6) * blur, 0.0).rgb;
  }
  seen *= 0.2;
  vec3 bounce = reflect(dir, normalize(vec3(wear.x * 0.05, 1.0, wear.y * 0.05)));
  seen += mix(heart_colour(), key_colour(), 0.4) * 0.10 * halo(place, bounce, 60.0);
  float fresnel = 0.16 + 0.80 * pow(1.0 - slope, 3.0);

  float swell = life(a / 6.2831853, 0.0);
  float lines = inlay(r, a);
  float stone = value_noise(place.xz * 2.3) * 0.5 + value_noise(place.xz * 9.0) * 0.5;
  vec3 up = vec3(0.0, 1.0, 0.0);
  vec3 body = mix(fill_colour(), key_colour(), 0.1) * (0.010 + 0.025 * stone);
  vec3 light = body * (heart_light(place, up, 0.0) + wall_light(up));
  light += seen * fresnel * (0.75 + 0.25 * stone);
  vec3 tint = mix(key_colour(), pearl_colour(r * 0.06 + a * 0.16), 0.6 * clamp(evening.guests, 0.0, 1.0));
  light += tint * lines * (0.10 + 0.45 * swell) * (0.6 + 0.4 * stone);
  light += tint * wave * (0.35 + 1.6 * lines) * 0.5;
  colour = vec4(hazed(light, place), 1.0);
}
