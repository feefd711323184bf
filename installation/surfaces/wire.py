"""What who makes the sound and who plays it share: a ring of samples, and how the device fares.

It lies in a mapped file without a name, so that the player may be a process of its own and nothing is left behind.
Every field is eight bytes wide and has one writer; a counter moves only after what it counts has been written.
"""

from __future__ import annotations

import mmap
import os
import tempfile

import numpy as np

from .samples import SampleRing

CAPACITY = 1 << 15  # samples; far more than any lead, so that a large device block always fits
OPENING, OPEN, PLAYING, ENDED, NONE, REFUSED, HOPELESS = range(7)
"""States of the player: NONE is that no device fits now, REFUSED that the user named none, HOPELESS no PortAudio."""
_HEADER = np.dtype(
    [
        ("counters", "<i8", (2,)),  # samples written and read, at the device's rate
        ("state", "<i8"),
        ("go", "<i8"),  # the writer's word to start
        ("stop", "<i8"),  # and to end
        ("asked", "<i8"),  # the largest number of frames that the device has asked for at once
        ("callbacks", "<i8"),
        ("underflows", "<i8"),  # the ring was empty: a gap of ours
        ("late", "<i8"),  # the device or its server says that it came too late; not always to be heard
        ("stalls", "<i8"),  # the device itself stood still
        ("rate_hz", "<i8"),
        ("home", "<i8"),  # 1 where it is the device that is wanted, 0 where another stands in for it
        ("measured_hz", "<f8"),  # at which it really takes samples, 0 until known
        ("origin_s", "<f8"),  # when the sample that starts the ring left, smoothed, monotonic
        ("offset_s", "<f8"),  # from a callback until its first sample leaves the device
        ("last_s", "<f8"),  # of the last callback
        ("name", "S200"),
        ("told", "S600"),
    ]
)


class Wire:
    """The shared memory ``handle`` for ``channels``; ``head`` is the record, ``ring`` the samples."""

    def __init__(self, handle: int, channels: int) -> None:
        self.handle = handle
        self._map = mmap.mmap(handle, _size(channels))
        self.head = np.ndarray((), _HEADER, self._map)
        data = np.ndarray((CAPACITY, channels), np.float32, self._map, _HEADER.itemsize)
        self.ring = SampleRing(CAPACITY, channels, data, self.head["counters"])

    @classmethod
    def create(cls, channels: int) -> Wire:
        """A new one, all zero. Raises OSError where there is no space for it."""
        with tempfile.TemporaryFile() as file:
            file.truncate(_size(channels))
            return cls(os.dup(file.fileno()), channels)

    @property
    def state(self) -> int:
        return int(self.head["state"])

    def text(self, field: str) -> str:
        return bytes(self.head[field].item()).decode("utf-8", "replace")

    def tell(self, field: str, text: str) -> None:
        """Put a text there, cut to its room."""
        self.head[field] = text.encode()[: _HEADER[field].itemsize]

    def close(self) -> None:
        """Let go of the handle; the memory goes with the last who looks at it."""
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1


def _size(channels: int) -> int:
    return _HEADER.itemsize + CAPACITY * channels * 4
