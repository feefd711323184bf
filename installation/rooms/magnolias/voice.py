"""The magnolias' voice: a harp whose strings are the streams of blossoms, petals that bounce, the sprite's flute."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...core.room import BEAT, INVITED, STARTLED, Room
from ...dsp.desk import Desk
from .flute import Flute
from .harp import TAU, Harp
from .knocks import Knocks

NEVER_S = -1e6


class Voice:
    """Harp, knocks and flute; each keeps to its own customers. A sweep of all strings answers an invitation."""

    def __init__(self, room: Room, desk: Desk, instrument: Mapping[str, Any], seed: int) -> None:
        assert room.oscillators is not None
        self._sweep = instrument["sweep"]
        places = np.array(room.oscillators.places)
        tones = sum(pitch.part.startswith("guest") for pitch in room.pitches)
        self._first_tone = len(room.pitches) - tones
        self._harp = Harp(desk, instrument["harp"], places, seed)
        self._knocks = Knocks(desk, instrument["knocks"], np.arctan2(places[:, 0], -places[:, 1]) / TAU, seed)
        self._flute = Flute(desk, instrument["flute"], tones, seed)
        # When a sweep set out, how long it takes and how strong it is.
        self._swept = np.array([NEVER_S, 1.0, 0.0])
        self.memory = {"swept": self._swept, **self._knocks.memory, **self._flute.memory}

    def tick(self, moment: np.ndarray, own: np.ndarray, events: np.ndarray) -> None:
        """Targets and strikes of this tick."""
        now = float(moment["dream_time_s"])
        if len(events):
            beats = events[events["kind"] == BEAT]
            self._harp.beats(moment, own, beats["index"], beats["sample"])
            self._answer(now, events["kind"])
        since = now - self._swept[0]
        if 0.0 <= since < self._swept[1] + 0.1:
            self._harp.sweep(own, since, self._swept[1], self._swept[2])
        self._knocks.tick(own)
        self._flute.tick(moment, own, self._first_tone)

    def _answer(self, now: float, kinds: np.ndarray) -> None:
        """The sprite has joined, or was startled: the strings are swept, slowly or in a start."""
        for kind, name in ((INVITED, "joined"), (STARTLED, "startled")):
            if (kinds == kind).any():
                self._swept[:] = now, self._sweep[f"{name}_s"], self._sweep[f"{name}_strength"]
