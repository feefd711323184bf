"""Samples on their way to the speakers: the ring between the heart and the device's callback, and silence.

One thread writes, one reads, neither ever waits: each moves a counter of its own and only looks at the other's.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from ..core.units import SAMPLE_RATE_HZ


class SampleRing:
    """``(capacity, channels) float32`` between one writer and one reader. Counters are in samples since the start."""

    def __init__(self, capacity: int, channels: int) -> None:
        self._data = np.zeros((capacity, channels), np.float32)
        self.capacity = capacity
        self.written = 0
        self.read = 0

    @property
    def filled(self) -> int:
        return self.written - self.read

    def put(self, block: np.ndarray) -> None:
        """Append ``(n, channels)``; the caller has seen that there is room."""
        n = len(block)
        assert self.filled + n <= self.capacity, "the ring is full"
        at = self.written % self.capacity
        first = min(n, self.capacity - at)
        self._data[at : at + first] = block[:first]
        self._data[: n - first] = block[first:]
        self.written += n

    def take(self, out: np.ndarray) -> int:
        """Fill ``out`` ``(n, channels)`` as far as there are samples and with silence beyond; returns how many."""
        n = min(len(out), self.filled)
        at = self.read % self.capacity
        first = min(n, self.capacity - at)
        out[:first] = self._data[at : at + first]
        out[first:n] = self._data[: n - first]
        out[n:] = 0.0
        self.read += n
        return n


class Output(Protocol):
    """What the heart plays on: speakers, or silence in their place."""

    description: str
    latency_s: float

    @property
    def underflows(self) -> int: ...
    @property
    def late(self) -> int: ...
    def room(self, now_s: float) -> int: ...
    def write(self, block: np.ndarray) -> None: ...
    def played(self, now_s: float) -> float: ...
    def alive(self, now_s: float) -> bool: ...
    def start(self, now_s: float) -> None: ...
    def close(self) -> None: ...


class SilentSpeakers:
    """Speakers that are not there: samples are counted away by the monotonic clock and never heard."""

    latency_s = 0.0
    late = 0

    def __init__(self, why: str, lead_samples: int, first_sample: int = 0) -> None:
        self.description = why
        self.underflows = 0
        self._lead = lead_samples
        self._written = first_sample
        self._first = float(first_sample)
        self._began_s: float | None = None

    def start(self, now_s: float) -> None:
        self._began_s = now_s

    def room(self, now_s: float) -> int:
        """How many samples may be written now."""
        late = self._clock(now_s) - self._written
        if late > 0.0 and self._began_s is not None:  # overslept: time waits, as it would at the device
            self.underflows += 1
            self._began_s += late / SAMPLE_RATE_HZ
        return round(self._lead + self._clock(now_s)) - self._written

    def write(self, block: np.ndarray) -> None:
        self._written += len(block)

    def played(self, now_s: float) -> float:
        """Which sample leaves now, counted from the evening's start."""
        return min(self._clock(now_s), float(self._written))

    def alive(self, now_s: float) -> bool:
        return True

    def close(self) -> None:
        pass

    def _clock(self, now_s: float) -> float:
        began_s = now_s if self._began_s is None else self._began_s
        return self._first + (now_s - began_s) * SAMPLE_RATE_HZ
