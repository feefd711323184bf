"""From the engine's 48 kHz to the rate of a device that cannot: python-soxr, in its high quality (20 bit)."""

from __future__ import annotations

import numpy as np

from ..core.units import SAMPLE_RATE_HZ


class Converter:
    """A stream of ``(n, channels) float32`` on its way to ``rate_hz``; passes untouched where that is the engine's.

    The converter keeps back what its filter needs (about 15 ms) but adds no delay of its own: sample k of what comes
    out lies at the time k / rate of what went in.
    """

    def __init__(self, rate_hz: int, channels: int) -> None:
        self.ratio = rate_hz / SAMPLE_RATE_HZ
        self._stream = None
        if rate_hz != SAMPLE_RATE_HZ:
            import soxr

            self._stream = soxr.ResampleStream(SAMPLE_RATE_HZ, rate_hz, channels, dtype="float32", quality="HQ")

    @property
    def kept_samples(self) -> float:
        """How many of the engine's samples wait inside."""
        return self._stream.delay() / self.ratio if self._stream else 0.0

    def take(self, block: np.ndarray) -> np.ndarray:
        """What comes out as ``block`` goes in: ``(m, channels) float32``, at times none."""
        return self._stream.resample_chunk(np.ascontiguousarray(block)) if self._stream else block
