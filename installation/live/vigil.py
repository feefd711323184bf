"""Watches that a process goes on giving signs of life, whatever holds it: a driver, a stopped process, a dead lock."""

from __future__ import annotations

import contextlib
from pathlib import Path

from ..core.errors import MachineError
from ..core.ring import PLAYING, RingReader
from .runtime import MOMENTS, WINDOW

LONGEST_LOOK_S = 0.1  # who watches may be stopped too, together with all the others: that is nobody's silence


class Vigil:
    """For how long ``sign`` has not changed while somebody watched; before the first sign nobody is late."""

    def __init__(self, now_s: float) -> None:
        self._last: float | None = None
        self._before_s, self.silent_s = now_s, 0.0

    def look(self, sign: float | None, now_s: float) -> float:
        """Take a look; returns the seconds of silence."""
        passed_s = min(now_s - self._before_s, LONGEST_LOOK_S)
        self._before_s = now_s
        self.silent_s = 0.0 if sign is None or sign != self._last else self.silent_s + passed_s
        self._last = sign
        return self.silent_s


class Signs:
    """The signs of life in a session's folder; None where there is none yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ring: RingReader | None = None

    def heart(self, pid: int) -> float | None:
        """The stamp of the clock of the heart ``pid``, while it plays; what a dead one has left is none."""
        ring = self._moments()
        plays = ring is not None and ring.pid == pid and ring.state == PLAYING
        return ring.clock().stamp_s if ring is not None and plays else None

    @property
    def window(self) -> float | None:
        """When the window's file was touched."""
        with contextlib.suppress(OSError):
            return (self._folder / WINDOW).stat().st_mtime
        return None

    def _moments(self) -> RingReader | None:
        if self._ring is None:
            with contextlib.suppress(OSError, MachineError, ValueError):
                self._ring = RingReader(self._folder / MOMENTS)
        return self._ring
