// Limbs as tapering strokes: a bone between two joints, thick by a radius at each of them, and how strokes flow together.

// x: signed distance to the stroke's skin (negative inside), y: distance to its bone, z: 0..1 along it
vec3 limb(vec2 p, vec2 a, vec2 b, float ra, float rb) {
  vec2 way = b - a, from = p - a;
  float s = clamp(dot(from, way) / max(dot(way, way), 1e-6), 0.0, 1.0);
  float bone = length(from - s * way);
  return vec3(bone - mix(ra, rb, s), bone, s);
}

// the lesser of two distances, rounded where they are nearer than k (polynomial smooth minimum)
float joined(float a, float b, float k) {
  float h = max(k - abs(a - b), 0.0) / k;
  return min(a, b) - 0.25 * k * h * h;
}
