// The floor: a soap film. It sends the hall back with the colours of its thickness, the more the flatter one looks, and
// lets the clouds be seen through the rest.
#include <view>
#include <evening>
#include <stage>
#include "lib/haze.glsl"
#include "lib/thin_film.glsl"
#include "floor/thickness.glsl"
#include "floor/inlay.glsl"
uniform sampler2D scene_mirror;
in vec3 place;
out vec4 colour;

const float FILMS = 2.6;  // as if so many lay on one another

// the hall in the film: softened along the sight, a little wavy
vec3 mirrored(vec2 sway) {
  vec2 uv = gl_FragCoord.xy * view.size.zw + sway;
  vec3 seen = vec3(0.0);
  for (int i = 0; i < 3; i++)
    seen += textureLod(scene_mirror, uv + vec2(0.0, (float(i) - 1.0) * 0.0045), 0.0).rgb;
  return seen * (1.0 / 3.0);
}

void main() {
  vec3 way = place - view.eye.xyz;
  float t = length(way);
  vec3 dir = way / t;
  float slope = abs(dir.y);
  float foot = t * view.eye.w / max(slope, 0.03);
  vec2 p = place.xz;
  float r = length(p), a = atan(p.x, -p.y);

  float drift = 0.02 * evening.time_s;
  vec2 flow = vec2(value_noise(p * 0.21 + drift), value_noise(p.yx * 0.21 + 31.0 - drift)) - 0.5;
  float wave = ripples(p);
  vec3 film = thickness(p, wave, flow);
  vec3 share = film_stack(slope, film.x, FILMS);
  float even = dot(share, vec3(0.2126, 0.7152, 0.0722));
  // Hue is kept an accent: the pane is first of all a mirror, so that the hall is known again in it.
  float rich = mix(0.30, 0.52, clamp(evening.guests, 0.0, 1.0)) + 0.30 * film.z;
  share = max(mix(vec3(even), share, rich), vec3(0.0));
  float glance = pow(1.0 - slope, 4.0);
  share = mix(share, vec3(1.0), (0.10 + 0.35 * glance) * (1.0 - film.y));

  vec2 sway = flow * vec2(0.006, 0.012) + vec2(0.0, 0.01 * wave * sin(40.0 * wave));
  sway += floor_room.trouble * 0.03 * vec2(sin(1.7 * p.y + 1.2 * evening.time_s), sin(2.1 * p.x - 1.5 * evening.time_s));
  vec3 seen = mirrored(sway * smoothstep(0.0, 0.12, slope));
  vec3 up = vec3(0.0, 1.0, 0.0);
  seen += (wall_light(up) + 0.12 * heart_light(place, up, 0.3)) * (0.10 + 1.1 * slope);  // the dome and the heart, all round
  vec3 light = seen * share;

  float swell = life(a / 6.2831853, 0.0), whole = 1.0 - 0.85 * film.y;
  vec3 tint = mix(key_colour(), pearl_colour(r * 0.06 + a * 0.16), 0.6 * clamp(evening.guests, 0.0, 1.0));
  float lines = inlay(r, a, foot);
  light += tint * lines * (0.10 + 0.42 * swell) * whole;
  light += tint * wave * (0.10 + 1.3 * lines + 0.5 * even) * 0.5 + tint * film.z * 0.10 * swell;
  light += heart_colour() * (0.26 * exp(-max(r - FOOT_M, 0.0) * 3.0) + 0.018 * exp(-0.05 * r * r)) * whole;
  float cover = clamp(even, 0.0, 1.0);
  vec3 air = hazed(vec3(0.0), place);  // belongs to what is behind where the film is clear
  colour = vec4(hazed(light, place) - air * (1.0 - cover), cover) * floor_room.presence;
}
