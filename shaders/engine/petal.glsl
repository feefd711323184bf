// Where a membrane lies: a bud round the heart, a calyx below, plumes above; all swell with the breath.
#include <engine>
#include <evening>
#include <stage>

const int BUD = 6, CALYX = 10, PLUMES = 7;

// shared by all membranes of a kind
struct Petal { int kind; float turn; float lot; };

Petal petal_of(int i) {
  float n = float(i);
  float lot = fract(n * 0.61803399);
  if (i < BUD) return Petal(0, n / float(BUD) + 0.35 * engine.rings.w, lot);
  if (i < BUD + CALYX) return Petal(1, (n - float(BUD)) / float(CALYX), lot);
  return Petal(2, (n - float(BUD + CALYX)) / float(PLUMES) + 0.04, lot);
}

// place (metres about the heart) at u -1..1 across, v 0..1 along
vec3 petal_place(Petal petal, float u, float v) {
  float t = evening.time_s, breath = evening.breath;
  float wave = sin(6.2831853 * (petal.lot + 0.9 * v) - 1.3 * t), flutter = engine.wild * sin(11.0 * t + 9.0 * v + 5.0 * petal.lot);
  float radius, height, broad, angle = 6.2831853 * petal.turn;
  if (petal.kind == 0) {
    float open = 0.45 + 0.45 * breath + 0.10 * engine.pulse;
    float theta = -1.45 + 2.65 * v;
    radius = (1.62 + 0.14 * breath + 0.05 * wave) * cos(theta) + open * v * v * v * 0.9;
    height = 1.78 * sin(theta) - 0.10;
    broad = 0.46 * pow(max(sin(3.1416 * min(v, 0.985)), 0.0), 0.55) * (1.0 - 0.35 * v);
    angle += 0.35 * v;
    radius += 0.06 * u * u * sin(14.0 * v + 2.0 * t + 6.0 * petal.lot) + 0.06 * flutter;
  } else if (petal.kind == 1) {
    float even = mod(petal.turn * float(CALYX) + 0.5, 2.0) < 1.0 ? 1.0 : 0.82;
    float open = 0.12 * (breath - 0.5) + 0.03 * wave * v + 0.05 * flutter * v;
    radius = 0.35 + even * (4.30 * sin(1.5708 * pow(v, 0.9)) + 0.45 * v * v * v);
    height = -3.95 + even * (2.95 * v * v - 0.30 * v * v * v * v) - 1.2 * open * v;
    broad = 1.02 * pow(max(sin(3.1416 * min(0.05 + 0.95 * pow(v, 0.8), 1.0)), 0.0), 0.85);
    height += 0.30 * u * u * (0.3 + v) + 0.05 * sin(21.0 * v + 3.0 * u - 1.1 * t) * v * u * u;
    radius *= 1.0 + open * 0.35;
  } else {
    float sway = 0.10 * sin(0.8 * t + 6.2831853 * petal.lot - 2.0 * v) * v + 0.08 * flutter * v;
    float tall = 0.85 + 0.35 * petal.lot;
    radius = 0.42 + 1.75 * pow(v, 1.25) * (0.85 + 0.25 * breath) + 0.5 * v * v * v * v;
    height = 3.66 + tall * 2.2 * pow(v, 0.8) - 0.95 * v * v * v * v;
    broad = 0.34 * pow(max(sin(3.1416 * (0.06 + 0.935 * v)), 0.0), 0.8);
    angle += sway + 0.30 * v * v;
    radius += 0.05 * u * u * sin(19.0 * v - 1.6 * t);
  }
  float span = petal.kind == 0 ? u * broad * 1.1 : petal.kind == 1 ? u * broad / (0.35 + radius) : u * broad * 1.9 / (1.0 + 0.55 * radius);
  angle += span;
  return vec3(radius * sin(angle), height, -radius * cos(angle));
}
