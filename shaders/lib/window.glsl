// The shapes of the wall's openings, as signed distances in metres (positive inside).

// a pointed arch of half width w and height h, its foot at y = 0; each side is an arc about the other side's spring
float into_arch(vec2 p, float w, float h) {
  float spring = h - 1.75 * w;
  float lean = 2.0 * w - length(vec2(abs(p.x) + w, p.y - spring));
  return min(p.y > spring ? lean : w - abs(p.x), p.y);
}

// a great window: two lancets, each of two lights, under a rose of six leaves
float into_window(vec2 p, float w, float h) {
  float frame = into_arch(p, w, h);
  vec2 half_way = vec2(abs(p.x) - 0.49 * w, p.y);
  float lancet = into_arch(half_way, 0.44 * w, 0.66 * h);
  vec2 light_way = vec2(abs(half_way.x) - 0.215 * w, p.y);
  float lights = into_arch(light_way, 0.175 * w, 0.53 * h);
  float eye = 0.15 * w - length(half_way - vec2(0.0, 0.565 * h));
  vec2 rose = p - vec2(0.0, 0.735 * h);
  float ring = length(rose), turn = atan(rose.x, rose.y) * 0.954929658551372;  // six to the round
  float leaf = (fract(turn) - 0.5) * 1.0471975512;
  vec2 petal = ring * vec2(sin(leaf), cos(leaf)) - vec2(0.0, 0.24 * w);
  float leaves = 0.115 * w - length(petal * vec2(1.0, 0.72));
  float middle = 0.085 * w - ring;
  return min(frame, max(max(min(lancet, max(lights, eye)), max(leaves, middle)), -1e3));
}
