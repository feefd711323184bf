"""The vault's picture: tree-like pillars, the glowing wall far behind, mist; and what polished things mirror."""

from __future__ import annotations

import moderngl
import numpy as np

from ...core.room import Room
from ...optics.frame import Frame
from ...optics.studio import Studio
from ...score.stage import FLOOR_RADIUS_M
from . import pillars

_BALCONY_VERTICES = 34  # seventeen pairs, see balcony.vert
_BANKS = 22  # of mist
_MOTES = 700


class Visual:
    """Draws near things first and the wall last, so that little of it is drawn in vain."""

    passes = ("environment", "mirror", "opaque", "translucent", "volume", "sprites")

    def __init__(self, room: Room, studio: Studio) -> None:
        self._ctx = ctx = studio.ctx
        self._wall = ctx.vertex_array(studio.program("lib/sight.vert", "vault/wall.frag"), [])
        mesh, turns = ctx.buffer(pillars.mesh(studio.quality.detail)), ctx.buffer(pillars.turns())
        self._pillars = ctx.vertex_array(
            studio.program("vault/pillar.vert", "vault/pillar.frag"),
            [(mesh, "3f 3f 2f", "in_place", "in_normal", "in_limb"), (turns, "2f/i", "in_turn")],
        )
        self._balcony = ctx.vertex_array(studio.program("vault/balcony.vert", "vault/balcony.frag"), [])
        self._environment = studio.screen("vault/environment.frag")
        self._mist = ctx.vertex_array(studio.program("vault/mist.vert", "vault/mist.frag"), [])
        self._motes = ctx.vertex_array(studio.program("vault/motes.vert", "vault/motes.frag"), [])

    def draw(self, stage_pass: str, frame: Frame) -> None:
        if stage_pass == "environment":
            self._environment.draw()
        elif stage_pass == "translucent":
            self._balcony.render(moderngl.TRIANGLE_STRIP, vertices=_BALCONY_VERTICES)
        elif stage_pass == "volume":
            self._mist.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=_BANKS)
        elif stage_pass == "sprites":
            self._motes.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=_MOTES)
        else:
            self._solid(stage_pass, frame)

    def _solid(self, stage_pass: str, frame: Frame) -> None:
        if stage_pass == "mirror":
            _below_horizon(frame)
        # Both end in what is drawn behind them: the pillars' feet in the clouds, the wall in its hem.
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE | moderngl.BLEND)
        self._pillars.render(moderngl.TRIANGLES, instances=pillars.COUNT)
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.BLEND)
        self._wall.render(moderngl.TRIANGLES, vertices=3)


_RIM = np.array([(FLOOR_RADIUS_M * np.sin(a), 0.0, FLOOR_RADIUS_M * np.cos(a), 1.0) for a in np.linspace(0, 6.2, 24)])


def _below_horizon(frame: Frame) -> None:
    """Mirror no more of the picture than the floor can show."""
    clip = _RIM @ frame.to_clip.T
    ahead = clip[clip[:, 3] > 0.1]
    if len(ahead):
        top = float((ahead[:, 1] / ahead[:, 3]).max()) * 0.5 + 0.5
        width, height = frame.target.size
        frame.target.scissor = (0, 0, width, min(max(int(top * height) + 8, 1), height))
