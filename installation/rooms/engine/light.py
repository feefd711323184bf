"""The engine's picture: machine, breathing membranes, threads and shafts of light, the heart's marched volume."""

from __future__ import annotations

import moderngl
import numpy as np

from ...core.room import Room
from ...optics import geometry
from ...optics.frame import Frame
from ...optics.mesh_shapes import icosphere
from ...optics.studio import Studio
from . import gimbal, machine

_PETALS = 23  # bud, calyx and plumes, see petal.glsl
_THREADS, _THREAD_VERTICES = 56, 46  # see filament.vert
_SHAFTS = 18
_REACH_M = 2.05  # what the heart's volume never leaves
_ALL, _BEHIND, _BEFORE = 0, 1, 2  # halves of the membranes, see membrane.frag


class Visual:
    """What lies before the heart's volume is drawn after it, in the sprites' pass."""

    passes = ("mirror", "opaque", "translucent", "volume", "sprites")

    def __init__(self, room: Room, studio: Studio) -> None:
        self._ctx, self._room = studio.ctx, room
        self._machine = self._array(
            studio, "engine/machine.vert", "engine/machine.frag", machine.mesh(studio.quality.detail)
        )
        self._plain = self._array(studio, "engine/machine.vert", "engine/machine.frag", machine.mesh(0.0))
        ball = icosphere(1.0, 2)
        self._heart = self._array(studio, "engine/heart.vert", "engine/heart.frag", ball)
        self._image = self._array(
            studio, "engine/heart.vert", "engine/heart.frag", ball, {"QUALITY_STEPS": 7, "MIRRORED": 1}
        )
        across, along = (12, 28) if studio.quality.detail >= 0.5 else (6, 16)
        self._membranes = self._veils(studio, across, along)
        self._threads = studio.ctx.vertex_array(studio.program("engine/filament.vert", "engine/filament.frag"), [])
        self._shafts = studio.ctx.vertex_array(studio.program("engine/shaft.vert", "engine/shaft.frag"), [])
        programs = {array.program for array in (self._machine, self._plain, self._threads)}
        self._parts = [uniform for p in programs if isinstance(uniform := p["parts"], moderngl.Uniform)]
        for heart in (self._heart, self._image):
            heart.program["reach"] = _REACH_M
        self._placed: Frame | None = None

    def draw(self, stage_pass: str, frame: Frame) -> None:
        getattr(self, f"_{stage_pass}")(frame)

    def _mirror(self, frame: Frame) -> None:
        self._place(frame)
        self._plain.render()
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.BLEND | moderngl.CULL_FACE)
        self._image.render()
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.BLEND)
        self._veil(_ALL)

    def _opaque(self, frame: Frame) -> None:
        self._place(frame)
        self._machine.render()

    def _translucent(self, frame: Frame) -> None:
        self._veil(_BEHIND)

    def _volume(self, frame: Frame) -> None:
        if frame.scissor(self._room.anchor.position, _REACH_M):
            self._ctx.enable_only(moderngl.BLEND | moderngl.CULL_FACE)
            self._heart.render()

    def _sprites(self, frame: Frame) -> None:
        self._shafts.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=_SHAFTS)
        self._veil(_BEFORE)
        self._threads.render(moderngl.TRIANGLE_STRIP, vertices=_THREAD_VERTICES, instances=_THREADS)

    def _veil(self, half: int) -> None:
        self._membranes.program["half_of"] = half
        self._membranes.render(instances=_PETALS)

    def _place(self, frame: Frame) -> None:
        """Tell the programs how the rings stand; the first pass of a frame does it for all."""
        if frame is self._placed:
            return
        self._placed = frame
        own = frame.own(self._room)
        parts = gimbal.placed(
            own["rings"], float(own["wild"]), float(frame.moment["time_s"]), float(frame.moment["breath"])
        )
        columns = np.ascontiguousarray(parts.transpose(0, 2, 1)).tobytes()
        for uniform in self._parts:
            uniform.write(columns)

    def _array(
        self, studio: Studio, vertex: str, fragment: str, mesh: geometry.Mesh, defines: dict | None = None
    ) -> moderngl.VertexArray:
        program = studio.program(vertex, fragment, defines)
        content = [studio.ctx.buffer(mesh.vertices), geometry.FORMAT, *geometry.NAMES]
        return studio.ctx.vertex_array(program, [tuple(content)], studio.ctx.buffer(mesh.indices), skip_errors=True)

    def _veils(self, studio: Studio, across: int, along: int) -> moderngl.VertexArray:
        u, v = np.meshgrid(np.linspace(-1, 1, across + 1), np.linspace(0, 1, along + 1))
        flat = geometry.sheet(np.stack([u, v, 0.0 * u], axis=2))
        places = np.ascontiguousarray(flat.places[:, :2])
        program = studio.program("engine/membrane.vert", "engine/membrane.frag")
        content = [(studio.ctx.buffer(places), "2f", "in_along")]
        return studio.ctx.vertex_array(program, content, studio.ctx.buffer(flat.indices))
