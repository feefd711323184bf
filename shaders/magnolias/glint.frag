// A star: a small bright middle in a soft disc of added light.
in vec2 side;
in vec3 glow;
out vec4 colour;

void main() {
  float r = dot(side, side);
  if (r > 1.0) discard;
  float fall = (1.0 - r) * (1.0 - r);
  colour = vec4(glow * (0.12 * fall + fall * fall * fall), 0.0);
}
