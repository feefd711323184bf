// What of the domes lives with the evening: how strongly the lullaby works, and how a monk or a dome keeps time.
#include <evening>
#include <domes>
#include "lib/answered.glsl"

const int LULL = 2;  // in the order in which the evening keeps its commands

// 0..1, the command as the world feels it
float lulled() {
  return evening.command_count[LULL] > 0 ? smoothstep(0.0, 1.0, answered(evening.command_since_s[LULL])) : 0.0;
}

// 0..1, how well the monks sing: trouble makes them falter
float singing() { return lulled() * (1.0 - 0.65 * domes.trouble); }

// turns through the bar of the monk that answers to a number
float own_phase(int i) { return domes_phase(i % 7); }
