"""Light and voice levels of every room, slewed so that nothing flashes or clicks; exposure of the whole."""

from __future__ import annotations

import numpy as np
from numba import njit

from ..core.room import Room
from ..score.score import Score

LIGHT_SLEW_HZ = 0.55  # of full light a second: no pair of opposing changes within a flash's reach
EXPOSURE_SLEW_EV_S = 0.6
ENTER_S = 4.0
BREATH_EV = 0.3  # from empty to full lungs
THIN_S = 1.5
GUEST_LIGHT = 0.25  # what a guest adds to every light
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

    def step(
        self, dt_s: float, movement: int, trouble: np.ndarray, sunk: float, guests: float, exposure: float
    ) -> None:
        """Advance by ``dt_s`` seconds toward what movement and trouble ``(rooms,)`` ask for."""
        _level(
            self.presence, self.light, self.voice, self._enters, self._full, self._dims, trouble,
            dt_s, movement, 1.0 - THINNED * sunk, 1.0 + GUEST_LIGHT * min(guests, 1.0),
        )  # fmt: skip
        bound = EXPOSURE_SLEW_EV_S * dt_s
        self.exposure += min(max(exposure - self.exposure, -bound), bound)


@njit(cache=True, nogil=True)
def _level(presence, light, voice, enters, full, dims, trouble, dt_s, movement, left, richer):
    bound = LIGHT_SLEW_HZ * dt_s
    for i in range(light.size):
        here = 1.0 if enters[i] <= movement else 0.0
        presence[i] += (here - presence[i]) * dt_s / ENTER_S
        wanted = full[i] * (1.0 - dims[i] * trouble[i]) * left * richer
        light[i] += min(max(wanted - light[i], -bound), bound)
        voice[i] += (left - voice[i]) * dt_s / THIN_S
