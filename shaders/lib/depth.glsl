// Between a depth buffer's value and metres along the sight. Needs <view>.
#include <view>

// depth 0..1 -> distance along the direction of sight, metres
float sight_distance(float depth) {
  float clip = depth * 2.0 - 1.0;
  return view.eye_to_clip[3][2] / (clip + view.eye_to_clip[2][2]);
}
