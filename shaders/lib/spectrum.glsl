// A cut crystal's colours: red to violet along t 0..1, each of equal weight in the sum; outside of it black.
vec3 spectrum(float t) {
  vec3 apart = (t - vec3(0.22, 0.50, 0.78)) / 0.21;
  vec3 hue = exp(-apart * apart);
  hue.r += 0.30 * exp(-pow((t - 0.97) / 0.09, 2.0));  // violet
  return hue * smoothstep(0.0, 0.08, t) * smoothstep(1.0, 0.92, t);
}
