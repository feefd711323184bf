"""A process beside the evening: it may fail and is started again, ever later, and the music never waits for it."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from .say import say

FIRST_S, LONGEST_S = 1.0, 60.0  # before it is started again: doubled with every failure
SETTLED_S = 60.0  # what lived longer fails for the first time again
HANGS_S = 30.0  # without a sign of life


class Aside:
    """``start`` starts the process; one that ends with exit code 0 had nothing to do and is left in peace.

    It touches the file ``sign`` as long as it lives: a library can hang with the interpreter in its hand.
    """

    def __init__(self, name: str, start: Callable[[], subprocess.Popen], sign: Path) -> None:
        self._name, self._start, self._sign = name, start, sign
        self._wait_s = FIRST_S
        self._again_s: float | None = None
        self._started_s = time.monotonic()
        self.process: subprocess.Popen | None = start()

    def look(self) -> None:
        """See how it fares. Never waits."""
        now_s = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            if code is not None:
                self._ended(code, now_s)
            elif now_s - self._started_s > HANGS_S and self._silent_s() > HANGS_S:
                self.process.kill()
        elif self._again_s is not None and now_s >= self._again_s:
            self.process, self._started_s, self._again_s = self._start(), now_s, None

    def _silent_s(self) -> float:
        """Seconds since the last sign of life, by the clock that files keep."""
        with contextlib.suppress(OSError):
            return time.time() - self._sign.stat().st_mtime
        return float("inf")

    def _ended(self, code: int, now_s: float) -> None:
        self.process = None
        if code == 0:
            return
        if now_s - self._started_s > SETTLED_S:
            self._wait_s = FIRST_S
        if self._wait_s == FIRST_S:
            say(f"{self._name} has failed ({code}) and is started again; the music plays on")
        self._again_s = now_s + self._wait_s
        self._wait_s = min(2.0 * self._wait_s, LONGEST_S)
