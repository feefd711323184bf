// Directions on a square and back (octahedral map: Cigolle et al., A Survey of Efficient Representations, 2014), y up:
// the upper half lies in the middle, the lower half is folded out to the corners.

// unit direction -> 0..1
vec2 to_octahedron(vec3 dir) {
  vec2 p = dir.xz / (abs(dir.x) + abs(dir.y) + abs(dir.z));
  if (dir.y < 0.0) p = (1.0 - abs(p.yx)) * vec2(p.x < 0.0 ? -1.0 : 1.0, p.y < 0.0 ? -1.0 : 1.0);
  return p * 0.5 + 0.5;
}

// 0..1 -> unit direction
vec3 from_octahedron(vec2 uv) {
  vec2 p = uv * 2.0 - 1.0;
  float up = 1.0 - abs(p.x) - abs(p.y);
  if (up < 0.0) p = (1.0 - abs(p.yx)) * vec2(p.x < 0.0 ? -1.0 : 1.0, p.y < 0.0 ? -1.0 : 1.0);
  return normalize(vec3(p.x, up, p.y));
}
