"""The pipe from the world pass to the sound pass: moments and events of every tick, some ticks at once."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from ..core.moment import EVENT, Layout
from .behind import Behind

MOST_WAITING_BYTES = 64_000_000  # held here while the sound pass starts or falls behind


class Feed:
    """The world's end. A sound pass that is gone is no concern of the world's: its foreman sees to it."""

    def __init__(self, line: Any, layout: Layout, slice_ticks: int) -> None:
        self._line = line
        self._waiting: list[tuple[np.ndarray, np.ndarray]] = []
        self._behind = Behind(max(MOST_WAITING_BYTES // (layout.dtype.itemsize * slice_ticks), 1))

    def add(self, moment: np.ndarray, events: np.ndarray) -> None:
        """Send a tick with the next ``flush``."""
        self._waiting.append((moment, events))

    def flush(self) -> None:
        """Send what is waiting."""
        if self._waiting:
            self._send()

    def end(self) -> None:
        """Send the last, and that it was."""
        self.flush()
        self._send()

    def close(self) -> None:
        """Let go, once nobody hears any more."""
        self._behind.close()

    def _send(self) -> None:
        counts = np.array([len(events) for _, events in self._waiting], "<i4")
        parts = [len(counts).to_bytes(4, "little"), counts.tobytes()]
        parts += [moment.tobytes() for moment, _ in self._waiting]
        parts += [events.tobytes() for _, events in self._waiting]
        self._waiting.clear()
        self._behind(self._put, b"".join(parts))

    def _put(self, content: bytes) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._line.send_bytes(content)


def fed(line: Any, layout: Layout) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The other end: ``(moment, events)`` of every tick. Raises EOFError where the world ends before its end."""
    while True:
        raw = line.recv_bytes()
        ticks = int.from_bytes(raw[:4], "little")
        if not ticks:
            return
        counts = np.frombuffer(raw, "<i4", ticks, 4)
        moments = np.frombuffer(raw, layout.dtype, ticks, 4 + counts.nbytes)
        events = np.frombuffer(raw, EVENT, counts.sum(), 4 + counts.nbytes + moments.nbytes)
        ends = np.cumsum(counts)
        for k in range(ticks):
            yield moments[k : k + 1].reshape(()), events[ends[k] - counts[k] : ends[k]]
