// Lines of light engraved in the film: rings, divisions and a rosette, which give the hall its measure.

// A line of half width w metres at distance d with a faint glow about it; never thinner than a pixel: what it lacks in
// width it loses in light.
float line(float d, float w, float pixel) {
  float wide = max(w, pixel * 0.6);
  float core = smoothstep(wide + pixel * 0.5, max(wide - pixel * 0.5, 0.0), abs(d)) * min(w / wide, 1.0);
  float glow = d / (0.16 + pixel);
  return core + 0.09 * exp(-glow * glow) * min(0.16 / (0.16 + pixel) + 0.2, 1.0);
}

// the inlay's light at radius r, azimuth a (radians); pixel: metres that one covers there
float inlay(float r, float a, float pixel) {
  float light = line(r - 15.1, 0.018, pixel) + 0.8 * line(r - 12.4, 0.022, pixel) + 0.5 * line(r - 12.0, 0.010, pixel);
  light += 0.7 * line(r - (RIM_RADIUS_M[0] - 1.2), 0.020, pixel) + 0.9 * line(r - 3.4, 0.022, pixel) + 0.5 * line(r - 3.1, 0.010, pixel);
  // Divisions, long and short, between the outer rings.
  float mark = a * 96.0 / 6.2831853;
  float near = (fract(mark + 0.5) - 0.5) * 6.2831853 * r / 96.0;
  float big = mod(floor(mark + 0.5), 8.0) < 0.5 ? 1.0 : 0.0;
  float band = smoothstep(0.0, pixel, r - mix(14.5, 13.1, big)) * smoothstep(0.0, pixel, 15.1 - r);
  light += line(near, 0.010 + 0.008 * big, pixel) * band * (0.5 + 0.5 * big);
  // A rosette: two families of arcs that cross, one a mirror of the other.
  float leaf = 6.2831853 * r / 24.0, within = step(3.4, r) * step(r, 12.0);
  for (int side = -1; side <= 1; side += 2) {
    float sweep = a * 12.0 / 6.2831853 + float(side) * 1.9 * sqrt(max(r - 3.4, 0.0) / 8.6);
    light += 0.45 * line((fract(sweep) - 0.5) * leaf * 1.6, 0.011, pixel) * within;
  }
  return light;
}
