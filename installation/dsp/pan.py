"""Where a sound stands among N loudspeakers: equal power between the two nearest of a ring.

Azimuths are in turns, 0 in front, + to the right, ±0.5 behind. Channels come in pairs from front to back, left before
right, so that four channels are FL FR BL BR; the ring's first pair stands half a step either side of the front.
Two channels are a front stage: constant power, what is behind is heard from in front.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from .sine import FLAGS, sine

MAX_CHANNELS = 16
_TRACE = np.float32(1e-5)


def ring(channels: int) -> np.ndarray:
    """Channel of each loudspeaker going round clockwise from front left: ``(channels,) int64``.

    Raises ValueError unless ``channels`` is 1 or an even number up to 16.
    """
    if channels != 1 and (channels % 2 or not 2 <= channels <= MAX_CHANNELS):
        raise ValueError(f"channels: {channels}, expected 1 or an even number up to {MAX_CHANNELS}")
    left, right = list(range(0, channels, 2)), list(range(1, channels, 2))
    return np.array(left[:1] + right + left[:0:-1], np.int64)


def speakers(channels: int) -> np.ndarray:
    """Azimuth of each channel in turns, ``(channels,) float64`` in -0.5..0.5; stereo stands at ±0.25."""
    if channels == 1:
        return np.zeros(1)
    places = np.empty(channels)
    places[ring(channels)] = (np.arange(channels) - 0.5) / channels
    return places - np.round(places)


@njit(**FLAGS)
def place(azimuth_turns, level, send, order, gains):  # type: ignore[no-untyped-def]
    """Write the gains of one sound: ``gains (channels + 1,) float32``, the last is what goes to the hall.

    The channels' squares sum to ``level`` squared; ``order`` is ``ring(channels)``.
    """
    n = gains.size - 1
    for c in range(n):
        gains[c] = np.float32(0.0)
    azimuth = azimuth_turns - np.floor(azimuth_turns)
    if n == 1:
        gains[0] = level
    elif n == 2:
        x = sine(azimuth)
        gains[0] = level * sine(0.125 * (1.0 - x))
        gains[1] = level * sine(0.125 * (1.0 + x))
    else:
        p = azimuth * n + 0.5
        k = int(p)
        t = p - k
        gains[order[k % n]] = level * sine(0.25 * (1.0 - t))
        gains[order[(k + 1) % n]] = level * sine(0.25 * t)
    for c in range(n):  # what the sine leaves at a zero
        if abs(gains[c]) < _TRACE * abs(level):
            gains[c] = np.float32(0.0)
    gains[n] = level * send
