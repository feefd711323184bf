"""Timer queries a pass. They cost a stall when read, so they are made only where asked for."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

import moderngl


class Timing:
    """``with timing.of("bloom"): …``; ``read`` waits for the GPU."""

    def __init__(self, ctx: moderngl.Context, on: bool) -> None:
        self._ctx, self._on = ctx, on
        self._queries: dict[str, moderngl.Query] = {}

    def of(self, name: str) -> AbstractContextManager | moderngl.Query:
        """Measures what is drawn inside it."""
        if not self._on:
            return nullcontext()
        if name not in self._queries:
            self._queries[name] = self._ctx.query(time=True)
        return self._queries[name]

    def read(self) -> dict[str, float]:
        """Milliseconds by name, in the order in which they ran."""
        return {name: query.elapsed / 1e6 for name, query in self._queries.items()}
