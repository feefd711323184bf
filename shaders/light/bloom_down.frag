// One level down, 13 taps in five overlapping squares (Jimenez, Next Generation Post Processing, 2014).
// FIRST weighs each square by 1 / (1 + luma), after Karis, so that a single bright pixel does not flicker as it moves.
#include "lib/sane.glsl"
uniform sampler2D source;
in vec2 uv;
out vec4 colour;

vec3 tap(vec2 step, float x, float y) {
  vec3 light = textureLod(source, uv + step * vec2(x, y), 0.0).rgb;
#if FIRST
  light = sane(light, 200.0);
#endif
  return light;
}

vec4 weighed(vec3 sum, float share) {
  vec3 mean = sum * 0.25;
#if FIRST
  share /= 1.0 + dot(mean, vec3(0.2126, 0.7152, 0.0722));
#endif
  return vec4(mean, 1.0) * share;
}

void main() {
  vec2 step = 1.0 / vec2(textureSize(source, 0));
  vec3 a = tap(step, -2.0, 2.0), b = tap(step, 0.0, 2.0), c = tap(step, 2.0, 2.0);
  vec3 d = tap(step, -2.0, 0.0), e = tap(step, 0.0, 0.0), f = tap(step, 2.0, 0.0);
  vec3 g = tap(step, -2.0, -2.0), h = tap(step, 0.0, -2.0), i = tap(step, 2.0, -2.0);
  vec3 inner = tap(step, -1.0, 1.0) + tap(step, 1.0, 1.0) + tap(step, -1.0, -1.0) + tap(step, 1.0, -1.0);
  vec4 sum = weighed(inner, 0.5) + weighed(a + b + d + e, 0.125) + weighed(b + c + e + f, 0.125)
    + weighed(d + e + g + h, 0.125) + weighed(e + f + h + i, 0.125);
  colour = vec4(sum.rgb / sum.a, 1.0);
}
