"""One frame as a visual sees it while it draws: the moment between, the view, and what is bound."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import moderngl
import numpy as np

from ..core.room import Room
from .quality import Quality
from .view import Camera, View

PASSES = ("environment", "far", "mirror", "opaque", "ground", "translucent", "volume", "sprites")
"""The passes a visual may name, in order. All blend over premultiplied alpha (0 adds light) but ``mirror`` and
``opaque``.

- ``environment``: the light that comes to the hall's middle from everywhere, on an octahedral map (``lib/octahedron``);
  what is drawn here is what polished things mirror (``hall_environment``).
- ``far``: skies and clouds behind all else, at a quarter or half size, no depth; its alpha stays in the scene, so that
  what lies behind the clouds can still be drawn in ``opaque`` where they are thin.
- ``mirror``: the half-size scene above the floor, for its reflection (same programs; the view block is the mirrored
  one, and what lies below the floor is clipped).
- ``opaque``: depth tested and written, back faces culled.
- ``ground``: the floor, clear as it may be: over all that is opaque, under all that is clear; depth tested and written.
- ``translucent``: depth tested; may read ``scene_opaque``, the scene so far.
- ``volume``: half size, no depth test; reads ``scene_distance``.
- ``sprites``: full size, depth tested."""


@dataclass
class Frame:
    """``moment``: the record between two ticks. ``to_clip``: ``(4, 4)``, world to clip space. ``target`` is bound."""

    moment: np.ndarray
    camera: Camera
    view: View
    size: tuple[int, int]
    quality: Quality
    to_clip: np.ndarray
    target: moderngl.Framebuffer
    mirrored: bool = False

    def own(self, room: Room) -> np.ndarray:
        """The room's own record."""
        return self.moment[room.name]

    def scissor(self, centre: tuple[float, float, float], radius: float) -> bool:
        """Draw only where the sphere (metres) can be seen; False where it cannot. Lifted after the visual's draw."""
        box = self._box(centre, radius)
        if box is None:
            return True
        width, height = self.target.size
        x0, y0 = max(int(box[0] * width), 0), max(int(box[1] * height), 0)
        x1, y1 = min(int(box[2] * width) + 1, width), min(int(box[3] * height) + 1, height)
        if x1 <= x0 or y1 <= y0:
            return False
        self.target.scissor = (x0, y0, x1 - x0, y1 - y0)
        return True

    def _box(self, centre: tuple[float, float, float], radius: float) -> tuple[float, ...] | None:
        """The sphere's bounds in the target (0..1), or None where it reaches behind the camera."""
        at = np.array((*centre, 1.0))
        w = float(self.to_clip[3] @ at)
        if w <= radius * 1.05:
            return None
        left, right = _bounds(self.to_clip[0], self.to_clip[3], at, radius)
        low, high = _bounds(self.to_clip[1], self.to_clip[3], at, radius)
        return (left + 1) / 2, (low + 1) / 2, (right + 1) / 2, (high + 1) / 2


def _bounds(row: np.ndarray, depth: np.ndarray, at: np.ndarray, radius: float) -> tuple[float, float]:
    """Least and greatest of (row · p) / (depth · p) over a sphere: the planes row - t depth that touch it.

    Touching means |(row - t depth) · at| = radius |(row - t depth)_xyz|, a quadratic in t.
    """
    x, w, r2 = float(row @ at), float(depth @ at), radius * radius
    a = w * w - r2 * float(depth[:3] @ depth[:3])
    b = x * w - r2 * float(row[:3] @ depth[:3])
    c = x * x - r2 * float(row[:3] @ row[:3])
    root = sqrt(max(b * b - a * c, 0.0))
    return (b - root) / a, (b + root) / a
