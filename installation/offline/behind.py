"""Work that goes on behind the drawing: one thread, in order, a few items at most ahead."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

MOST_WAITING = 6  # frames held in memory at once


class Behind:
    """Runs what it is given on a thread of its own; an error comes back with a later call, or with ``drain``."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "encoding")
        self._waiting: deque[Future] = deque()

    def __call__(self, work: Callable[..., Any], *arguments: Any) -> None:
        """Have ``work`` done; waits where too much is waiting already."""
        while len(self._waiting) >= MOST_WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(work, *arguments))

    def drain(self) -> None:
        """Wait until all is done."""
        while self._waiting:
            self._waiting.popleft().result()

    def close(self) -> None:
        """Drop what has not begun and wait for what has."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._waiting.clear()
