// A soft round spot that only adds light.
in vec2 side;
in vec3 glow;
out vec4 colour;

void main() {
  float d = dot(side, side);
  colour = vec4(glow * smoothstep(1.0, 0.25, d), 0.0);
}
