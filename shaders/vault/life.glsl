// How alive the walls' light is at a place: swelling with the breath from below upward, dying in patches under trouble.
#include <evening>
#include "lib/noise.glsl"

// around in turns, height 0..1 up the dome
float life(float around, float height) {
  float wave = 0.5 - 0.5 * cos(6.2831853 * (evening.breath_phase - 0.22 * height));
  float swell = 0.42 + 0.75 * mix(evening.breath, wave, 0.55);
  float lot = value_noise(vec2(around * 17.0, height * 6.0 + 7.0));
  float hurt = mix(0.12, 0.74, evening.trouble);
  float alive = mix(1.0, smoothstep(hurt - 0.16, hurt + 0.06, lot), smoothstep(0.0, 0.15, evening.trouble));
  // Slow tides that wander round the hall, so that it never shines evenly.
  float tide = 0.74 + 0.34 * sin(6.2831853 * (around * 2.0 + 0.011 * evening.dream_time_s) + 2.0)
    + 0.16 * sin(6.2831853 * (around * 5.0 - 0.017 * evening.dream_time_s));
  return swell * tide * (0.035 * evening.trouble + alive) * (1.0 - 0.3 * evening.trouble)
    * (1.0 + 0.3 * clamp(evening.guests, 0.0, 1.0));
}
