// AgX (Troy Sobotka): open-domain light to a display's code values, bright colours going to white without turning hue.
// Inset matrix and exposure range are those of the published configuration for Rec. 709 primaries; the curve is its
// two-sided hyperbola, here in closed form: f(u) = pivot + s·h(slope·(u − pivot_x) / s), h(t) = t / (1 + |t|^p)^(1/p),
// with s on either side such that f(0) = 0 and f(1) = 1.

const mat3 AGX_INSET = mat3(
  0.842479062253094, 0.0423282422610123, 0.0423756549057051,
  0.0784335999999992, 0.878468636469772, 0.0784336,
  0.0792237451477643, 0.0791661274605434, 0.879142973793104);
const mat3 AGX_OUTSET = mat3(
  1.19687900512017, -0.0528968517574562, -0.0529716355144438,
  -0.0980208811401368, 1.15190312990417, -0.0980434501171241,
  -0.0990297440797205, -0.0989611768448433, 1.15107367264116);
const float AGX_MIN_EV = -12.47393, AGX_MAX_EV = 4.026069;
const float AGX_PIVOT = 0.5, AGX_SLOPE = 2.0;
const float AGX_TOE = 3.0, AGX_SHOULDER = 3.25;

float agx_scale(float run, float rise, float power) {
  return run / pow(pow(run / rise, power) - 1.0, 1.0 / power);
}

float agx_curve(float u) {
  const float pivot_x = 10.0 / 16.5;
  float run = AGX_SLOPE * (u - pivot_x);
  bool toe = run < 0.0;
  float power = toe ? AGX_TOE : AGX_SHOULDER;
  float scale = toe ? agx_scale(AGX_SLOPE * pivot_x, AGX_PIVOT, AGX_TOE)
                    : agx_scale(AGX_SLOPE * (1.0 - pivot_x), 1.0 - AGX_PIVOT, AGX_SHOULDER);
  float t = run / scale;
  return AGX_PIVOT + scale * t * pow(1.0 + pow(abs(t), power), -1.0 / power);
}

// linear Rec. 709 light, a look (slope, power, saturation) -> code values 0..1
vec3 agx(vec3 light, vec3 slope, float power, float saturation) {
  vec3 u = AGX_INSET * max(light, vec3(0.0));
  u = clamp((log2(max(u, vec3(1e-10))) - AGX_MIN_EV) / (AGX_MAX_EV - AGX_MIN_EV), 0.0, 1.0);
  vec3 seen = vec3(agx_curve(u.r), agx_curve(u.g), agx_curve(u.b));
  seen = pow(max(seen * slope, vec3(0.0)), vec3(power));
  float luma = dot(seen, vec3(0.2126, 0.7152, 0.0722));
  return clamp(AGX_OUTSET * (luma + saturation * (seen - luma)), 0.0, 1.0);
}
