// A rip in the picture: its lips break off jaggedly and burn thinly, inside the hall is dark and out of place, and
// round it the picture has splintered into shards that each show it a little displaced.
#include <view>
#include <insects>
#include "lib/light.glsl"
#include "lib/cells.glsl"
#include "insects/crack.glsl"
uniform sampler2D scene_opaque;
in vec2 band;
flat in vec4 crack;
flat in vec4 state;
flat in vec2 aim;
flat in ivec2 which;
out vec4 colour;

// the hall, displaced by so many pixels; its colours part
vec3 displaced(vec2 pixels) {
  vec2 uv = gl_FragCoord.xy * view.size.zw, shift = pixels * view.size.zw;
  vec3 seen;
  for (int i = 0; i < 3; i++) seen[i] = textureLod(scene_opaque, uv + shift * (0.85 + 0.15 * float(i)), 0.0)[i];
  return seen;
}

void main() {
  float s = band.x, high = state.w, strength = crack.w;
  bool main_crack = which.y == 0;
  vec2 course = crack_course(s, which.x);
  float slope = course.y * state.z / crack.x;
  float off = (band.y - course.x * state.z) * inversesqrt(1.0 + slope * slope);  // pixels from the crack's middle
  // It runs from where it broke; what it has not reached is whole. Thin at its ends.
  float ahead = main_crack ? abs(s - 0.5) * 2.0 : s;
  float here = smoothstep(0.0, 0.10, state.x * 1.10 - ahead);
  float taper = main_crack ? pow(max(1.0 - pow(ahead, 1.6), 0.0), 0.8) : (1.0 - s) * (1.0 - s);
  // Each lip breaks off for itself, down to nothing: bridges stay between them.
  int lip_lot = which.x + (off > 0.0 ? 3001 : 6007);
  float torn = 0.65 * jag(s, main_crack ? 11.0 : 5.0, lip_lot).x + 0.35 * jag(s, main_crack ? 67.0 : 23.0, lip_lot + 1).x;
  float gap = crack.z * taper * here * max(3.6 * torn * torn - 0.30, 0.0);
  float rim = abs(off) - gap;                                       // pixels outside the lip
  float inside = (1.0 - smoothstep(-0.7, 0.7, rim)) * smoothstep(0.4, 1.6, gap);

  float thin = main_crack ? 0.0011 * high : 0.0007 * high;
  float hot = 0.10 + 1.6 * pow(jag(s, 31.0, lip_lot + 2).x, 3.0);    // some edges burn, others are cold
  float wide = max(thin * (0.5 + 0.9 * taper), 0.45);
  float burn = exp(-abs(rim) / wide) * min(thin / wide, 1.0) * (main_crack ? 1.0 : 0.25 + 0.75 * taper);
  float fray = main_crack ? exp(-max(rim, 0.0) / (0.012 * high)) * 0.035 : 0.0;
  vec3 ember = mix(key_colour(), accent_colour(), 0.35);
  vec3 light = (mix(ember, vec3(1.0), 0.6) * burn * (2.6 * hot + 0.25) + ember * fray * hot) * strength * here;
  float cover = inside * min(1.2 * strength, 1.0);
  vec2 across = vec2(-aim.y, aim.x);
  vec3 within = displaced((0.10 * aim + 0.05 * across) * high * strength) * vec3(0.34, 0.20, 0.46);
  light += within * cover;

  if (main_crack) {  // shards: cells beside the rip, finer and less moved the farther they lie
    float reach = 0.085 * high * (0.35 + 0.65 * taper) * here;
    float near = 1.0 - smoothstep(0.25 * reach, reach, abs(off));
    if (near > 0.0) {
      vec2 net = cells(vec2(s * crack.x, off * 1.7) / (0.050 * high) + 17.0 * state.y);
      float shard = near * strength * (1.0 - inside);
      vec2 moved = (net.y - 0.5) * (0.6 * aim + 1.0 * across) * 0.055 * high * shard;
      float seam = exp(-net.x * 0.050 * high / 0.9) * step(0.35, chance(ivec2(int(net.y * 4096.0), which.x)));
      float veil = 0.85 * smoothstep(0.05, 0.5, shard) * (1.0 - cover);
      light += displaced(moved) * veil * (0.55 + 0.5 * net.y) + ember * seam * shard * shard * 0.55 * (1.0 - cover);
      cover += veil * 0.92;
    }
  }
  float edge = smoothstep(crack.y, 0.85 * crack.y, abs(band.y));
  colour = vec4(max(light, vec3(0.0)) * edge, clamp(cover * edge, 0.0, 1.0));
}
