"""Camera and view: which part of the picture a pass draws, and the block that tells every shader of it.

The camera belongs to the moment, the view to whoever draws: a wall of several machines, a warp that needs a margin,
sub-frames that jitter, a projector with a projection of its own. The view goes through every pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import radians, tan

import numpy as np

NEAR_M, FAR_M = 0.2, 400.0
VIEW_BYTES = 512  # keeps what follows aligned for any driver

VIEW_GLSL = """layout(std140) uniform ViewBlock {
  mat4 to_clip;      // world to clip space
  mat4 to_eye;       // world to eye space, looking along -z
  mat4 to_world;     // clip space to world
  mat4 eye_to_clip;  // the projection
  vec4 eye;          // xyz metres; w: metres that one pixel covers at a distance of 1 m
  vec4 toward;       // unit direction of sight; w: vertical field of view in radians
  vec4 size;         // width, height of the full-size target in pixels, and 1 / them
  vec4 window;       // left, bottom, right, top: the part of the whole picture drawn here (0..1)
  vec4 range;        // near, far in metres; z: 1 in the mirrored pass; w: tan(fov / 2)
  vec4 jitter;       // xy in pixels; z: metres along the sight to what is sharp; w: the lens's opening in metres
  ivec4 stamp;       // x: seeds grain and dither; y: the tick
} view;
"""


@dataclass(frozen=True)
class View:
    """``viewport``: left, bottom, right, top of the whole picture; ``margin``: share added on each side;
    ``jitter``: pixels; ``projection``: a 4×4 row-major matrix that replaces the camera's own."""

    viewport: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    margin: float = 0.0
    jitter: tuple[float, float] = (0.0, 0.0)
    projection: tuple[tuple[float, ...], ...] | None = None


WHOLE = View()


@dataclass(frozen=True)
class Camera:
    """Where it stands and looks, metres; ``fov`` vertical, degrees; ``focus_m`` along the sight to what is sharp;
    ``lens_m``: its opening, 0 is a pinhole."""

    eye: np.ndarray
    target: np.ndarray
    fov: float
    focus_m: float = 10.0
    lens_m: float = 0.0

    @staticmethod
    def of(moment: np.ndarray, which: int = 0) -> Camera:
        """One of the moment's two cameras."""
        eye, target = moment["camera_eye"][which], moment["camera_target"][which]
        focus = float(moment["camera_focus"][which]) or float(np.linalg.norm(target - eye))
        return Camera(eye, target, float(moment["camera_fov"][which]), focus, float(moment["camera_lens"][which]))


def look_at(eye: np.ndarray, target: np.ndarray) -> np.ndarray:
    """World to eye space, ``(4, 4) float64``; the camera stays upright."""
    forward = np.asarray(target, float) - eye
    forward /= max(float(np.sqrt(forward @ forward)), 1e-9)
    right = np.array([-forward[2], 0.0, forward[0]])
    length = float(np.sqrt(right @ right))
    right = right / length if length > 1e-6 else np.array([1.0, 0.0, 0.0])
    up = np.array(
        [
            right[1] * forward[2] - right[2] * forward[1],
            right[2] * forward[0] - right[0] * forward[2],
            right[0] * forward[1] - right[1] * forward[0],
        ]
    )
    matrix = np.eye(4)
    matrix[:3, :3] = (right, up, -forward)
    matrix[:3, 3] = -matrix[:3, :3] @ np.asarray(eye, float)
    return matrix


def projection(fov: float, size: tuple[int, int], view: View) -> np.ndarray:
    """Eye to clip space for a target of ``size`` pixels that shows ``view``, ``(4, 4) float64``."""
    if view.projection is not None:
        matrix = np.array(view.projection, float)
        matrix[0] += 2.0 * view.jitter[0] / size[0] * matrix[3]
        matrix[1] += 2.0 * view.jitter[1] / size[1] * matrix[3]
        return matrix
    left, bottom, right, top = view.viewport
    half_y = tan(radians(fov) / 2.0)
    half_x = half_y * (size[0] / (right - left)) / (size[1] / (top - bottom))
    x0, x1 = _span(left, right, half_x, view.margin, view.jitter[0] / size[0])
    y0, y1 = _span(bottom, top, half_y, view.margin, view.jitter[1] / size[1])
    depth = FAR_M - NEAR_M
    return np.array(
        [
            [2.0 / (x1 - x0), 0.0, (x1 + x0) / (x1 - x0), 0.0],
            [0.0, 2.0 / (y1 - y0), (y1 + y0) / (y1 - y0), 0.0],
            [0.0, 0.0, -(FAR_M + NEAR_M) / depth, -2.0 * FAR_M * NEAR_M / depth],
            [0.0, 0.0, -1.0, 0.0],
        ]
    )


def _span(low: float, high: float, half: float, margin: float, shift: float) -> tuple[float, float]:
    """The tangents seen between two edges of the picture (0..1), widened by the margin, shifted by the jitter."""
    wide = (high - low) * margin
    a, b = (2.0 * (low - wide) - 1.0) * half, (2.0 * (high + wide) - 1.0) * half
    return a - shift * (b - a), b - shift * (b - a)


MIRROR = np.diag([1.0, -1.0, 1.0, 1.0])  # in the floor, the plane y = 0
FLOOR = np.array([0.0, 1.0, 0.0, 0.0])  # what lies above it is kept in the mirror


def cut_at(projection: np.ndarray, plane: np.ndarray) -> np.ndarray:
    """The projection with its near plane laid onto ``plane (4,)`` of eye space, the eye on its far side: what lies
    before it is clipped (Lengyel, Oblique View Frustum Depth Projection and Clipping, 2005). ``(4, 4) float64``."""
    corner = np.linalg.solve(projection, np.array([np.sign(plane[0]), np.sign(plane[1]), 1.0, 1.0]))
    cut = projection.copy()
    cut[2] = plane * (2.0 / float(plane @ corner)) - projection[3]
    return cut


def pack(
    out: np.ndarray, camera: Camera, view: View, size: tuple[int, int], stamp: tuple[int, int], mirrored: bool
) -> None:
    """Write the view block into ``out``, ``(128,) float32``."""
    to_eye = look_at(camera.eye, camera.target)
    eye, toward = np.array(camera.eye, float), -to_eye[2, :3]
    if mirrored:
        to_eye = to_eye @ MIRROR
        eye[1], toward[1] = -eye[1], -toward[1]
    eye_to_clip = projection(camera.fov, size, view)
    to_world = np.linalg.inv(eye_to_clip @ to_eye)
    if mirrored:
        eye_to_clip = cut_at(eye_to_clip, np.linalg.inv(to_eye).T @ FLOOR)
    to_clip = eye_to_clip @ to_eye
    for at, matrix in enumerate((to_clip, to_eye, to_world, eye_to_clip)):
        out[16 * at : 16 * at + 16] = matrix.T.reshape(-1)
    half = tan(radians(camera.fov) / 2.0)
    pixel = 2.0 / (eye_to_clip[1, 1] * size[1])
    out[64:88] = (
        *eye, pixel, *toward, radians(camera.fov), size[0], size[1], 1.0 / size[0], 1.0 / size[1],
        *view.viewport, NEAR_M, FAR_M, float(mirrored), half, *view.jitter, camera.focus_m, camera.lens_m,
    )  # fmt: skip
    out[88:92].view(np.int32)[:] = (*stamp, 0, 0)
