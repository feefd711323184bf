// The clouds' shape: heaped domes over a wide swell, rolling with the wind; trouble leans and tears their crests.
#include <evening>
#include <clouds>
uniform sampler2D relief;  // installation/rooms/clouds/relief.py: domes, curls, swell, soft noise

const float TOP_M = -13.5, BASE_M = -30.0;  // the slab that holds them
const float TEXEL_M = 0.82;                 // of the domes' tile, which is 210 m wide
const vec2 WIND = vec2(0.83, 0.55);         // unit, in x and z

// wind at a place: what it has carried, metres; gusts swing to and fro, and come with trouble
vec2 carried(vec2 p, float height) {
  float t = evening.time_s;
  vec2 gust = vec2(sin(0.83 * t + 0.021 * p.y), sin(1.07 * t + 0.027 * p.x + 1.0));
  float lean = clamp((height - BASE_M) / (TOP_M - BASE_M), 0.0, 1.0);
  return WIND * (1.35 * t) + clouds.trouble * lean * (WIND * 6.0 + 7.0 * gust);
}

// height of the clouds' top over p, metres, and their thickness 0..1 (0 is a gap); level: blur by distance
vec2 relief_at(vec2 p, float level, out float swell) {
  vec2 q = p - carried(p, -20.0);
  vec2 far = mat2(0.80, 0.60, -0.60, 0.80) * (p - WIND * 0.5 * evening.time_s);
  swell = textureLod(relief, far / 330.0 + vec2(0.75, 0.1875), max(level - 0.7, 0.0)).b;
  float domes = textureLod(relief, q / 210.0, level).r;
  float tall = smoothstep(0.10, 0.95, swell);
  float height = -26.0 + 4.5 * tall + domes * (4.0 + 4.0 * tall);
  float cover = smoothstep(0.17, 0.40, swell + 0.42 * (domes - 0.42));
  return vec2(height, cover);
}

// how much is torn off the top at a place, metres: curls that the wind draws out, faster ones in trouble
float torn(vec3 p, float level) {
  float t = evening.time_s;
  vec2 q = p.xz - carried(p.xz, p.y) + vec2(0.35, -0.2) * p.y;
  float curls = textureLod(relief, q / 72.0, level + 1.6).g;
  float fast = textureLod(relief, (p.xz - WIND * 8.0 * t) * vec2(1.0, 0.7) / 90.0 + 0.02 * p.y, level + 1.2).a;
  return 2.3 * (1.0 - curls) + clouds.trouble * 4.6 * fast;
}
