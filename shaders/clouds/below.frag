// What polished things in the hall see beneath the floor's horizon: the clouds' pale band, dim straight below.
#include <clouds>
#include "lib/octahedron.glsl"
#include "lib/light.glsl"
#include "lib/moon.glsl"
in vec2 uv;
out vec4 colour;

void main() {
  vec3 dir = from_octahedron(uv);
  float band = smoothstep(-0.03, -0.12, dir.y) * exp(3.2 * min(dir.y + 0.10, 0.0));
  float toward = 0.35 + 0.65 * max(dot(normalize(dir.xz + vec2(1e-4)), normalize(MOON.xz)), 0.0);
  vec3 light = moon_colour() * 0.075 * toward + fill_colour() * 0.05;
  colour = vec4(light * band * clouds.light * clouds.presence, 0.0);
}
