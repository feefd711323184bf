// The floor's side: a lit lip, then a hanging arcade of dim cells that fades beneath.
#include <view>
#include "lib/haze.glsl"
#include "floor/life.glsl"
#include "lib/window.glsl"
in vec3 place;
in float down;
out vec4 colour;

void main() {
  float around = atan(place.x, -place.z) / 6.2831853;
  float far = length(place - view.eye.xyz), foot = far * view.eye.w * 1.5;
  float apart = 6.2831853 * FLOOR_RADIUS_M / 168.0;
  float x = (fract(around * 168.0) - 0.5) * apart;
  float y = down * 3.6;
  float open = smoothstep(-foot, foot, into_arch(vec2(x, 1.45 - y), 0.34 * apart, 1.05));
  float alive = life(around, 0.0);
  float lip = smoothstep(0.10 + foot, 0.02, y) + 0.35 * smoothstep(foot, 0.0, abs(y - 0.32) - 0.02);
  vec3 tint = mix(key_colour(), pearl_colour(around * 5.0), 0.6 * clamp(evening.guests, 0.0, 1.0));
  vec3 light = tint * alive * (0.55 * lip + open * 0.16 * (0.3 + y * 0.5));
  light += fill_colour() * 0.012 * (1.0 - down);
  colour = vec4(hazed(light, place), 1.0);
}
