"""The operator's own sounds, near and dry: a heart that beats twice a stroke, and breath that moves with the lungs."""

from __future__ import annotations

from collections.abc import Mapping
from math import pi, sin
from typing import Any

import numpy as np

from ...core.room import Room
from ...core.units import BLOCK
from ...dsp.desk import Desk

TAU = 2.0 * pi


class Voice:
    """Strikes the heart as its phase passes the two strokes; sets the bands of breath."""

    def __init__(self, room: Room, desk: Desk, instrument: Mapping[str, Any], seed: int) -> None:
        self._heart, self._breath = instrument["heart"], instrument["breath"]
        bodies = [np.transpose([hz, self._heart["decay_s"], self._heart["amp"]]) for hz in self._heart["freq_hz"]]
        self._drum = desk.modes(bodies, slots=6)
        self._drum.send[:] = 0.0
        self._centre = np.array(self._breath["centre_hz"])
        self._in, self._out = np.array(self._breath["inhale"]), np.array(self._breath["exhale"])
        self._bands = desk.noise(len(self._centre))
        self._bands.q[:] = self._breath["q"]
        self._bands.azimuth_turns[:] = np.linspace(-1.0, 1.0, len(self._centre)) * self._breath["width_turns"]
        self._bands.send[:] = 0.0
        self.memory = {"heart": np.zeros(1)}

    def tick(self, moment: np.ndarray, own: np.ndarray, events: np.ndarray) -> None:
        """Targets and strikes of this tick."""
        before, now = float(self.memory["heart"][0]), float(own["heart_phase"])
        self.memory["heart"][0] = now
        moved = (now - before) % 1.0
        if 0.0 < moved < 0.5:
            near = 1.0 + self._heart["nearer"] * float(own["trouble"])
            for stroke, (at, level) in enumerate(zip(self._heart["at"], self._heart["stroke"], strict=True)):
                part = (at - before) % 1.0 / moved
                if part < 1.0:
                    self._drum.strike(part * (BLOCK - 1.0), stroke, self._heart["level"] * level * near)
        self._breathe(moment, float(own["gathered"]))

    def _breathe(self, moment: np.ndarray, gathered: float) -> None:
        """Brighter as it comes in, lower and longer as it goes; fuller the deeper the operator breathes."""
        flow = sin(TAU * float(moment["breath_phase"]))
        inward, outward = max(flow, 0.0), max(-flow, 0.0)
        breath = self._breath
        depth = breath["resting"] + (1.0 - breath["resting"]) * float(moment["breathe"])
        lift = 1.0 + breath["rise"] * inward**2 - 0.15 * outward
        self._bands.centre_hz[:] = self._centre * lift * (1.0 + 0.06 * gathered)
        self._bands.amp[:] = breath["level"] * depth * (self._in * inward**2 + self._out * outward**1.4)
