"""Blossoms drawn by the piece's own means: moderngl, instanced; plain, or with levels of detail and culling."""

from __future__ import annotations

import moderngl
import numpy as np

from installation.optics.context import headless
from installation.optics.geometry import Mesh

from .picture_scene import FRAGMENT, VERTEX, Scene


class Ours:
    """Every blossom with the one mesh, their places kept on the GPU."""

    def __init__(self, scene: Scene) -> None:
        self.ctx = headless()
        self.ctx.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        self._scene = scene
        self._program = self.ctx.program(VERTEX, FRAGMENT)
        self._program["to_clip"].write(scene.to_clip.T.astype(np.float32).tobytes())  # type: ignore[union-attr]
        self._program["eye"] = tuple(scene.camera.eye)
        self._instances = self.ctx.buffer(np.concatenate([scene.at, scene.turned], axis=1))
        self._array = self.array(scene.mesh)
        self._target = self.ctx.framebuffer([self.ctx.texture(scene.size, 4)], self.ctx.depth_renderbuffer(scene.size))
        self._pixels = bytearray(4 * scene.size[0] * scene.size[1])
        self.driver = f"{self.ctx.info['GL_RENDERER']}, OpenGL {self.ctx.info['GL_VERSION']}"

    def array(self, mesh: Mesh) -> moderngl.VertexArray:
        """The mesh drawn once an instance."""
        vertices = np.ascontiguousarray(mesh.vertices[:, :6])
        content = [
            (self.ctx.buffer(vertices), "3f 3f", "in_place", "in_normal"),
            (self._instances, "4f 4f/i", "in_at", "in_turned"),
        ]
        return self.ctx.vertex_array(self._program, content, self.ctx.buffer(mesh.indices))

    def frame(self) -> None:
        """Draw one and read it back."""
        self._target.use()
        self._target.clear(0.0, 0.0, 0.0, 1.0, depth=1.0)
        self.blossoms()
        self._target.read_into(self._pixels, components=4)

    def blossoms(self) -> None:
        """Draw all of them."""
        self._array.render(instances=self._scene.count)

    def pixels(self) -> np.ndarray:
        """The last frame, ``(height, width, 3) uint8``, the top row first."""
        width, height = self._scene.size
        return np.frombuffer(self._pixels, np.uint8).reshape(height, width, 4)[::-1, :, :3]
