"""The rooms' own models: steps of their own, for memory of their own kind."""

from __future__ import annotations

import numpy as np

from ..core.room import Room, resolve


class Models:
    """One model a room that has one; each keeps its state in ``memory``, a dict of arrays."""

    def __init__(self, cast: tuple[Room, ...], seed: int) -> None:
        self.by_room = {r.name: resolve(r.model)(r, seed) for r in cast if r.model}

    def step(self, moment: np.ndarray, dt_s: float) -> None:
        """Let each write its leaves into ``moment``; ``dt_s`` is dream time."""
        for name, model in self.by_room.items():
            model.step(moment[name], moment, dt_s)
