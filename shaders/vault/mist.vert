// Wisps of the clouds that drift up between the pillars: wide cards that face the eye, drawn at half size.
#include <view>
#include <stage>
#include <evening>
#include "lib/hash.glsl"
out vec3 place;
out vec2 side;
out float lot;

const float BANKS = 22.0;

void main() {
  vec3 chances = hash3(ivec3(gl_InstanceID, 29, 8));
  lot = chances.x;
  float drift = evening.time_s * 0.0011 * (0.5 + chances.y) * (chances.z > 0.5 ? 1.0 : -1.0);
  float turn = 6.2831853 * ((float(gl_InstanceID) + 0.7 * chances.y) / BANKS + drift);
  float ring = mix(19.5, 40.0, fract(chances.z * 7.0));
  vec3 centre = vec3(sin(turn) * ring, -6.2 + 6.0 * chances.x + 0.3 * sin(evening.time_s * 0.11 + turn), -cos(turn) * ring);
  side = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
  vec3 across = normalize(vec3(view.to_eye[0].x, 0.0, view.to_eye[2].x));
  place = centre + across * side.x * (9.0 + 6.0 * chances.y) + vec3(0.0, side.y * (2.4 + 1.8 * chances.z), 0.0);
  gl_Position = view.to_clip * vec4(place, 1.0);
}
