"""Rises and falls of the whole sound, an eighth of a second long, so that no beginning and no end is a click."""

from __future__ import annotations

import numpy as np

from ..core.units import BLOCK

FADE_TICKS = 15
_CURVE = (0.5 + 0.5 * np.cos(np.linspace(0.0, np.pi, FADE_TICKS * BLOCK))).astype(np.float32)
FALL = _CURVE.reshape(FADE_TICKS, BLOCK, 1)
"""Gains of the samples of a fall, a tick a row; a rise is the same backwards."""


class Fade:
    """Where the whole sound stands. At rest it is left untouched, to the bit."""

    def __init__(self) -> None:
        self._left, self._rising = 0, False

    def rise(self) -> None:
        """From silence, beginning with the next tick."""
        self._left, self._rising = FADE_TICKS, True

    def fall(self) -> None:
        """To silence, beginning with the next tick."""
        self._left, self._rising = FADE_TICKS, False

    @property
    def resting(self) -> bool:
        return self._left == 0

    def apply(self, block: np.ndarray) -> np.ndarray:
        """``(BLOCK, channels) float32`` with the next tick of the fade."""
        if self._left == 0:
            return block
        self._left -= 1
        return block * (FALL[self._left, ::-1] if self._rising else FALL[FADE_TICKS - 1 - self._left])
