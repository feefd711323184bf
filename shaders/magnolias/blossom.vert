// A blossom between its four forms, by its openness and how far it hangs; turned and placed as its instance says.
#include <view>
in vec3 in_place0;   // bud
in vec3 in_normal0;
in vec3 in_place1;   // cup
in vec3 in_normal1;
in vec3 in_place2;   // open
in vec3 in_normal2;
in vec3 in_place3;   // wilted
in vec3 in_normal3;
in vec3 in_along;    // 0..1 along a petal, -1..1 across it, part
in vec4 in_at;       // metres; w: length of a petal
in vec4 in_turned;   // unit quaternion
in vec4 in_state;    // openness, wilt, inner light, lot
out vec3 place;
out vec3 normal;
out vec3 along;
flat out vec4 state;   // wilt, inner light, lot, metres of a petal

vec3 turned(vec3 v) { return v + 2.0 * cross(in_turned.xyz, cross(in_turned.xyz, v) + in_turned.w * v); }

void main() {
  float wide = 2.0 * in_state.x, wilt = in_state.y;
  vec4 form = vec4(vec3(max(1.0 - wide, 0.0), 1.0 - abs(wide - 1.0), max(wide - 1.0, 0.0)) * (1.0 - wilt), wilt);
  vec3 p = form.x * in_place0 + form.y * in_place1 + form.z * in_place2 + form.w * in_place3;
  vec3 n = form.x * in_normal0 + form.y * in_normal1 + form.z * in_normal2 + form.w * in_normal3;
#if INNER
  // What the coarsest level lacks grows from nothing where that level ends, so that none is seen to change.
  float far = dot(vec4(in_at.xyz, 1.0), vec4(view.to_clip[0][3], view.to_clip[1][3], view.to_clip[2][3], view.to_clip[3][3]));
  float large = in_at.w / (max(far, 0.05) * view.eye.w);
  if (in_along.z > 5.5) p *= smoothstep(FINE_PX, 1.7 * FINE_PX, large);
#endif
  place = in_at.xyz + in_at.w * turned(p);
  normal = turned(n);
  along = in_along;
  state = vec4(in_state.yzw, in_at.w);
  gl_Position = view.to_clip * vec4(place, 1.0);
}
