// One level up by a 3x3 tent, mixed into what the level already holds (alpha is the share of the wider light).
uniform sampler2D source;
in vec2 uv;
out vec4 colour;

void main() {
  vec2 step = 1.0 / vec2(textureSize(source, 0));
  vec3 sum = textureLod(source, uv, 0.0).rgb * 4.0;
  for (int i = 0; i < 4; i++) {
    vec2 side = vec2(i & 1, i >> 1) * 2.0 - 1.0;
    sum += textureLod(source, uv + step * side, 0.0).rgb;
    vec2 straight = i < 2 ? vec2(side.x, 0.0) : vec2(0.0, side.x);
    sum += textureLod(source, uv + step * straight, 0.0).rgb * 2.0;
  }
  colour = vec4(sum / 16.0, 0.68);
}
