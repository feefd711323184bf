"""The insects' picture: 240 clockwork creatures on their rims, posed by their own beats, and the shriek's tear."""

from __future__ import annotations

import moderngl

from ...core.room import Room
from ...optics import geometry
from ...optics.frame import Frame
from ...optics.studio import Studio
from ...score.stage import RIMS
from . import anatomy, rims

COUNT = sum(perches for _, _, perches in RIMS)
TEAR_S = 2.6  # how long the tear stands
_CRACKS, _CRACK_VERTICES = 9, 4  # see tear.vert
_BEHIND, _BEFORE = 1, 2  # halves of what is translucent, see pose.glsl


class Visual:
    """What lies before the heart's volume is drawn after it, in the sprites' pass."""

    passes = ("mirror", "opaque", "translucent", "sprites")

    def __init__(self, room: Room, studio: Studio) -> None:
        self._ctx, self._room = studio.ctx, room
        detail = studio.quality.detail
        self._body = _array(studio, "insects/body.vert", "insects/body.frag", anatomy.body(detail))
        self._wings = _array(studio, "insects/wing.vert", "insects/wing.frag", anatomy.wings(detail))
        wires = {"WIRE_M": rims.WIRE_M}
        self._frame = _array(studio, "insects/frame.vert", "insects/frame.frag", rims.frame(detail), wires)
        self._ledges = _array(studio, "insects/frame.vert", "insects/ledge.frag", rims.ledges(detail))
        self._glow = studio.ctx.vertex_array(studio.program("insects/glow.vert", "insects/glow.frag"), [])
        self._tear = studio.ctx.vertex_array(studio.program("insects/tear.vert", "insects/tear.frag"), [])

    def draw(self, stage_pass: str, frame: Frame) -> None:
        getattr(self, f"_{stage_pass}")(frame)

    def _mirror(self, frame: Frame) -> None:
        """The floor shows rims and lights; bodies would be lost in its ripple."""
        self._frame.render()
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.BLEND)
        self._glow.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=COUNT)

    def _opaque(self, frame: Frame) -> None:
        self._frame.render()
        self._body.render(instances=COUNT)

    def _translucent(self, frame: Frame) -> None:
        self._clear_parts(_BEHIND)

    def _sprites(self, frame: Frame) -> None:
        self._clear_parts(_BEFORE)
        self._glow.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=COUNT)
        own = frame.own(self._room)
        since_s = float(frame.moment["dream_time_s"]) - float(own["slip_at_s"])
        if int(own["slip_count"]) > 0 and 0.0 <= since_s < TEAR_S:
            self._ctx.enable_only(moderngl.BLEND)
            self._tear.render(moderngl.TRIANGLE_STRIP, vertices=_CRACK_VERTICES, instances=_CRACKS)

    def _clear_parts(self, half: int) -> None:
        self._ledges.program["half_of"] = self._wings.program["half_of"] = half
        self._ctx.enable(moderngl.CULL_FACE)
        self._ledges.render()
        self._ctx.disable(moderngl.CULL_FACE)
        self._wings.render(instances=COUNT)


def _array(
    studio: Studio, vertex: str, fragment: str, mesh: geometry.Mesh, defines: dict | None = None
) -> moderngl.VertexArray:
    content = (studio.ctx.buffer(mesh.vertices), geometry.FORMAT, *geometry.NAMES)
    program, indices = studio.program(vertex, fragment, defines), studio.ctx.buffer(mesh.indices)
    return studio.ctx.vertex_array(program, [content], indices, skip_errors=True)
