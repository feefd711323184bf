"""The engine's own memory: the turning of its rings, which drifts off when their oscillators slip."""

from __future__ import annotations

from math import exp, pi, sin

import numpy as np

from ...core.room import Room

RATIOS = np.array([1 / 2, 1 / 3, 1 / 4, 1 / 5])  # turns of each ring a bar: just, so that they meet every 60 bars

WILD_S = 0.6  # time constant with which it grows wild and calms down


class Model:
    """Turns the rings by what their oscillators turned, and beats the heart from its own."""

    def __init__(self, room: Room, seed: int) -> None:
        self.memory = {"rings": np.zeros(4), "phase": np.zeros(5), "wild": np.zeros(1)}

    def step(self, own: np.ndarray, moment: np.ndarray, dt_s: float) -> None:
        """Write rings, heart_phase, pulse and wild into ``own`` (this room's part of ``moment``)."""
        phase, rings = own["phase"], self.memory["rings"]
        turned = (phase - self.memory["phase"] + 0.5) % 1.0 - 0.5
        self.memory["phase"][:] = phase
        rings[:] = (rings + turned[1:] * RATIOS) % 1.0
        wild = float(self.memory["wild"][0])
        wild += (float(own["trouble"]) - wild) * min(1.0, dt_s / WILD_S)
        self.memory["wild"][0] = wild
        heart, ring = float(phase[0]), float(phase[1])
        beat = (heart * 2.0) % 1.0
        # A stroke swells within a tenth of the beat and ebbs over the rest; trouble shakes it.
        stroke = min(beat / 0.1, 1.0) * exp(-3.2 * max(beat - 0.1, 0.0))
        shake = wild * 0.35 * sin(2.0 * pi * (7.0 * beat + 3.0 * ring))
        own["rings"] = rings
        own["heart_phase"] = beat
        own["pulse"] = min(max(stroke + shake, 0.0), 1.0)
        own["wild"] = wild
