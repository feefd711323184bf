// How alive the walls' light is at a place: swelling with the breath from below upward, dying in patches under trouble.
#include <evening>
#include "lib/noise.glsl"

// around in turns, height 0..1 up the dome
float life(float around, float height) {
  float wave = 0.5 - 0.5 * cos(6.2831853 * (evening.breath_phase - 0.22 * height));
  float swell = 0.42 + 0.75 * mix(evening.breath, wave, 0.55);
  float patch_noise = value_noise(vec2(around * 13.0, height * 5.0 + 7.0));
  float hurt = evening.trouble * 1.15;
  float alive = smoothstep(hurt - 0.22, hurt + 0.02, patch_noise + 0.02);
  return swell * mix(1.0, alive, smoothstep(0.0, 0.12, evening.trouble)) * (1.0 - 0.25 * evening.trouble);
}
