// Chance from whole numbers: the same on every machine. PCG in two and three dimensions (Jarzynski and Olano, 2020).

uvec3 pcg(uvec3 v) {
  v = v * 1664525u + 1013904223u;
  v.x += v.y * v.z;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v ^= v >> 16u;
  v.x += v.y * v.z;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  return v;
}

// three even numbers in 0..1 for a cell
vec3 hash3(ivec3 cell) {
  return vec3(pcg(uvec3(cell))) * (1.0 / 4294967296.0);
}
