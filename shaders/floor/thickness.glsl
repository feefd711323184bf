// How thick the film is: it drains and swirls, breathes, is pushed by ripples of will; trouble makes it tremble and
// tears it into cells around holes of black film.
#include <stage>
#include "lib/cells.glsl"
#include "floor/life.glsl"

const float HOLE_NM = 8.0;   // black film
const float FOOT_M = 1.55;   // radius of the engine's foot

float ripples(vec2 p) {
  float sum = 0.0;
  for (int i = 0; i < 4; i++) {
    if (i >= evening.will_count) break;
    vec2 from = vec2(evening_will(2 * i), -evening_will(2 * i + 1)) * FLOOR_RADIUS_M;
    float age = evening.will_since_s[i];
    float ahead = length(p - from) - age * WILL_SPEED_M_S;
    float ring = exp(-ahead * ahead * 2.2) + 0.35 * exp(-abs(ahead) * 0.55) * step(ahead, 0.0) * (0.5 + 0.5 * cos(ahead * 5.0));
    sum += ring * exp(-age * 0.55) * step(0.0, age);
  }
  return sum;
}

// rise: the film stands up round what touches it, 0..1
float meniscus(float r) {
  return exp(-max(r - FOOT_M, 0.0) * 1.7) + 0.6 * exp(-max(FLOOR_RADIUS_M - 0.1 - r, 0.0) * 2.4);
}

// x: nanometres, y: how much of a hole 0..1, z: 1 on a tear's rim; flow: two even numbers that wander with the film
vec3 thickness(vec2 p, float wave, vec2 flow) {
  float t = evening.time_s, r = length(p);
  vec2 q = p * 0.16 + 1.9 * flow;
  float stream = value_noise(q * vec2(1.0, 1.6) + vec2(0.0, 0.045 * t)) * 0.65 + value_noise(q * 3.1 - vec2(0.03 * t, 0.0)) * 0.35;
  float rich = clamp(evening.guests, 0.0, 1.0);
  float nm = mix(288.0, 335.0, rich) + mix(105.0, 215.0, rich) * (stream - 0.5);
  nm -= 95.0 * exp(-r * r / 55.0);  // it has drained most from the middle
  nm += 26.0 * (evening.breath - 0.5) + 2.0 * (r - 8.0) + 70.0 * meniscus(r) + 95.0 * wave;
  float ill = smoothstep(0.02, 0.26, floor_room.trouble);
  if (ill <= 0.0) return vec3(max(nm, HOLE_NM), 0.0, 0.0);
  // Standing waves of the trembling pane, then cells whose walls hold what has run out of their middles.
  float shake = sin(2.3 * p.x + 1.1 * sin(1.9 * t)) * sin(2.1 * p.y + 1.3 * sin(1.6 * t + 2.0));
  vec2 cell = cells(p * 0.42 + 0.9 * flow + 0.10 * vec2(sin(0.7 * t), cos(0.9 * t)));
  float edge = mix(1.3, 0.12 + 0.25 * cell.y, ill) + 0.05 * shake;
  float soft = 0.10;
  float hole = smoothstep(edge - soft, edge + soft, cell.x) * step(0.25, cell.y);
  float rim = exp(-pow((cell.x - edge) / 0.09, 2.0)) * step(0.25, cell.y) * ill;
  nm += ill * (34.0 * shake + 150.0 * smoothstep(0.5, 0.0, cell.x) * (0.4 + cell.y));
  return vec3(mix(max(nm, HOLE_NM), HOLE_NM, hole), hole, rim);
}
