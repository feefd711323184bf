"""The domes' picture: weather-monks round the far floor, and, while they sing, lenses of air under the petals."""

from __future__ import annotations

import moderngl
import numpy as np

from ...core.gestures import COMMANDS
from ...core.room import Room
from ...optics import geometry
from ...optics.frame import Frame
from ...optics.studio import Studio
from ...score.operator import ANSWER_S, ANSWERED_S
from . import lenses, monks

_LULL = COMMANDS.index("lull")
_RINGS, _RING_VERTICES = 2, 82  # a dome, and of each, see ring.vert
_FAINT = 1e-3


class Visual:
    """Monks are solid; a dome bends what is solid behind it, and so comes after."""

    passes = ("mirror", "opaque", "ground", "translucent", "sprites")

    def __init__(self, room: Room, studio: Studio) -> None:
        self._ctx, self._room = studio.ctx, room
        fine = studio.quality.detail >= 0.5
        self._monks = _monks(studio, studio.quality.detail)
        self._image = _monks(studio, 0.0) if fine else None  # software GL spares their reflection
        places = lenses.places()
        flat, triangles = lenses.cap(64 if fine else 32, 12 if fine else 7)
        bent = {"DISPERSION": studio.quality.dispersion}
        self._lenses = studio.ctx.vertex_array(
            studio.program("domes/dome.vert", "domes/dome.frag", bent),
            [(studio.ctx.buffer(flat), "2f", "in_flat"), (studio.ctx.buffer(places), "4f/i", "in_dome")],
            studio.ctx.buffer(triangles),
        )
        self._pools = _cards(studio, "pool", places)
        self._rings = _cards(studio, "ring", np.repeat(places, _RINGS, axis=0))

    def draw(self, stage_pass: str, frame: Frame) -> None:
        own = frame.own(self._room)
        if own["presence"] <= _FAINT:
            return
        if stage_pass in ("mirror", "opaque"):
            standing = self._image if stage_pass == "mirror" else self._monks
            if standing:
                standing.render(instances=len(monks.PLACES))
        elif lulled(frame.moment):
            getattr(self, f"_{stage_pass}")(frame)

    def _ground(self, frame: Frame) -> None:
        frame.target.depth_mask = False  # light upon the water, not a thing
        self._pools.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=lenses.COUNT)

    def _translucent(self, frame: Frame) -> None:
        self._ctx.enable(moderngl.CULL_FACE)
        self._lenses.render(instances=lenses.COUNT)

    def _sprites(self, frame: Frame) -> None:
        self._rings.render(moderngl.TRIANGLE_STRIP, vertices=_RING_VERTICES, instances=lenses.COUNT * _RINGS)


def lulled(moment: np.ndarray) -> bool:
    """True while the command ``lull`` can be seen to work."""
    since_s = float(moment["dream_time_s"]) - float(moment["command_at_s"][_LULL])
    return int(moment["command_count"][_LULL]) > 0 and 0.0 <= since_s <= ANSWER_S + ANSWERED_S


def _monks(studio: Studio, detail: float) -> moderngl.VertexArray:
    mesh = monks.mesh(detail)
    content = [
        (studio.ctx.buffer(mesh.vertices), geometry.FORMAT, *geometry.NAMES),
        (studio.ctx.buffer(monks.places()), "4f/i", "in_stand"),
    ]
    program, indices = studio.program("domes/monk.vert", "domes/monk.frag"), studio.ctx.buffer(mesh.indices)
    return studio.ctx.vertex_array(program, content, indices, skip_errors=True)


def _cards(studio: Studio, name: str, places: np.ndarray) -> moderngl.VertexArray:
    program = studio.program(f"domes/{name}.vert", f"domes/{name}.frag")
    return studio.ctx.vertex_array(program, [(studio.ctx.buffer(places), "4f/i", "in_dome")])
