// Where the wind sprite hovers and how she moves: startled at first, then breathing out over her hands.
#include <view>
#include <evening>
#include <magnolias>

mat3 turn_x(float a) { float c = cos(a), s = sin(a); return mat3(1, 0, 0, 0, c, s, 0, -s, c); }
mat3 turn_y(float a) { float c = cos(a), s = sin(a); return mat3(c, 0, -s, 0, 1, 0, s, 0, c); }
mat3 turn_z(float a) { float c = cos(a), s = sin(a); return mat3(c, s, 0, -s, c, 0, 0, 0, 1); }

struct Sprite {
  vec3 at;         // metres, her wisp's tip
  mat3 stands;     // from her own axes (right, up, forward) to the world's
  float here;      // 0..1, how far she has come
  float startled;  // 1 at first, then 0
  float out_;      // 0..1, her breath leaving
};

float invited_s() { return magnolias.popcorn_guest > 0.0 ? clamp(magnolias.popcorn_invited_since_s, 0.0, 1e4) : 0.0; }

Sprite sprite_now() {
  Sprite it;
  float t = evening.time_s, since = invited_s();
  it.here = smoothstep(0.02, 0.55, magnolias.popcorn_guest);
  it.startled = 1.0 - smoothstep(2.2, 6.5, since);
  it.out_ = 0.5 - 0.5 * cos(6.2831853 * evening.breath_phase + 1.2);
  float calm = 1.0 - it.startled;
  vec2 drift = vec2(sin(0.21 * t), sin(0.157 * t + 1.0));
  it.at = vec3(SPRITE_M) + vec3(0.30 * drift.x, 0.16 * sin(0.9 * t) + 0.10 * it.out_, 0.22 * drift.y) * calm;
  it.at += vec3(-0.35, 0.25, -0.75) * it.startled;
  it.at.y -= 0.9 * (1.0 - it.here);
  float yaw = SPRITE_YAW + 0.16 * drift.y * calm - 0.55 * it.startled;
  it.stands = turn_y(yaw) * turn_x(0.10 + 0.10 * it.out_ * calm - 0.34 * it.startled) * turn_z(0.05 * drift.x);
  return it;
}
