// How far a point at a distance along the sight is spread by the lens: the circle of confusion of a thin lens whose
// sensor lies at its focal length, as a radius in pixels of the full-size target; negative before what is sharp.
#include <view>

const float MOST_SPREAD = 0.018;  // of the picture's height

float lens_spread(float metres) {
  float focus = view.jitter.z, opening = view.jitter.w;
  float turned = 0.5 * opening * (metres - focus) / (max(metres, 0.05) * max(focus, 0.05));  // tangent of the half angle
  float most = MOST_SPREAD * view.size.y;
  return clamp(turned / view.eye.w, -most, most);
}
