"""Timer queries a pass. They cost a stall when read, so they are made only where asked for."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

import moderngl


class Timing:
    """``with timing.of("bloom"): …``; ``read`` waits for the GPU. A pass may run twice a frame (dissolves)."""

    def __init__(self, ctx: moderngl.Context, on: bool) -> None:
        self._ctx, self._on = ctx, on
        self._queries: dict[str, list[moderngl.Query]] = {}
        self._used: dict[str, int] = {}

    def begin(self) -> None:
        """A new frame."""
        self._used.clear()

    def of(self, name: str) -> AbstractContextManager | moderngl.Query:
        """Measures what is drawn inside it."""
        if not self._on:
            return nullcontext()
        made, used = self._queries.setdefault(name, []), self._used.get(name, 0)
        if used == len(made):
            made.append(self._ctx.query(time=True))
        self._used[name] = used + 1
        return made[used]

    def read(self) -> dict[str, float]:
        """Milliseconds by name, in the order in which they ran."""
        return {name: sum(q.elapsed for q in self._queries[name][:n]) / 1e6 for name, n in self._used.items()}
