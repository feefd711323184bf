"""The magnolias' picture: five thousand blossoms, each drawn wherever it is in view; the wind sprite, her starlight."""

from __future__ import annotations

from math import cos, sin, tau

import moderngl
import numpy as np

from ...core.room import Room
from ...optics import geometry
from ...optics.frame import Frame
from ...optics.studio import Studio
from . import blossom, flight, wind
from .lots import COUNT, SPRITE_TURN, STRANDS
from .poses import COARSE, FINE_PX, FLOATS, FULL, Blossoms, by_level

SPRITE_M = (14.1 * sin(tau * SPRITE_TURN), 0.45, 14.1 * cos(tau * SPRITE_TURN))  # before the floor's front edge
SPRITE_YAW = -0.25  # radians; she looks out over the lake
GLINTS, MOTES = 420, 160  # of starlight, and of her breath, at full detail
_INSTANCE = "4f 4f 4f/i", "in_at", "in_turned", "in_state"


class Visual:
    """Blossoms are opaque; the mirror shows them by their coarsest level, and not at all where every vertex counts."""

    passes = ("mirror", "opaque", "translucent", "sprites")

    def __init__(self, room: Room, studio: Studio) -> None:
        self._ctx, self._room, self._views = studio.ctx, room, studio.views
        self._blossoms = Blossoms()
        quality = studio.quality
        self._mirrored = quality.name != "low"
        self._fine_px = {"low": COARSE, "cinema": FULL}.get(quality.name, FINE_PX)
        self._levels = [self._level(studio, level) for level in range(blossom.LEVELS)]
        self._sprite = [
            _array(studio, "magnolias/wing", wind.wings(quality.detail)),
            _array(studio, "magnolias/sprite", wind.figure(quality.detail)),
        ]
        glints, self._points = round(GLINTS * quality.detail), round((GLINTS + MOTES) * quality.detail)
        program = studio.program("magnolias/glint.vert", "magnolias/glint.frag", {"GLINTS": glints, **_measures()})
        self._glints = studio.ctx.vertex_array(program, [])

    def draw(self, stage_pass: str, frame: Frame) -> None:
        if float(frame.own(self._room)["presence"]) > 0.0:
            getattr(self, f"_{stage_pass}")(frame)

    def _mirror(self, frame: Frame) -> None:
        if self._mirrored:
            self._blossom(frame, COARSE)

    def _opaque(self, frame: Frame) -> None:
        self._blossom(frame, self._fine_px)

    def _translucent(self, frame: Frame) -> None:
        if self._invited(frame):
            for part in self._sprite:
                part.render()

    def _sprites(self, frame: Frame) -> None:
        if self._invited(frame):
            self._glints.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=self._points)

    def _invited(self, frame: Frame) -> bool:
        return float(frame.own(self._room)["popcorn_guest"]) > 0.0

    def _blossom(self, frame: Frame, fine_px: tuple[float, float]) -> None:
        """Pose, send and draw the blossoms in view."""
        self._ctx.disable(moderngl.CULL_FACE)
        to_clip, pixel_m = self._seen_by(frame)
        posed, counts = self._blossoms.pose(frame.own(self._room), frame.moment, to_clip, pixel_m, fine_px)
        for level, seen in by_level(posed, counts):
            array, instances = self._levels[level]
            instances.orphan()
            instances.write(seen)
            array.render(instances=len(seen))

    def _seen_by(self, frame: Frame) -> tuple[np.ndarray, float]:
        """World to clip space, and metres that a pixel covers at 1 m, of the view that is drawn."""
        view = self._views[int(frame.mirrored)]
        return view[:16].reshape(4, 4).T.astype(float), float(view[67])

    def _level(self, studio: Studio, level: int) -> tuple[moderngl.VertexArray, moderngl.Buffer]:
        grown_px = FINE_PX[0] if self._fine_px is FINE_PX else 1e-3
        defines = {"INNER": int(level > 0), "FINE_PX": float(grown_px), "KITE_AT": blossom.KITE_AT}
        program = studio.program("magnolias/blossom.vert", "magnolias/blossom.frag", defines)
        vertices, indices = blossom.keys(level)
        instances = studio.ctx.buffer(reserve=COUNT * FLOATS * 4, dynamic=True)
        content = [(studio.ctx.buffer(vertices), blossom.KEY_FORMAT, *blossom.KEY_NAMES), (instances, *_INSTANCE)]
        return studio.ctx.vertex_array(program, content, studio.ctx.buffer(indices)), instances


def _array(studio: Studio, name: str, mesh: geometry.Mesh) -> moderngl.VertexArray:
    program = studio.program(f"{name}.vert", f"{name}.frag", _measures())
    content = (studio.ctx.buffer(mesh.vertices), geometry.FORMAT, *geometry.NAMES)
    return studio.ctx.vertex_array(program, [content], studio.ctx.buffer(mesh.indices), skip_errors=True)


def _measures() -> dict[str, object]:
    """What shaders must know of the flight and of the wind sprite's place, as in Python."""
    made: dict[str, object] = {name: value for name, value in vars(flight).items() if name.startswith("HELIX_")}
    made |= {name: getattr(flight, name) for name in ("WAIST_M", "CROWN_WIDER_M", "FOOT_WIDER_M", "DRIFT_TURNS_S")}
    made |= {"STRANDS": float(STRANDS), "SPRITE_YAW": SPRITE_YAW}
    return made | {name: ", ".join(map(str, place)) for name, place in (("SPRITE_M", SPRITE_M), ("CUP_M", wind.CUP_M))}
