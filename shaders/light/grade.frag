// The finish in one pass: bloom mixed in, exposure, vignette, AgX with its look, fine grain, triangular dither.
#include <view>
#include <evening>
#include "lib/agx.glsl"
#include "lib/hash.glsl"
#include "lib/sane.glsl"
uniform sampler2D source;
uniform sampler2D bloom;
in vec2 uv;
out vec4 colour;

const float BLOOM = 0.11;  // share of the light that the lens scatters
const float GRAIN = 0.010;

void main() {
  vec3 light = mix(sane(textureLod(source, uv, 0.0).rgb, 6e4), textureLod(bloom, uv, 0.0).rgb, BLOOM);
  vec2 whole = mix(view.window.xy, view.window.zw, uv) * 2.0 - 1.0;  // place in the whole picture
  float corner = dot(whole * vec2(0.80, 0.62), whole * vec2(0.80, 0.62));
  light *= exp2(evening.exposure) / (1.0 + 0.55 * corner * corner);
  vec3 seen = agx(light * 1.25, vec3(1.04), 1.25, 1.75);
  ivec2 place = ivec2(gl_FragCoord.xy + view.window.xy * view.size.xy / (view.window.zw - view.window.xy));
  vec3 chance = hash3(ivec3(place, view.stamp.x));
  float luma = dot(seen, vec3(0.2126, 0.7152, 0.0722));
  seen += GRAIN * (chance.z - 0.5) * smoothstep(0.0, 0.25, luma) * (1.0 - luma);
  float triangle = chance.x + chance.y - 1.0;  // -1..1, a code each way
  colour = vec4(seen + triangle / 255.0, 1.0);
}
