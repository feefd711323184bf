// The finish in one pass: edges smoothed, depth of field, rays and bloom mixed in, exposure, vignette, AgX with its look, fine grain, triangular dither.
#include <view>
#include <evening>
#include "lib/agx.glsl"
#include "lib/hash.glsl"
#include "lib/sane.glsl"
#if LENS
#include "lib/depth.glsl"
#include "lib/lens.glsl"
#endif
uniform sampler2D source;
uniform sampler2D bloom;
#if LENS
uniform sampler2D blurred;   // half size, its spread in pixels in alpha
uniform sampler2D rays;      // quarter size
uniform sampler2D scene_depth;
#endif
in vec2 uv;
out vec4 colour;

const float BLOOM = 0.11;  // share of the light that the lens scatters
const float GRAIN = 0.010;

vec3 at(vec2 place) { return sane(textureLod(source, place, 0.0).rgb, 6e4); }

#if SMOOTH
// how bright it will look, 0..1: compressed, so that edges in light and in dark count alike
float seen_luma(vec3 light) {
  float luma = dot(light, vec3(0.25, 0.6, 0.15)) * 6.0;
  return luma / (1.0 + luma);
}

// Where a pixel stands on an edge, it takes from along the edge, found by the diagonal neighbours' slopes (the idea
// of Lottes, FXAA, 2009); for pictures without samples of their own.
vec3 smoothed() {
  vec2 step = view.size.zw;
  vec3 middle = at(uv);
  float m = seen_luma(middle);
  float nw = seen_luma(at(uv + step * vec2(-0.5, 0.5))), ne = seen_luma(at(uv + step * vec2(0.5, 0.5)));
  float sw = seen_luma(at(uv + step * vec2(-0.5, -0.5))), se = seen_luma(at(uv + step * vec2(0.5, -0.5)));
  float least = min(m, min(min(nw, ne), min(sw, se))), most = max(m, max(max(nw, ne), max(sw, se)));
  if (most - least < 0.03 + 0.08 * most) return middle;
  vec2 along = vec2((sw + se) - (nw + ne), (ne + se) - (nw + sw));
  float size = max(min(abs(along.x), abs(along.y)), 0.02 * (nw + ne + sw + se)) + 1e-4;
  along = clamp(along / size, -4.0, 4.0) * step;
  vec3 near = 0.5 * (at(uv - along / 6.0) + at(uv + along / 6.0));
  vec3 wide = 0.5 * near + 0.25 * (at(uv - along * 0.5) + at(uv + along * 0.5));
  float luma = seen_luma(wide);
  return luma < least || luma > most ? near : wide;
}
#else
vec3 smoothed() { return at(uv); }
#endif

// what the lens makes of the scene: sharp where it is in focus, spread where it is not, with rays through the mist
vec3 through_lens() {
  vec3 light = smoothed();
#if LENS
  vec4 soft = textureLod(blurred, uv, 0.0);
  float own = abs(lens_spread(sight_distance(texelFetch(scene_depth, ivec2(gl_FragCoord.xy), 0).r)));
  light = mix(light, sane(soft.rgb, 6e4), smoothstep(0.6, 2.0, max(own, soft.a)));
  light += sane(textureLod(rays, uv, 0.0).rgb, 60.0);
#endif
  return light;
}

void main() {
  vec3 light = mix(through_lens(), textureLod(bloom, uv, 0.0).rgb, BLOOM);
  vec2 whole = mix(view.window.xy, view.window.zw, uv) * 2.0 - 1.0;  // place in the whole picture
  float corner = dot(whole * vec2(0.80, 0.62), whole * vec2(0.80, 0.62));
  light *= exp2(evening.exposure) / (1.0 + 0.55 * corner * corner);
  vec3 slope = vec3(evening_look(0), evening_look(1), evening_look(2));
  vec3 seen = agx(light * 1.42, slope, evening_look(3), evening_look(4));
  ivec2 place = ivec2(gl_FragCoord.xy + view.window.xy * view.size.xy / (view.window.zw - view.window.xy));
  vec3 chance = hash3(ivec3(place, view.stamp.x));
  float luma = dot(seen, vec3(0.2126, 0.7152, 0.0722));
  seen += GRAIN * (chance.z - 0.5) * smoothstep(0.0, 0.25, luma) * (1.0 - luma);
  float triangle = chance.x + chance.y - 1.0;  // -1..1, a code each way
  colour = vec4(seen + triangle / 255.0, 1.0);
}
