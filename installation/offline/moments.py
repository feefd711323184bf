"""Chunks of moments on disk: what some frames need, so that they can be drawn in any process.

A moment shared by several frames is kept once, each as its difference (XOR) from the one before, so that words that
stay as they are cost next to nothing. A chunk comes whole or not at all, and its CRC-32 is looked at before it is used.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..core.errors import MachineError
from ..core.moment import Layout, words
from ..core.ring import fingerprint
from .draft import draft

_HEAD = struct.Struct("<8s32sIIQ")  # magic, fingerprint of the layout, frames, moments, bytes that follow
_CRC = struct.Struct("<I")  # CRC-32 of all before it, at the end
_MAGIC = b"chunk1\0\0"
_FRAME = np.dtype([("number", "<i8"), ("fraction", "<f8"), ("before", "<i4"), ("after", "<i4")])
_LEVEL = 1  # of zlib's 9: a chunk is read once and thrown away


@dataclass
class Chunk:
    """Frames with the moments about them. ``add`` them in order of time; ``frames`` gives them back."""

    layout: Layout
    _frames: list[tuple[int, float, int, int]] = field(default_factory=list)
    _moments: list[np.ndarray] = field(default_factory=list)
    _newest: int = -1  # the tick of the last moment kept

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def first(self) -> int:
        """Number of its first frame."""
        return self._frames[0][0]

    def add(self, number: int, tick: int, before: np.ndarray, after: np.ndarray, fraction: float) -> None:
        """Take in frame ``number``, a ``fraction`` of the way from the moment at ``tick`` to the next one."""
        for at, moment in ((tick, before), (tick + 1, after)):
            if at > self._newest:
                self._moments.append(moment)
                self._newest = at
        last = len(self._moments) - 1
        self._frames.append((number, fraction, last - 1, last))

    def frames(self) -> Iterator[tuple[int, np.ndarray, np.ndarray, float]]:
        """``(number, before, after, fraction)`` of every frame, as ``Renderer.draw`` takes them."""
        for number, fraction, before, after in self._frames:
            yield number, self._moments[before], self._moments[after], fraction


def write_chunk(path: Path, chunk: Chunk) -> None:
    """Write a chunk whole or not at all."""
    table = np.array(chunk._frames, _FRAME)
    rows = np.stack([words(moment).view(np.uint64) for moment in chunk._moments])
    rows[1:] ^= rows[:-1].copy()
    body = zlib.compress(table.tobytes() + rows.tobytes(), _LEVEL)
    sizes = (len(chunk._frames), len(chunk._moments), len(body))
    whole = _HEAD.pack(_MAGIC, fingerprint(chunk.layout).tobytes(), *sizes) + body
    with draft(path) as temporary:
        temporary.write_bytes(whole + _CRC.pack(zlib.crc32(whole)))


def read_chunk(path: Path, layout: Layout) -> Chunk:
    """The chunk at ``path``. Raises MachineError where it is damaged, or of another cast than ``layout``'s."""
    raw = path.read_bytes()
    whole, crc = raw[: -_CRC.size], raw[-_CRC.size :]
    if len(whole) < _HEAD.size or crc != _CRC.pack(zlib.crc32(whole)):
        raise MachineError(f"{path}: a chunk of moments that is damaged")
    magic, cast, frames, moments, length = _HEAD.unpack_from(whole)
    if (magic, cast, length) != (_MAGIC, fingerprint(layout).tobytes(), len(whole) - _HEAD.size):
        raise MachineError(f"{path}: a chunk of moments of another cast")
    body = zlib.decompress(whole[_HEAD.size :])
    table = np.frombuffer(body, _FRAME, frames)
    rows = np.frombuffer(body, np.uint64, offset=table.nbytes).reshape(moments, -1)
    kept = np.bitwise_xor.accumulate(rows, axis=0).view(layout.dtype).reshape(moments)
    return Chunk(layout, table.tolist(), [kept[k : k + 1].reshape(()) for k in range(moments)])
