"""Sound files: 32-bit float WAV, the same bytes for the same samples whenever they are written.

Written here because libsndfile stamps float files with the time of day. A comment says where in the performance the
sound begins, for ``inspect``. Files beyond 4 GB become RF64 (EBU Tech 3306), whose place a JUNK chunk keeps free.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np

from ..core.units import SAMPLE_RATE_HZ

_FLOAT = 3  # WAVE_FORMAT_IEEE_FLOAT
_LIMIT = 0xFFFF_FFFF


class Wav:
    """A file that grows: ``write`` blocks, then ``close``."""

    def __init__(self, path: Path, channels: int, comment: str = "", rate_hz: int = SAMPLE_RATE_HZ) -> None:
        self._channels, self._rate, self._comment = channels, rate_hz, comment
        self._frames = 0
        self._file: BinaryIO = path.open("wb")
        self._file.write(self._head())

    def write(self, block: np.ndarray) -> None:
        """Append ``(n, channels) float32``."""
        self._frames += len(block)
        self._file.write(np.ascontiguousarray(block, "<f4").tobytes())

    def close(self) -> None:
        """Write the lengths, and close; an error of the disk shows here at the latest."""
        try:
            self._file.seek(0)
            self._file.write(self._head())
        finally:
            self._file.close()

    def abandon(self) -> None:
        """Close as it is."""
        self._file.close()

    def _head(self) -> bytes:
        align = 4 * self._channels
        data = self._frames * align
        form = struct.pack("<HHIIHHH", _FLOAT, self._channels, self._rate, self._rate * align, align, 32, 0)
        chunks = _chunk(b"fmt ", form) + _chunk(b"fact", struct.pack("<I", min(self._frames, _LIMIT)))
        if self._comment:
            text = self._comment.encode("ascii", "replace") + b"\0"
            chunks += _chunk(b"LIST", b"INFO" + _chunk(b"ICMT", text))
        whole = 4 + 36 + len(chunks) + 8 + data
        if whole <= _LIMIT:
            place = _chunk(b"JUNK", bytes(28))
            return b"RIFF" + struct.pack("<I", whole) + b"WAVE" + place + chunks + b"data" + struct.pack("<I", data)
        place = _chunk(b"ds64", struct.pack("<QQQI", whole, data, self._frames, 0))
        return b"RF64" + struct.pack("<I", _LIMIT) + b"WAVE" + place + chunks + b"data" + struct.pack("<I", _LIMIT)


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
