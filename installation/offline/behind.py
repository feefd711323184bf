"""Work that goes on behind other work: one thread, in order, some items at most ahead, none after one that failed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

MOST_WAITING = 6  # frames held in memory at once


class Behind:
    """Runs what it is given on a thread of its own; an error comes back with a later call, or with ``drain``."""

    def __init__(self, most: int = MOST_WAITING) -> None:
        self._most = most
        self._thread = ThreadPoolExecutor(1, "behind")
        self._waiting: deque[Future] = deque()
        self._broken = False

    def __call__(self, work: Callable[..., Any], *arguments: Any) -> None:
        """Have ``work`` done; waits where too much is waiting already."""
        while len(self._waiting) >= self._most:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(self._do, work, arguments))

    def drain(self) -> None:
        """Wait until all is done."""
        while self._waiting:
            self._waiting.popleft().result()

    def close(self) -> None:
        """Drop what has not begun and wait for what has."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._waiting.clear()

    def _do(self, work: Callable[..., Any], arguments: tuple) -> None:
        if self._broken:
            return  # what follows a frame that was lost must not pass for whole
        try:
            work(*arguments)
        except BaseException:
            self._broken = True
            raise
