"""Blossoms drawn with levels of detail: sorted by how large they are seen, those out of sight left out, each frame."""

from __future__ import annotations

from math import sqrt, tan

import moderngl
import numpy as np
from numba import njit

from installation.optics.geometry import Mesh

from .picture_ours import Ours
from .picture_scene import Scene, meshes

FINE_PX = (5.0, 20.0)  # radii in the picture from which the second and third level are drawn


class Levels(Ours):
    """Sorting, sending and drawing, all of it a part of the frame."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        levels = meshes()
        self._all = np.concatenate([scene.at, scene.turned], axis=1)
        self._sorted = np.empty((len(levels), *self._all.shape), np.float32)
        self._counts = np.zeros(len(levels), np.int64)
        self._planes = sides(scene.to_clip)
        self._focal_px = scene.size[1] / (2.0 * tan(np.radians(scene.camera.fov) / 2.0))
        self._arrays = [self._of(mesh) for mesh in levels]

    def _of(self, mesh: Mesh) -> tuple[moderngl.VertexArray, moderngl.Buffer]:
        self._instances = self.ctx.buffer(reserve=self._all.nbytes, dynamic=True)
        return self.array(mesh), self._instances

    def blossoms(self) -> None:
        """Sort them anew, as if they had moved, and draw those seen."""
        eye = np.asarray(self._scene.camera.eye, np.float64)
        sort(self._all, self._planes, eye, self._focal_px, np.array(FINE_PX), self._sorted, self._counts)
        for (array, buffer), instances, count in zip(self._arrays, self._sorted, self._counts.tolist(), strict=True):
            if count:
                buffer.orphan()
                buffer.write(instances[:count])
                array.render(instances=count)


def sides(to_clip: np.ndarray) -> np.ndarray:
    """The six planes of what is seen, ``(6, 4) float64``, normals unit and pointing in (Gribb & Hartmann, 2001)."""
    planes = np.concatenate([to_clip[3] + to_clip[:3], to_clip[3] - to_clip[:3]])
    return planes / np.linalg.norm(planes[:, :3], axis=1, keepdims=True)


@njit(cache=True)
def sort(all_, planes, eye, focal_px, fine_px, out, counts):  # type: ignore[no-untyped-def]
    """Put each blossom of ``all_ (n, 8)`` that is seen into ``out (levels, n, 8)``; ``counts`` says how many."""
    counts[:] = 0
    for i in range(all_.shape[0]):
        x, y, z, radius = all_[i, 0], all_[i, 1], all_[i, 2], all_[i, 3]
        seen = True
        for k in range(planes.shape[0]):
            seen &= planes[k, 0] * x + planes[k, 1] * y + planes[k, 2] * z + planes[k, 3] > -radius
        if not seen:
            continue
        apart = sqrt((x - eye[0]) ** 2 + (y - eye[1]) ** 2 + (z - eye[2]) ** 2)
        level, large = 0, focal_px * radius / max(apart, 1e-3)
        while level < fine_px.shape[0] and large > fine_px[level]:
            level += 1
        out[level, counts[level]] = all_[i]
        counts[level] += 1
