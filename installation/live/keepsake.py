"""What a heart that is killed leaves to the next: all memory of world and sound, taken every other second.

Two halves of a mapped file are written in turn, each with a sequence number and a CRC-32, so that one is always whole.
Taking it is a copy of less than a megabyte: it costs the music nothing and never touches a disk that may be full.
"""

from __future__ import annotations

import hashlib
import mmap
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np

_HALF = np.dtype([("sequence", "<i8"), ("size", "<i8"), ("crc", "<u8"), ("fingerprint", "<u8")])
SLACK_BYTES = 65_536


class Keepsake:
    """The file at ``path`` with room for arrays like ``sample``. Raises OSError where it cannot be made."""

    def __init__(self, path: Path, sample: Mapping[str, np.ndarray]) -> None:
        self._half = _HALF.itemsize + sum(a.nbytes for a in sample.values()) + SLACK_BYTES
        with path.open("a+b") as file:
            file.truncate(2 * self._half)
            self._map = mmap.mmap(file.fileno(), 2 * self._half)
        self._turn = 0

    def put(self, arrays: Mapping[str, np.ndarray]) -> None:
        """Keep these; what was kept before the last is overwritten."""
        data = b"".join(array.tobytes() for array in arrays.values())
        if len(data) > self._half - _HALF.itemsize:
            return
        self._turn += 1
        at = (self._turn % 2) * self._half
        head = np.ndarray((), _HALF, self._map, at)
        head["sequence"] = 0
        self._map[at + _HALF.itemsize : at + _HALF.itemsize + len(data)] = data
        head["size"], head["crc"], head["fingerprint"] = len(data), zlib.crc32(data), _fingerprint(arrays)
        head["sequence"] = self._turn

    def newest(self, like: Mapping[str, np.ndarray]) -> dict[str, np.ndarray] | None:
        """The newest whole arrays of the names, shapes and kinds of ``like``; None where there are none."""
        heads = [(int(np.ndarray((), _HALF, self._map, at)["sequence"]), at) for at in (0, self._half)]
        for sequence, at in sorted(heads, reverse=True):
            data = self._whole(at, _fingerprint(like)) if sequence > 0 else None
            if data is not None:
                self._turn = sequence
                return _spread(data, like)
        return None

    def _whole(self, at: int, fingerprint: int) -> bytes | None:
        head = np.ndarray((), _HALF, self._map, at)
        size = int(head["size"])
        if not 0 <= size <= self._half - _HALF.itemsize or int(head["fingerprint"]) != fingerprint:
            return None
        data = self._map[at + _HALF.itemsize : at + _HALF.itemsize + size]
        return data if zlib.crc32(data) == int(head["crc"]) else None


def _fingerprint(arrays: Mapping[str, np.ndarray]) -> int:
    text = repr([(name, array.shape, array.dtype.str) for name, array in arrays.items()])
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def _spread(data: bytes, like: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    found, at = {}, 0
    for name, array in like.items():
        found[name] = np.frombuffer(data, array.dtype, array.size, at).reshape(array.shape)
        at += array.nbytes
    return found
