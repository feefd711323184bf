"""The floor's picture: a soap film that shows the clouds below and mirrors the hall above, and its lip of crystal."""

from __future__ import annotations

import moderngl
import numpy as np

from ...core.room import Room
from ...optics.frame import Frame
from ...optics.studio import Studio
from ...optics.targets import texture
from . import film

_SIDES = 96
_LIP_BANDS, _LIP_VERTICES = 7, 194  # ninety-seven pairs a band, see lip.vert
_TABLE = 0  # texture unit


class Visual:
    """The lip is drawn first: the film's edge lies inside it."""

    passes = ("ground",)

    def __init__(self, room: Room, studio: Studio) -> None:
        self._ctx = ctx = studio.ctx
        self._lip = ctx.vertex_array(studio.program("floor/lip.vert", "floor/lip.frag"), [])
        program = studio.program("floor/film.vert", "floor/film.frag")
        program["film_table"] = _TABLE
        self._film = ctx.vertex_array(program, [(ctx.buffer(_disc()), "2f", "in_place")])
        self._table = texture(ctx, (film.ANGLES, film.THICKNESSES), 3)
        self._table.write(np.ascontiguousarray(film.table(), np.float16).tobytes())

    def draw(self, stage_pass: str, frame: Frame) -> None:
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.BLEND | moderngl.CULL_FACE)
        self._lip.render(moderngl.TRIANGLE_STRIP, vertices=_LIP_VERTICES, instances=_LIP_BANDS)
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.BLEND)
        self._table.use(_TABLE)
        self._film.render(moderngl.TRIANGLE_FAN)


def _disc() -> np.ndarray:
    """The floor's rim round its centre as a fan seen from above, ``(n, 2) float32`` in radii."""
    turn = np.linspace(0.0, 2.0 * np.pi, _SIDES + 1)
    rim = np.stack([np.sin(turn), np.cos(turn)], axis=1)
    return np.concatenate([[[0.0, 0.0]], rim]).astype(np.float32)
