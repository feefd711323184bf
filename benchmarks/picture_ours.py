"""Blossoms drawn by the piece's own means: moderngl, instanced; all in one draw, or in batches."""

from __future__ import annotations

import moderngl
import numpy as np

from installation.optics.context import headless, make_current
from installation.optics.geometry import Mesh

from .picture_scene import FRAGMENT, VERTEX, Scene

BATCH_TRIANGLES = 30_000


class Ours:
    """Every blossom with the one mesh, their places kept on the GPU."""

    def __init__(self, scene: Scene) -> None:
        self.ctx = headless()
        self.ctx.enable_only(moderngl.DEPTH_TEST)
        self.scene, self.instances = scene, np.concatenate([scene.at, scene.turned], axis=1)
        self._program = self.ctx.program(VERTEX, FRAGMENT)
        self._program["to_clip"].write(scene.to_clip.T.astype(np.float32).tobytes())  # type: ignore[union-attr]
        self._program["eye"] = tuple(scene.camera.eye)
        self.target = self.ctx.framebuffer([self.ctx.texture(scene.size, 4)], self.ctx.depth_renderbuffer(scene.size))
        self._pixels = bytearray(4 * scene.size[0] * scene.size[1])
        self.driver = f"{self.ctx.info['GL_RENDERER']}, OpenGL {self.ctx.info['GL_VERSION']}"
        self.prepare()

    def prepare(self) -> None:
        """Send to the GPU what stays there."""
        self._array = self.array(self.scene.mesh, self.ctx.buffer(self.instances))

    def array(self, mesh: Mesh, instances: moderngl.Buffer, layout: str = "4f 4f/i") -> moderngl.VertexArray:
        """The mesh drawn once for each of the instances, which lie in their buffer as ``layout`` says."""
        content = [
            (self.ctx.buffer(np.ascontiguousarray(mesh.vertices[:, :6])), "3f 3f", "in_place", "in_normal"),
            (instances, layout, "in_at", "in_turned"),
        ]
        return self.ctx.vertex_array(self._program, content, self.ctx.buffer(mesh.indices))

    def frame(self) -> None:
        """Draw one and read it back."""
        make_current(self.ctx)
        self.target.use()
        self.target.clear(0.0, 0.0, 0.0, 1.0, depth=1.0)
        self.blossoms()
        self.target.read_into(self._pixels, components=4)

    def blossoms(self) -> None:
        """Draw all of them."""
        self._array.render(instances=self.scene.count)

    def pixels(self) -> np.ndarray:
        """The last frame, ``(height, width, 3) uint8``, the top row first."""
        width, height = self.scene.size
        return np.frombuffer(self._pixels, np.uint8).reshape(height, width, 4)[::-1, :, :3]


class Batches(Ours):
    """The same in several draws with another target touched between them.

    A software rasteriser only bins triangles until its target changes, and then works them off in threads of its own:
    so one batch is filled while the next is set up, and its bins stay in the cache. The picture is the same.
    """

    def prepare(self) -> None:
        """A buffer for each batch, for OpenGL 3.3 has no first instance."""
        size = max(BATCH_TRIANGLES // self.scene.mesh.triangles, 1)
        parts = [self.instances[i : i + size] for i in range(0, self.scene.count, size)]
        self._batches = [(self.array(self.scene.mesh, self.ctx.buffer(part)), len(part)) for part in parts]
        self._other = self.ctx.framebuffer([self.ctx.texture((1, 1), 4)])

    def blossoms(self) -> None:
        """Draw all of them."""
        for array, count in self._batches:
            array.render(instances=count)
            self._other.clear()
            self.target.use()
