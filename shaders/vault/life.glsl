// How alive the walls' light is at a place: swelling with the breath from below upward, dying in patches under trouble.
#include <evening>
#include <vault>
#include "lib/noise.glsl"

const float WORST = 0.36;  // the vault's trouble when its kin's fault is at its height: most patches are dark then

// around in turns, height 0..1 up the dome
float life(float around, float height) {
  float wave = 0.5 - 0.5 * cos(6.2831853 * (evening.breath_phase - 0.22 * height));
  float swell = 0.52 + 0.55 * mix(evening.breath, wave, 0.55);
  float lot = value_noise(vec2(around * 17.0, height * 6.0 + 7.0));
  float ill = min(vault.trouble / WORST, 1.0);
  float hurt = mix(0.10, 0.57, ill);
  float alive = mix(1.0, smoothstep(hurt - 0.16, hurt + 0.06, lot), smoothstep(0.0, 0.15, ill));
  // Slow tides that wander round the hall, so that it never shines evenly.
  float tide = 0.74 + 0.34 * sin(6.2831853 * (around * 2.0 + 0.011 * evening.time_s) + 2.0)
    + 0.16 * sin(6.2831853 * (around * 5.0 - 0.017 * evening.time_s));
  return swell * tide * (0.04 * ill + alive) * vault.light * vault.presence;
}
