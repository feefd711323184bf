// Value noise from whole-number chance: smooth, cheap without textures, the same on every machine.

// one even number in 0..1 for a cell; a short multiply-and-fold hash, good enough for pictures
float chance(ivec2 cell) {
  uvec2 c = uvec2(cell) * uvec2(0x9E3779B1u, 0x85EBCA77u);
  uint n = c.x ^ (c.y + (c.x >> 15u));
  n *= 0xC2B2AE3Du;
  n ^= n >> 13u;
  n *= 0x27D4EB2Fu;
  return float(n >> 8u) * (1.0 / 16777216.0);
}
float chance(ivec3 cell) { return chance(ivec2(cell.x + cell.z * 7919, cell.y - cell.z * 104729)); }

// 0..1, continuous with its first derivative
float value_noise(vec2 p) {
  vec2 cell = floor(p), f = p - cell;
  ivec2 i = ivec2(cell);
  f = f * f * (3.0 - 2.0 * f);
  float low = mix(chance(i), chance(i + ivec2(1, 0)), f.x);
  return mix(low, mix(chance(i + ivec2(0, 1)), chance(i + ivec2(1, 1)), f.x), f.y);
}

// 0..1 in three dimensions
float value_noise(vec3 p) {
  vec3 cell = floor(p), f = p - cell;
  ivec3 i = ivec3(cell);
  f = f * f * (3.0 - 2.0 * f);
  vec4 near = vec4(chance(i), chance(i + ivec3(1, 0, 0)), chance(i + ivec3(0, 1, 0)), chance(i + ivec3(1, 1, 0)));
  i.z += 1;
  vec4 far = vec4(chance(i), chance(i + ivec3(1, 0, 0)), chance(i + ivec3(0, 1, 0)), chance(i + ivec3(1, 1, 0)));
  vec4 z = mix(near, far, f.z);
  vec2 y = mix(z.xy, z.zw, f.y);
  return mix(y.x, y.y, f.x);
}
