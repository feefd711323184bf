// A thin film's colours: the baked table of installation/rooms/floor/film.py (cosine along, thickness upward).
uniform sampler2D film_table;

const float FILM_THICKEST_NM = 700.0;

// share of white light sent back, linear, at cosine of the angle to the normal and thickness in nanometres
vec3 film_share(float cosine, float nm) {
  return textureLod(film_table, vec2(cosine, nm / FILM_THICKEST_NM), 0.0).rgb;
}

// the same of so many films one behind the other: what a single one shows faintly, made plain; never above 1
vec3 film_stack(float cosine, float nm, float films) { return 1.0 - pow(1.0 - min(film_share(cosine, nm), 1.0), vec3(films)); }
