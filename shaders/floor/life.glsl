// How alive the floor's light is: swelling with the breath, with slow tides round the hall, dimmer in trouble.
#include <evening>
#include <floor>

float life(float around, float height) {
  float tide = 0.80 + 0.25 * sin(6.2831853 * (around * 2.0 + 0.011 * evening.time_s) + 2.0);
  return (0.55 + 0.50 * evening.breath) * tide * floor_room.light * floor_room.presence;
}
