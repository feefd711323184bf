// Shafts of the heart's light in the air: flat rays that turn about it, faint in calm, harsh when it beats wildly.
#include <view>
#include <engine>
#include <evening>
#include <stage>
#include "lib/hash.glsl"
out vec3 place;
out vec2 ray;          // -1..1 across, 0..1 along
flat out vec2 lot;     // its chance, how strong it is now

const float NEAR_M = 0.55;

void main() {
  vec3 chances = hash3(ivec3(gl_InstanceID, 19, 83)), more = hash3(ivec3(gl_InstanceID, 57, 6));
  float t = evening.time_s, turn = 6.2831853 * (chances.x + (chances.z > 0.5 ? 1.0 : -1.0) * 0.012 * t * (0.5 + more.x));
  float rise = asin(mix(-0.32, 0.80, chances.y)) + 0.05 * sin(0.37 * t + 6.28 * more.y);
  vec3 way = vec3(cos(rise) * sin(turn), sin(rise), -cos(rise) * cos(turn));
  float along = float(gl_VertexID >> 1), side = float(gl_VertexID & 1) * 2.0 - 1.0;
  float reach = mix(NEAR_M, 8.0 + 9.0 * more.z, along);
  vec3 heart = vec3(0.0, HEART_HEIGHT_M, 0.0);
  vec3 p = heart + way * reach;
  vec3 across = normalize(cross(way, view.eye.xyz - p));
  place = p + across * side * (0.10 + 0.085 * (0.5 + more.x) * reach);
  ray = vec2(side, along);
  float sweep = 0.5 + 0.5 * sin(t * (0.23 + 0.31 * more.y) + 6.28 * more.x);
  float edge_on = length(cross(way, normalize(view.eye.xyz - p)));
  lot = vec2(chances.z, mix(sweep * sweep, 0.30 + 0.70 * sweep, engine.wild) * smoothstep(0.15, 0.6, edge_on));
  gl_Position = view.to_clip * vec4(place, 1.0);
}
