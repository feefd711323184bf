// A lamp's soft round point; the blend lets it through where the clouds do.
#include <clouds>
in vec3 glow;
out vec4 colour;

void main() {
  vec2 side = gl_PointCoord * 2.0 - 1.0;
  colour = vec4(glow * 2.4 * smoothstep(1.0, 0.1, dot(side, side)) * clouds.light * clouds.presence, 0.0);
}
