// Light that cannot spoil its neighbours: what is no number is dark, what is beyond a lamp's glare is that glare.

vec3 sane(vec3 light, float most) {
  return clamp(mix(light, vec3(0.0), isnan(light)), vec3(0.0), vec3(most));
}
