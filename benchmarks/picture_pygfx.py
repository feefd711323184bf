"""The same blossoms by pygfx: one InstancedMesh, Phong shading, no effects, its picture read straight back."""

from __future__ import annotations

from math import atan, degrees, pi, radians, tan

import numpy as np
import pygfx
from rendercanvas.offscreen import OffscreenRenderCanvas

from installation.optics.view import FAR_M, NEAR_M

from .picture_scene import AMBIENT, COLOUR, SHININESS, TO_LAMP, Scene


class Pygfx:
    """One frame of pygfx: nothing after the scene itself, whose own target is read."""

    def __init__(self, scene: Scene) -> None:
        self._canvas = OffscreenRenderCanvas(size=scene.size, pixel_ratio=1.0)
        self._renderer = pygfx.WgpuRenderer(self._canvas, pixel_ratio=1.0, ppaa="none", sort_objects=False)
        geometry = pygfx.Geometry(
            positions=np.ascontiguousarray(scene.mesh.places),
            normals=np.ascontiguousarray(scene.mesh.normals),
            indices=scene.mesh.indices.reshape(-1, 3).astype(np.int32),
        )
        material = pygfx.MeshPhongMaterial(color=COLOUR, shininess=SHININESS, specular="#808080", side="both")
        mesh = pygfx.InstancedMesh(geometry, material, scene.count)
        mesh.instance_buffer.data["matrix"] = _matrices(scene).transpose(0, 2, 1)
        mesh.instance_buffer.update_full()
        lamp = pygfx.DirectionalLight("#ffffff", intensity=pi)
        lamp.local.position = TO_LAMP
        self._scene = pygfx.Scene()
        self._scene.add(mesh, lamp, pygfx.AmbientLight("#ffffff", AMBIENT))
        self._camera = _camera(scene)
        self._image = np.zeros((*scene.size[::-1], 4), np.uint8)
        self.frame()
        info = self._renderer.device.adapter.info
        self.driver = f"{info['device']}, {info['backend_type']}, {info['description']}"

    def frame(self) -> None:
        """Draw one and read it back."""
        self._renderer.render(self._scene, self._camera, flush=False)
        self._image = self._renderer.snapshot()

    def pixels(self) -> np.ndarray:
        """The last frame, ``(height, width, 3) uint8``, the top row first."""
        return self._image[:, :, :3]


def _camera(scene: Scene) -> pygfx.PerspectiveCamera:
    aspect = scene.size[0] / scene.size[1]
    # Its field of view is that of the mean of width and height.
    fov = 2.0 * degrees(atan(tan(radians(scene.camera.fov) / 2.0) * (1.0 + aspect) / 2.0))
    camera = pygfx.PerspectiveCamera(fov, aspect, depth_range=(NEAR_M, FAR_M))
    camera.local.position = scene.camera.eye
    camera.look_at(scene.camera.target)
    return camera


def _matrices(scene: Scene) -> np.ndarray:
    """Each blossom's own matrix, ``(n, 4, 4) float32``, row-major."""
    x, y, z, w = scene.turned.astype(float).T
    size = scene.at[:, 3].astype(float)
    made = np.zeros((scene.count, 4, 4))
    made[:, 0, :3] = (size * [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)]).T
    made[:, 1, :3] = (size * [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)]).T
    made[:, 2, :3] = (size * [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)]).T
    made[:, :3, 3] = scene.at[:, :3]
    made[:, 3, 3] = 1.0
    return made.astype(np.float32)
