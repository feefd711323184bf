"""The floor's picture: the film that shows the clouds below and mirrors the hall above, and its lip."""

from __future__ import annotations

import moderngl
import numpy as np

from ...core.room import Room
from ...optics.frame import Frame
from ...optics.studio import Studio

_SIDES = 96
_LIP_VERTICES = 194  # ninety-seven pairs, see lip.vert


class Visual:
    """The film blends over what lies below it; the lip is solid."""

    passes = ("opaque", "ground")

    def __init__(self, room: Room, studio: Studio) -> None:
        ctx = studio.ctx
        self._lip = ctx.vertex_array(studio.program("floor/lip.vert", "floor/lip.frag"), [])
        film = studio.program("floor/film.vert", "floor/film.frag")
        self._film = ctx.vertex_array(film, [(ctx.buffer(_disc()), "2f", "in_place")])

    def draw(self, stage_pass: str, frame: Frame) -> None:
        if stage_pass == "ground":
            self._film.render(moderngl.TRIANGLE_FAN)
        else:
            self._lip.render(moderngl.TRIANGLE_STRIP, vertices=_LIP_VERTICES)


def _disc() -> np.ndarray:
    """The floor's rim round its centre as a fan seen from above, ``(n, 2) float32`` in radii."""
    turn = np.linspace(0.0, 2.0 * np.pi, _SIDES + 1)
    rim = np.stack([np.sin(turn), np.cos(turn)], axis=1)
    return np.concatenate([[[0.0, 0.0]], rim]).astype(np.float32)
