"""The darkness's voice: a low cluster that crawls, a rumble under it, and noise that slithers over the floor.

It sounds as far as trouble was left unresolved, and recedes with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...core.room import Room
from ...core.seeds import stream
from ...dsp.desk import Desk

TAU = 2.0 * np.pi


class Voice:
    """Targets for ``(pitches, layers, harmonics)`` partials, two bands of rumble and those that slither."""

    def __init__(self, room: Room, desk: Desk, instrument: Mapping[str, Any], seed: int) -> None:
        self._cluster, self._rumble, self._slither = (instrument[k] for k in ("cluster", "rumble", "slither"))
        chance = stream(seed, f"{room.name}/voice")
        pitches, layers = len(room.pitches), int(self._cluster["layers"])
        self._spectrum = np.array(self._cluster["spectrum"]) * self._cluster["level"] / layers
        shape = (pitches, layers, len(self._spectrum))
        self._number = np.arange(1, shape[2] + 1)
        self._off_hz = self._cluster["detune_hz"] * np.linspace(-1.0, 1.0, layers)[None, :, None]
        self._turn, self._pace = chance.random(shape), chance.uniform(0.07, 0.6, shape)
        self._crawl_turn = chance.random(pitches)
        self._partials = desk.partials(pitches * layers * shape[2])
        place = np.array(self._cluster["azimuth_turns"])[:, None, None] * np.linspace(1.0, 0.4, layers)[:, None]
        self._partials.azimuth_turns[:] = np.broadcast_to(place, shape).ravel()
        self._partials.send[:] = self._cluster["send"]
        self._low = desk.noise(len(self._rumble["centre_hz"]))
        self._low.centre_hz[:], self._low.q[:] = self._rumble["centre_hz"], self._rumble["q"]
        self._low.send[:] = 0.1
        self._lowest = np.array(self._slither["lowest_hz"])
        self._slither_pace = np.array(self._slither["pace_hz"])
        self._slither_turn = chance.random((2, self._lowest.size))
        self._creeping = desk.noise(self._lowest.size)
        self._creeping.q[:], self._creeping.send[:] = self._slither["q"], self._slither["send"]
        self.memory: dict[str, np.ndarray] = {}

    def tick(self, moment: np.ndarray, own: np.ndarray, events: np.ndarray) -> None:
        """Targets for the end of this tick."""
        level, now = own["pitch_level"], float(moment["dream_time_s"])
        if not level.any():
            self._partials.amp[:] = self._low.amp[:] = self._creeping.amp[:] = 0.0
            return
        crawl = np.sin(TAU * (self._cluster["crawl_hz"] * now + self._crawl_turn))
        hz = own["pitch_hz"] * (1.0 + crawl * self._cluster["crawl_cents"] * (np.log(2.0) / 1200.0))
        self._partials.freq_hz[:] = (hz[:, None, None] * self._number + self._off_hz).ravel()
        movement = 0.6 + 0.4 * np.sin(TAU * (self._pace * now + self._turn))
        self._partials.amp[:] = (movement * self._spectrum * level[:, None, None]).ravel()
        self._creep(now, float(level.max()))

    def _creep(self, now: float, level: float) -> None:
        heave = 0.65 + 0.35 * np.sin(TAU * self._rumble["heave_hz"] * now)
        self._low.amp[:] = self._rumble["level"] * level * heave
        a, b = self._slither_turn
        way = np.sin(TAU * (self._slither_pace * now + a))
        self._creeping.centre_hz[:] = self._lowest * 2.0 ** (self._slither["octaves"] * (0.5 + 0.5 * way))
        self._creeping.azimuth_turns[:] = 0.25 * np.sin(TAU * (0.6 * self._slither_pace * now + b))
        near = 0.5 + 0.5 * np.sin(TAU * (1.7 * self._slither_pace * now + b))
        self._creeping.amp[:] = self._slither["level"] * level * near * near
