// Rays of light through the mist: the mask gathered along the line to the lamp, fading with the way
// (Mitchell, Volumetric Light Scattering as a Post-Process, GPU Gems 3, 2007).
#include <view>
#include "lib/noise.glsl"
uniform sampler2D source;
uniform vec4 lamp;   // w: how strongly it shines, 0 where it stands behind the eye
in vec2 uv;
out vec4 colour;

const int TAPS = 48;
const float REACH = 0.86, DECAY = 0.962;

void main() {
  vec2 stride = (lamp.xy - uv) * REACH / float(TAPS);
  vec2 at = uv + stride * chance(ivec3(gl_FragCoord.xy, 11));
  vec3 sum = vec3(0.0);
  float weight = 1.0;
  for (int i = 0; i < TAPS; i++) {
    sum += textureLod(source, at, 0.0).rgb * weight;
    weight *= DECAY;
    at += stride;
  }
  colour = vec4(sum * lamp.w / float(TAPS), 1.0);
}
