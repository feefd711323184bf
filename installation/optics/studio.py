"""What a visual is given to draw with: the context, compiled programs, the moment's blocks, the quality.

All uniform blocks lie in one buffer that is uploaded once a frame. The view stands at binding 0, the evening at 1,
and the block of the room that is drawing at 2: rooms are strangers, so a program reads one room's block at most.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import moderngl
import numpy as np

from ..core.errors import InputError, MachineError
from ..core.resources import folder
from ..core.shown import Blocks
from ..score import stage
from .quality import Quality
from .sources import Source, expand
from .view import VIEW_BYTES, VIEW_GLSL

VIEW_BINDING, EVENING_BINDING, ROOM_BINDING = 0, 1, 2
SHARED_SAMPLERS = {
    "scene_depth": 8,
    "scene_distance": 9,
    "scene_opaque": 10,
    "scene_mirror": 11,
    "scene_environment": 12,
}
"""Samplers that the renderer fills, by name: full depth, half-size distance in metres, half-size copy of the
scene so far, half-size mirrored scene, the environment's levels. Units below 8 belong to the visuals."""


def stage_glsl() -> str:
    """The stage's measures as constants, ``#include <stage>``."""
    lines = [
        f"const float {name} = {float(value)!r};"
        for name, value in sorted(vars(stage).items())
        if name.isupper() and isinstance(value, int | float)
    ]
    radii, heights, perches = zip(*stage.RIMS, strict=True)
    lines.append(f"const int RIM_COUNT = {len(stage.RIMS)};")
    for name, values in (("RIM_RADIUS_M", radii), ("RIM_HEIGHT_M", heights), ("RIM_PERCHES", perches)):
        lines.append(f"const float {name}[{len(values)}] = float[]({', '.join(repr(float(v)) for v in values)});")
    return "\n".join(lines) + "\n"


class Screen:
    """A program drawn over the whole target by one triangle."""

    def __init__(self, ctx: moderngl.Context, program: moderngl.Program) -> None:
        self.program = program
        self._array = ctx.vertex_array(program, [])

    def draw(self) -> None:
        self._array.render(moderngl.TRIANGLES, vertices=3)


class Studio:
    """One context's programs, blocks and uniform buffer."""

    def __init__(self, ctx: moderngl.Context, blocks: Blocks, quality: Quality, shaders: Path | None = None) -> None:
        self.ctx, self.blocks, self.quality = ctx, blocks, quality
        self._folder = shaders or folder("shaders")
        self._generated = {"view": VIEW_GLSL, "stage": stage_glsl()}
        self._generated |= {name: block.glsl for name, block in blocks.by_name.items()}
        self.read: set[str] = set()  # the shared samplers that some program reads
        self._programs: dict[tuple[Any, ...], tuple[moderngl.Program, frozenset[str]]] = {}  # and their files
        self._noted: set[str] = set()
        # Two views (the camera's and the mirrored one) stand before the moment's blocks.
        self._floats = np.zeros((2 * VIEW_BYTES + blocks.size) // 4, np.float32)
        self.views = (self._floats[: VIEW_BYTES // 4], self._floats[VIEW_BYTES // 4 : VIEW_BYTES // 2])
        self.buffer = ctx.buffer(reserve=self._floats.nbytes, dynamic=True)

    def program(
        self, vertex: str, fragment: str, defines: Mapping[str, object] | None = None, **more: Any
    ) -> moderngl.Program:
        """The linked program of two files under ``shaders/``; ``more`` may name a ``geometry`` shader and the
        ``varyings`` of a transform feedback. Compiled once.

        Raises InputError for an include that is missing, MachineError with file and line where it does not compile.
        """
        defines = {"QUALITY_STEPS": self.quality.volume_steps, **(defines or {})}
        key = (vertex, fragment, tuple(sorted(defines.items())), tuple(sorted(more.items())))
        if key not in self._programs:
            self._programs[key] = self._link(vertex, fragment, defines, **more)
        program, files = self._programs[key]
        self._noted |= files
        return program

    def screen(self, fragment: str, defines: Mapping[str, object] | None = None) -> Screen:
        """A fragment shader over the whole target; it gets ``in vec2 uv``, 0..1 from the lower left."""
        return Screen(self.ctx, self.program("lib/screen.vert", fragment, defines))

    def forget(self, changed: Collection[str]) -> None:
        """Compile anew, when next asked for, what was made of any of these files (``shaders/vault/wall.frag``).

        Whoever holds a program that is forgotten draws with it as before.
        """
        for key in [key for key, (_, files) in self._programs.items() if not files.isdisjoint(changed)]:
            del self._programs[key]

    @contextmanager
    def noting(self) -> Iterator[set[str]]:
        """The files of all programs that are asked for within, as ``forget`` names them."""
        outer, self._noted = self._noted, set()
        try:
            yield self._noted
        finally:
            self._noted = outer

    def stage(self, moment: np.ndarray) -> None:
        """Make ready the moment's blocks for the next ``upload``."""
        self._floats[VIEW_BYTES // 2 :] = self.blocks.pack(moment)

    def upload(self) -> None:
        """Send the views and the moment's blocks to the GPU, in one write."""
        self.buffer.write(self._floats)
        self.bind_view(False)
        self._bind("evening", EVENING_BINDING)

    def bind_view(self, mirrored: bool) -> None:
        """Make shaders see the camera's view, or the one mirrored in the floor."""
        self.buffer.bind_to_uniform_block(VIEW_BINDING, offset=VIEW_BYTES * mirrored, size=VIEW_BYTES)

    def bind_room(self, name: str) -> None:
        """Make shaders see this room's block."""
        self._bind(name, ROOM_BINDING)

    def _bind(self, name: str, binding: int) -> None:
        block = self.blocks.by_name[name]
        self.buffer.bind_to_uniform_block(binding, offset=2 * VIEW_BYTES + block.offset, size=block.size)

    def _link(
        self,
        vertex: str,
        fragment: str,
        defines: Mapping[str, object],
        geometry: str = "",
        varyings: tuple[str, ...] = (),
    ) -> tuple[moderngl.Program, frozenset[str]]:
        names = {"vertex": vertex, "fragment": fragment} | ({"geometry": geometry} if geometry else {})
        sources = {kind: expand(self._folder, name, self._generated, defines) for kind, name in names.items()}
        texts: dict[str, Any] = {f"{kind}_shader": source.text for kind, source in sources.items()}
        try:
            program = self.ctx.program(**texts, varyings=varyings)
        except moderngl.Error as error:
            raise MachineError(told(str(error), sources)) from error
        self._wire(program, " + ".join(names.values()))
        return program, frozenset(file for source in sources.values() for file in source.files)

    def _wire(self, program: moderngl.Program, label: str) -> None:
        """Give the program's blocks and shared samplers their places, once."""
        rooms = []
        for name in program:
            member = program[name]
            if isinstance(member, moderngl.UniformBlock):
                block = name.removesuffix("Block").lower()
                rooms += [block] * (block not in ("view", "evening"))
                member.binding = {"view": VIEW_BINDING, "evening": EVENING_BINDING}.get(block, ROOM_BINDING)
            elif name in SHARED_SAMPLERS:
                member.value = SHARED_SAMPLERS[name]  # type: ignore[union-attr]
                self.read.add(name)
        if len(rooms) > 1:
            raise InputError(label, f"the blocks of {' and '.join(sorted(rooms))}", "one room's block at most")


def told(message: str, sources: Mapping[str, Source]) -> str:
    """A driver's message as one line that names the file and line of each error, at most four of them."""
    kind = next((kind for kind in sources if f"{kind}_shader" in message), "")
    places = sources[kind].told(message) if kind else []
    errors = [place for place in places if "warning" not in place.lower()] or places
    return "; ".join(errors[:4]) or f"{_files(sources.values())}: {' '.join(message.split())}"


def _files(sources: Iterable[Source]) -> str:
    return " + ".join(source.files[0] for source in sources)
