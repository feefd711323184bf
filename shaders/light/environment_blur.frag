// One level of the environment from the sharper one: the mean over a cone about each direction.
#include "lib/octahedron.glsl"
uniform sampler2D source;   // the level before, alone
uniform float cone;         // half its angle, radians
in vec2 uv;
out vec4 colour;

const int TAPS = 20;
const float GOLDEN = 2.3999632;

void main() {
  vec3 dir = from_octahedron(uv);
  vec3 side = normalize(abs(dir.y) < 0.9 ? cross(dir, vec3(0.0, 1.0, 0.0)) : cross(dir, vec3(1.0, 0.0, 0.0)));
  vec3 up = cross(side, dir);
  vec3 sum = vec3(0.0);
  float weights = 0.0;
  for (int i = 0; i < TAPS; i++) {
    float ring = sqrt((float(i) + 0.5) / float(TAPS)), turn = float(i) * GOLDEN;
    vec2 aside = vec2(cos(turn), sin(turn)) * tan(cone) * ring;
    float weight = exp(-2.0 * ring * ring);
    sum += weight * textureLod(source, to_octahedron(normalize(dir + side * aside.x + up * aside.y)), 0.0).rgb;
    weights += weight;
  }
  colour = vec4(sum / weights, 1.0);
}
