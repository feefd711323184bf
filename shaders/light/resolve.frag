// Samples to one pixel, each weighed by 1 / (1 + its brightest channel), so that bright edges stay smooth.
uniform sampler2DMS colours;
uniform sampler2DMS depths;
out vec4 colour;

void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  vec4 sum = vec4(0.0);
  float weights = 0.0, nearest = 1.0;
  for (int i = 0; i < SAMPLES; i++) {
    vec4 one = texelFetch(colours, at, i);
    float weight = 1.0 / (1.0 + max(one.r, max(one.g, one.b)));
    sum += one * weight;
    weights += weight;
    nearest = min(nearest, texelFetch(depths, at, i).r);
  }
  colour = sum / weights;
  gl_FragDepth = nearest;
}
