"""Petals that bounce: after each beat of a stream its blossoms fall on the floor, hop lower and lower, and lie still.

The times of the hops are fixed shares of the beat, so they fall together while streams do and patter when they do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...core.seeds import stream
from ...core.units import BLOCK
from ...dsp.desk import Desk

DRAWN = 64  # beats of chance, then over again


class Knocks:
    """Wood and chrome, many and quiet. ``memory`` keeps where in its beat each stream was."""

    def __init__(self, desk: Desk, knocks: Mapping[str, Any], azimuth: np.ndarray, seed: int) -> None:
        n = len(azimuth)
        chance = stream(seed, "magnolias/knocks")
        self._knocks, self._azimuth = knocks, azimuth
        self._hops = np.array(knocks["hops"])
        self._toss = chance.random((DRAWN, n))
        self._body = chance.integers(0, len(knocks["freq_hz"]), (DRAWN, n))
        self._size = 2.0 ** (chance.uniform(-1.0, 1.0, (DRAWN, n)) * knocks["sizes_octaves"])
        rows = zip(knocks["freq_hz"], knocks["decay_s"], strict=True)
        self._modes = desk.modes(
            [np.transpose([hz, decay, knocks["amp"]]) for hz, decay in rows], slots=int(knocks["slots"])
        )
        self._modes.send[:] = knocks["send"]
        self.memory = {"within": np.zeros(n)}

    def tick(self, own: np.ndarray) -> None:
        """Knock for every hop that falls into this tick."""
        severity = float(own["popcorn_severity"])
        within = own["phase"] * own["metre"] % 1.0
        before = self.memory["within"].copy()
        self.memory["within"][:] = within
        if severity < self._knocks["from_severity"]:
            return
        hit = (before[:, None] < self._hops) & (self._hops <= within[:, None])
        if not hit.any():
            return
        who, hop = np.nonzero(hit)
        drawn = own["beats"][who] % DRAWN
        falls = self._toss[drawn, who] < self._knocks["share"] * severity
        who, hop, drawn = who[falls], hop[falls], drawn[falls]
        if not len(who):
            return
        part = (self._hops[hop] - before[who]) / np.maximum(within[who] - before[who], 1e-9)
        height = (1.0 - self._toss[drawn, who]) * self._knocks["bounce"] ** hop
        gain = self._knocks["level"] * severity**0.5 * height
        side = self._azimuth[who] + 0.04 * hop
        size = self._size[drawn, who] * (1.0 + 0.03 * hop)
        self._modes.strike(np.minimum(part * BLOCK, BLOCK - 1.0), self._body[drawn, who], gain, side, size)
