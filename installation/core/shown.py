"""What the GPU sees of a moment: one std140 block for the evening and one a room, and the GLSL that reads them.

The blocks are derived from the same fields as the moment, so there is one description. All blocks lie in one
buffer; filling it is three gathers over the moment's words, whatever the number of rooms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .moment import Field, Layout, words

BLOCK_LIMIT_BYTES = 16_384  # what OpenGL 3.3 guarantees; some drivers allow more and hide the mistake
ALIGN_BYTES = 256  # the largest uniform-buffer offset alignment in the field
INLINE_LIMIT_BYTES = 4_096  # longer arrays travel as a texture
_GLSL_WORDS = frozenset(
    ("abs", "ceil", "cross", "distance", "dot", "exp", "floor", "length", "mix", "mod", "noise", "reflect", "refract")
)
"""Functions of the language that a room may be named like; in shaders it is then called ``NAME_room``."""
_VECTORS = {2: "vec2", 3: "vec3", 4: "vec4"}


@dataclass(frozen=True)
class Shown:
    """A leaf that the GPU sees. ``since`` turns a dream time at which something happened into seconds since then."""

    leaf: str
    since: bool = False

    @property
    def name(self) -> str:
        return self.leaf.removesuffix("_at_s") + "_since_s" if self.since else self.leaf


def since(leaf: str) -> Shown:
    """Show the seconds that have passed since the dream time kept in ``leaf`` (named ``something_at_s``)."""
    return Shown(leaf, since=True)


@dataclass(frozen=True)
class Member:
    """A member of a block: its GLSL declaration, its first float in the block and its place in the moment."""

    shown: Shown
    field: Field
    start: int  # in 4-byte units from the block's start
    source: int  # word index in the moment

    def declaration(self) -> str:
        kind = "int" if self.field.whole else "float"
        if not self.field.shape:
            return f"{kind} {self.shown.name};"
        if self.field.shape[0] in _VECTORS and len(self.field.shape) == 1:
            return f"{'i' * self.field.whole}{_VECTORS[self.field.shape[0]]} {self.shown.name};"
        vector = "ivec4" if self.field.whole else "vec4"
        return f"{vector} {self.shown.name}[{-(-self.field.words // 4)}];"

    @property
    def packed(self) -> bool:
        return bool(self.field.shape) and not (len(self.field.shape) == 1 and self.field.shape[0] in _VECTORS)


@dataclass(frozen=True)
class Block:
    """One std140 uniform block. ``offset`` and ``size`` are bytes in the buffer that holds all blocks."""

    name: str
    members: tuple[Member, ...]
    offset: int
    size: int

    @property
    def instance(self) -> str:
        """What shaders call it."""
        return f"{self.name}_room" if self.name in _GLSL_WORDS else self.name

    @property
    def glsl(self) -> str:
        """The block's declaration and, for packed arrays, an accessor ``NAME_LEAF(int i)`` each."""
        lines = [f"layout(std140) uniform {self.name.capitalize()}Block {{"]
        lines += [f"  {m.declaration()}" for m in self.members]
        lines += [f"}} {self.instance};"]
        for m in self.members:
            if m.packed:
                kind, leaf = ("int" if m.field.whole else "float"), m.shown.name
                lines.append(f"{kind} {self.name}_{leaf}(int i) {{ return {self.instance}.{leaf}[i >> 2][i & 3]; }}")
        return "\n".join(lines) + "\n"


class Blocks:
    """All blocks of a cast over one buffer."""

    def __init__(self, layout: Layout, common: tuple[Shown, ...], rooms: dict[str, tuple[Shown, ...]]) -> None:
        starts = layout.starts
        self._clock = starts["", "dream_time_s"]
        self.by_name: dict[str, Block] = {}
        end = 0
        for name, shown in (("evening", common), *rooms.items()):
            room = "" if name == "evening" else name
            members, size = _place(shown, layout, room, starts)
            if size > BLOCK_LIMIT_BYTES:
                raise ValueError(f"block {name}: {size} bytes, at most {BLOCK_LIMIT_BYTES}")
            offset = -(-end // ALIGN_BYTES) * ALIGN_BYTES
            self.by_name[name] = Block(name, members, offset, size)
            end = offset + size
        self.size = -(-end // ALIGN_BYTES) * ALIGN_BYTES
        self._buffer = np.zeros(self.size // 4, np.float32)
        self._floats, self._wholes, self._sinces = self._gathers()

    def pack(self, moment: np.ndarray) -> np.ndarray:
        """The buffer's content for a moment: ``(size // 4,) float32``, valid until the next call."""
        source = words(moment)
        (to, of), (to_i, of_i), (to_s, of_s) = self._floats, self._wholes, self._sinces
        self._buffer[to] = source[of]
        self._buffer.view(np.int32)[to_i] = source.view(np.int64)[of_i]
        self._buffer[to_s] = source[self._clock] - source[of_s]
        return self._buffer

    def _gathers(self) -> list[tuple[np.ndarray, np.ndarray]]:
        pairs: list[tuple[list[int], list[int]]] = [([], []), ([], []), ([], [])]
        for block in self.by_name.values():
            for m in block.members:
                to, of = pairs[2 if m.shown.since else 1 if m.field.whole else 0]
                first = block.offset // 4 + m.start
                to += range(first, first + m.field.words)
                of += range(m.source, m.source + m.field.words)
        return [(np.array(to, np.intp), np.array(of, np.intp)) for to, of in pairs]


def _place(
    shown: tuple[Shown, ...], layout: Layout, room: str, starts: dict[tuple[str, str], int]
) -> tuple[tuple[Member, ...], int]:
    """Lay members out by the std140 rules; returns them and the block's size in bytes."""
    fields = {f.name: f for f in (dict(layout.rooms)[room] if room else layout.common)}
    members, at = [], 0
    for item in shown:
        leaf = fields[item.leaf]
        member = Member(item, leaf, 0, starts[room, item.leaf])
        if member.packed and leaf.words * 4 > INLINE_LIMIT_BYTES:
            raise ValueError(f"{room}.{leaf.name}: {leaf.words * 4} bytes inline, at most {INLINE_LIMIT_BYTES}")
        align, length = _std140(member)
        at = -(-at // align) * align
        members.append(Member(item, leaf, at, member.source))
        at += length
    return tuple(members), max(16, -(-at // 4) * 16)


def _std140(member: Member) -> tuple[int, int]:
    """Alignment and length of a member in 4-byte units (OpenGL 3.3 core, section 2.11.4)."""
    if member.packed:
        return 4, -(-member.field.words // 4) * 4
    n = member.field.words
    return (1, 1) if not member.field.shape else ({2: 2, 3: 4, 4: 4}[n], n)
