"""The insects' voice: a tick a beat where each insect sits, whirring wings, the guests' choir, and the shriek.

Ticks in unison share their loudness, so that a crowd is no gunshot and a scattered one is still heard.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...core.room import BEAT, Room
from ...core.seeds import stream
from ...core.units import TICK_S
from ...dsp.desk import Desk
from .shriek import GUEST, Shriek

TAU = 2.0 * np.pi
NEAR_TICKS = 1.5  # beats as near as this are one crowd


class Voice:
    """Ticks, wings, choir and shriek; each keeps to its own customers."""

    def __init__(self, room: Room, desk: Desk, instrument: Mapping[str, Any], seed: int) -> None:
        self._ticks = Ticks(room, desk, instrument["ticks"], seed)
        self._wings = Wings(desk, instrument["wings"])
        self._choir = Choir(desk, instrument["choir"], len(room.pitches), seed)
        self._shriek = Shriek(desk, instrument["shriek"], seed)
        self.memory = self._shriek.memory

    def tick(self, moment: np.ndarray, own: np.ndarray, events: np.ndarray) -> None:
        """Targets and strikes of this tick."""
        now = float(moment["dream_time_s"])
        self._ticks.tick(moment, own, events)
        self._wings.tick(now, float(moment["breath"]), float(own["trouble"]))
        self._choir.tick(now, own)
        self._shriek.tick(now, own)


class Ticks:
    """One struck body a beat: bright and sharp by fours, wood by threes, glass by fives."""

    def __init__(self, room: Room, desk: Desk, ticks: Mapping[str, Any], seed: int) -> None:
        assert room.oscillators is not None
        self._ticks = ticks
        sharp = (ticks["sharp_decay_s"], ticks["sharp_amp"])
        kinds = {
            4: _bodies(ticks["four"], ticks, *sharp),
            3: _bodies(ticks["three"], ticks, ticks["knock_decay_s"], ticks["knock_amp"]),
            5: _bodies(ticks["five"], ticks, ticks["glass_decay_s"], ticks["glass_amp"]),
        }
        self._first, self._many = np.zeros(8, np.int64), np.ones(8, np.int64)
        at = 0
        for metre, bodies in kinds.items():
            self._first[metre], self._many[metre] = at, len(bodies)
            at += len(bodies)
        n = room.oscillators.count
        chance = stream(seed, "insects/ticks")
        self._which = chance.integers(0, 64, n)
        self._size = chance.uniform(0.96, 1.04, n)  # no two that tick by fours are the same size
        # Some push the air first and some pull it, so that a crowd sums like many and not like one.
        self._firm = chance.uniform(0.8, 1.2, n) * chance.choice((-1.0, 1.0), n)
        places = np.array(room.oscillators.places)
        self._azimuth = np.arctan2(places[:, 0], -places[:, 1]) / TAU
        self._modes = desk.modes([body for bodies in kinds.values() for body in bodies], slots=2 * n)
        self._modes.send[:] = ticks["richer_send"]
        self._modes.send[: len(kinds[4])] = ticks["send"]

    def tick(self, moment: np.ndarray, own: np.ndarray, events: np.ndarray) -> None:
        """Strike all that beat in this tick."""
        beats = events[events["kind"] == BEAT] if len(events) else events
        if not len(beats):
            return
        who = beats["index"]
        metre = own["metre"][who]
        body = self._first[metre] + self._which[who] % self._many[metre]
        # Wood and glass stand on overtones of the chord's root.
        octave = np.log2(max(float(own["pitch_hz"][0]) / GUEST, 1.0) / self._ticks["root_hz"])
        tuned = 2.0 ** (octave - np.floor(octave + 0.5))
        size = np.where(metre == 4, self._size[who], tuned)
        gain = self._ticks["level"] * (1.0 + self._crowd(moment, own) / self._ticks["crowd"]) ** -self._ticks["share"]
        self._modes.strike(beats["sample"], body, gain * self._firm[who] * beats["strength"], self._azimuth[who], size)

    def _crowd(self, moment: np.ndarray, own: np.ndarray) -> float:
        """How many beat about now, whichever ticks they fall into: near this tick's middle fully, less farther off."""
        beat = own["phase"] * own["metre"]
        tick = max(TICK_S * float(moment["rate"]) / max(float(moment["bar_s"]), 0.1), 1e-6) * own["metre"]
        since = (beat - np.floor(beat + 0.5)) / tick - 0.5
        return float(np.maximum(1.0 - np.abs(since) / NEAR_TICKS, 0.0).sum())


class Wings:
    """Whirring wings: clouds of short grains, far below the ticks' band, that stutter when timing slips."""

    def __init__(self, desk: Desk, wings: Mapping[str, Any]) -> None:
        self._wings = wings
        self._grains = desk.grains(len(wings["freq_hz"]))
        self._grains.freq_hz[:], self._grains.rate_hz[:] = wings["freq_hz"], wings["rate_hz"]
        self._grains.duration_s[:], self._grains.scatter[:] = wings["duration_s"], wings["scatter"]
        self._grains.azimuth_turns[:], self._grains.send[:] = wings["azimuth_turns"], wings["send"]
        self._number = np.arange(len(wings["freq_hz"]))

    def tick(self, now: float, breath: float, trouble: float) -> None:
        """Swelling one after another, with the breath."""
        swell = 0.55 + 0.45 * np.sin(TAU * ((0.09 + 0.023 * self._number) * now + 0.31 * self._number))
        stutter = 1.0 - trouble * (np.sin(TAU * (3.7 + 0.9 * self._number) * now) > 0.2)
        self._grains.amp[:] = self._wings["level"] * swell * stutter * (0.5 + 0.5 * breath) * (1.0 + 0.8 * trouble)


class Choir:
    """The guest's hums, ``(hums, layers, harmonics)`` partials: near, high and shimmering."""

    def __init__(self, desk: Desk, choir: Mapping[str, Any], hums: int, seed: int) -> None:
        self._choir = choir
        layers, harmonics = int(choir["layers"]), len(choir["spectrum"])
        shape = (hums, layers, harmonics)
        chance = stream(seed, "insects/choir")
        self._number = np.arange(1, harmonics + 1)
        apart = np.linspace(-1.0, 1.0, layers)[None, :, None]
        self._off_hz = choir["detune_hz"] * apart
        self._weight = np.array(choir["spectrum"]) * choir["level"] / layers
        self._turn = chance.random(shape)
        self._pace = chance.uniform(choir["slowest_hz"], choir["fastest_hz"], shape)
        self._partials = desk.partials(hums * layers * harmonics)
        place = np.array(choir["azimuth_turns"])[:, None, None] + choir["width_turns"] * apart
        self._partials.azimuth_turns[:] = np.broadcast_to(place, shape).ravel()
        self._partials.send[:] = choir["send"]

    def tick(self, now: float, own: np.ndarray) -> None:
        """Each partial of each layer shimmers at a pace of its own."""
        level = own["pitch_level"]
        if not level.any():
            self._partials.amp[:] = 0.0
            return
        shimmer = 1.0 - self._choir["depth"] * (0.5 + 0.5 * np.sin(TAU * (self._pace * now + self._turn)))
        self._partials.freq_hz[:] = (own["pitch_hz"][:, None, None] * self._number + self._off_hz).ravel()
        self._partials.amp[:] = (shimmer * self._weight * level[:, None, None]).ravel()


def _bodies(rows: list[list[float]], ticks: Mapping[str, Any], decay_s: list[float], amp: list[float]) -> np.ndarray:
    """``(bodies, 5, 3)`` modes: three that make the tick, two quieter that ring on."""
    decays, amps = [*decay_s, *ticks["body_decay_s"]], [*amp, *ticks["body_amp"]]
    return np.array([[(hz, d, a) for hz, d, a in zip(row, decays, amps, strict=True)] for row in rows])
