"""The vault's picture: far wall, tree-like pillars, the inlaid floor with its reflection, motes in the air."""

from __future__ import annotations

import moderngl

from ...core.room import Room
from ...optics.frame import Frame
from ...optics.studio import Studio


class Visual:
    """Draws last within the opaque pass what stands farthest, so that little of it is drawn in vain."""

    passes = ("opaque",)

    def __init__(self, room: Room, studio: Studio) -> None:
        self._ctx = studio.ctx
        self._wall = studio.ctx.vertex_array(studio.program("vault/sight.vert", "vault/wall.frag"), [])

    def draw(self, stage_pass: str, frame: Frame) -> None:
        self._ctx.enable_only(moderngl.DEPTH_TEST)
        self._wall.render(moderngl.TRIANGLES, vertices=3)
