"""The wind over the ocean of cloud: bands of noise that wander, gusts that cross the hall, a whistle at its edges.

In calm it is hardly there; trouble lets it loose, and it lies down after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import pi, sin
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from ...core.room import Room
from ...core.seeds import stream
from ...dsp.desk import Desk
from ...dsp.sine import FLAGS
from ...dsp.smooth import rise_and_fall

TAU = 2.0 * pi


class Manner(NamedTuple):
    """How the wind moves: numbers of ``[movement]``."""

    wander_hz: float
    wander_octaves: float
    gust_octaves: float
    slow_hz: float
    torn_hz: float
    calm: float
    slow: float
    torn: float
    apart_s: float
    across_turns: float


class Bands(NamedTuple):
    """``(bands,)`` each: those of the wind, then the whistles, which sound at the height of a gust alone."""

    centre_hz: np.ndarray
    calm: np.ndarray
    storm: np.ndarray
    peak: np.ndarray  # 1 for a whistle
    azimuth_turns: np.ndarray
    turn: np.ndarray  # (4, bands)


class Voice:
    """Targets of the bands; ``memory`` is how far the wind has risen."""

    def __init__(self, room: Room, desk: Desk, instrument: Mapping[str, Any], seed: int) -> None:
        self._wind, whistle = instrument["wind"], instrument["whistle"]
        self._manner = Manner(**instrument["movement"])
        n, whistles = len(self._wind["centre_hz"]), len(whistle["centre_hz"])
        level = float(self._wind["level"])
        self._bands = Bands(
            np.array([*self._wind["centre_hz"], *whistle["centre_hz"]]),
            level * np.array([*self._wind["calm"], *[0.0] * whistles]),
            level * np.array([*self._wind["storm"], *[whistle["storm"]] * whistles]),
            np.repeat((0.0, 1.0), (n, whistles)),
            np.array([*self._wind["azimuth_turns"], *whistle["azimuth_turns"]]),
            stream(seed, f"{room.name}/voice").random((4, n + whistles)),
        )
        self._noise = desk.noise(n + whistles)
        self._noise.q[:] = np.repeat((self._wind["q"], whistle["q"]), (n, whistles))
        self._noise.send[:] = self._wind["send"]
        self.memory = {"risen": np.zeros(1)}

    def tick(self, moment: np.ndarray, own: np.ndarray, events: np.ndarray) -> None:
        """Targets for the end of this tick."""
        risen, trouble = self.memory["risen"], float(own["trouble"])
        rise_and_fall(risen, trouble, self._wind["rises_s"], self._wind["lies_down_s"])
        _blow(
            float(moment["dream_time_s"]), float(risen[0]), self._bands, self._manner,
            self._noise.centre_hz, self._noise.amp, self._noise.azimuth_turns,
        )  # fmt: skip


@njit(**FLAGS)
def _blow(now, risen, bands, m, centre_hz, amp, azimuth_turns):  # type: ignore[no-untyped-def]
    """In trouble it buffets: slow gusts, torn by shorter ones, lift the bands as they swell them."""
    for b in range(amp.size):
        one, two, three, four = bands.turn[0, b], bands.turn[1, b], bands.turn[2, b], bands.turn[3, b]
        # A gust takes all bands, one a little after the other.
        at = now - m.apart_s * b
        slow = 0.7 * sin(TAU * m.slow_hz * at) + 0.3 * sin(TAU * (1.37 * m.slow_hz * now + four))
        torn = sin(TAU * m.torn_hz * at) * sin(TAU * 0.37 * m.torn_hz * at)
        gust = max(1.0 + m.calm * (1.0 - risen) * slow + risen * (m.slow * slow + m.torn * torn), 0.05)
        wander = sin(TAU * (m.wander_hz * now + one)) + 0.5 * sin(TAU * (2.3 * m.wander_hz * now + two))
        centre_hz[b] = bands.centre_hz[b] * 2.0 ** (m.wander_octaves * wander + m.gust_octaves * risen * gust)
        loud = bands.calm[b] + (bands.storm[b] - bands.calm[b]) * risen
        amp[b] = loud * (gust if bands.peak[b] == 0.0 else max(gust - 0.75, 0.0) ** 2)
        azimuth_turns[b] = bands.azimuth_turns[b] + m.across_turns * sin(TAU * (0.31 * m.wander_hz * now + three))
