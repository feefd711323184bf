"""Light and voice levels of every room, slewed so that nothing flashes or clicks; exposure of the whole."""

from __future__ import annotations

import numpy as np

from ..core.room import Room
from ..score.score import Score

LIGHT_SLEW_HZ = 0.55  # of full light a second: no pair of opposing changes within a flash's reach
EXPOSURE_SLEW_EV_S = 0.6
ENTER_S = 4.0
BREATH_EV = 0.3  # from empty to full lungs
THINNED = 0.85  # share of voice and light that a hall left alone loses in the end


class Stagehand:
    """Levels ``(rooms,) float64``: light, voice, presence; and exposure in EV."""

    memory = ("light", "voice", "presence", "exposure")

    def __init__(self, score: Score, cast: tuple[Room, ...]) -> None:
        names = [m.name for m in score.movements]
        self._enters = np.array([names.index(r.enters) if r.enters in names else 0 for r in cast])
        self._full = np.array([r.light for r in cast])
        self._dims = np.array([r.dims for r in cast])
        self.light = self._full.copy()
        self.voice = np.ones(len(cast))
        self.presence = (self._enters == 0).astype(np.float64)
        self.exposure = 0.0

    def step(self, dt_s: float, movement: int, trouble: np.ndarray, sunk: float, guests: float, exposure: float) -> None:
        """Advance by ``dt_s`` seconds toward what movement and trouble ``(rooms,)`` ask for."""
        here = (self._enters <= movement).astype(np.float64)
        self.presence += (here - self.presence) * dt_s / ENTER_S
        left = 1.0 - THINNED * sunk
        wanted = self._full * (1.0 - self._dims * trouble) * left * (1.0 + 0.25 * min(guests, 1.0))
        bound = LIGHT_SLEW_HZ * dt_s
        self.light += np.minimum(np.maximum(wanted - self.light, -bound), bound)
        self.voice += (left - self.voice) * dt_s / 1.5
        bound = EXPOSURE_SLEW_EV_S * dt_s
        self.exposure += min(max(exposure - self.exposure, -bound), bound)
