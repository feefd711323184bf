"""The weather-monks' lullaby: seven hummed voices that draw breath one after another, heard while ``lull`` works.

Before they are called they are silent. All movement is a closed form of dream time and of each monk's own bar.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, floor, pi, sin, sqrt
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from ...core.room import Room
from ...core.seeds import stream
from ...core.units import TICK_S
from ...dsp.desk import Desk
from ...dsp.sine import FLAGS

TAU = 2.0 * pi
CENT = float(np.log(2.0) / 1200.0)
FOLLOW = 1.0 - exp(-TICK_S / 0.09)  # how fast a monk's level follows
QUIET = 1e-5


class Manner(NamedTuple):
    """How the monks sing: numbers of ``[hum]`` and ``[phrase]``."""

    level: float
    open: float
    vibrato_cents: float
    tremble_cents: float
    bars: float
    apart_bars: float
    sung: float
    arch: float


class Monks(NamedTuple):
    """What differs from monk to monk, ``(monks,)`` each; ``turn (3, monks)``."""

    sings: np.ndarray  # which pitch of the room
    throat: np.ndarray  # factor of his formants
    off_hz: np.ndarray
    pace_hz: np.ndarray
    turn: np.ndarray


class Voice:
    """Targets of ``(monks, harmonics)`` partials, and of the breath that the choir draws."""

    def __init__(self, room: Room, desk: Desk, instrument: Mapping[str, Any], seed: int) -> None:
        assert room.oscillators is not None
        hum, phrase, self._breath = (instrument[name] for name in ("hum", "phrase", "breath"))
        monks, harmonics = room.oscillators.count, int(hum["harmonics"])
        shape = (monks, harmonics)
        self._manner = Manner(hum["level"], hum["open"], hum["vibrato_cents"], hum["tremble_cents"], **phrase)
        self._monks = _monks(hum, monks, stream(seed, f"{room.name}/voice"))
        self._source = np.arange(1.0, harmonics + 1.0) ** -float(hum["slope"])
        self._formants = np.array(hum["formants"])
        azimuth = np.resize(hum["azimuth_turns"], monks)
        self._partials = desk.partials(monks * harmonics)
        self._partials.azimuth_turns[:] = np.repeat(azimuth, harmonics)
        self._targets = self._partials.freq_hz.reshape(shape), self._partials.amp.reshape(shape)
        self._air = desk.noise(len(self._breath["azimuth_turns"]))
        self._air.centre_hz[:], self._air.q[:] = self._breath["centre_hz"], self._breath["q"]
        self._air.azimuth_turns[:] = self._breath["azimuth_turns"]
        self._partials.send[:] = self._air.send[:] = hum["send"]
        self._drawn = np.zeros(monks)
        self.memory = {"level": np.zeros(monks)}

    def tick(self, moment: np.ndarray, own: np.ndarray, events: np.ndarray) -> None:
        """Targets for the end of this tick."""
        called = float(own["pitch_level"].max())
        if called <= 0.0 and self.memory["level"].max() < QUIET:
            self._partials.amp[:] = self._air.amp[:] = self.memory["level"][:] = 0.0
            return
        _hum(
            float(moment["dream_time_s"]), float(moment["bars"]) + float(moment["bar_phase"]), float(own["trouble"]),
            own["phase"], own["pitch_hz"], own["pitch_level"], self.memory["level"], self._drawn, self._source,
            self._formants, self._monks, self._manner, *self._targets,
        )  # fmt: skip
        n = len(self._air.amp)
        for band in range(n):  # neighbours share a band of breath
            self._air.amp[band] = self._breath["level"] * called * float(self._drawn[band::n].max())


def _monks(hum: Mapping[str, Any], monks: int, chance: np.random.Generator) -> Monks:
    """No two are the same: formants a little elsewhere, a tone a little off, a vibrato of one's own."""
    return Monks(
        np.resize(hum["sings"], monks).astype(np.int64),
        2.0 ** (chance.uniform(-1.0, 1.0, monks) * hum["throats_octaves"]),
        hum["detune_hz"] * np.linspace(-1.0, 1.0, monks)[chance.permutation(monks)],
        hum["vibrato_hz"] * chance.uniform(0.88, 1.12, monks),
        chance.random((3, monks)),
    )


@njit(**FLAGS)
def _shape(hz, throat, opened, source, formants, ajar, shape):  # type: ignore[no-untyped-def]
    """Fill ``shape (harmonics,)`` with the spectrum at unit power; as the mouth opens, higher formants come in."""
    power = 0.0
    for k in range(shape.size):
        gain = ajar
        for f in range(formants.shape[0]):
            away = (hz * (k + 1) / throat - formants[f, 0]) / formants[f, 1]
            gain += formants[f, 2] * opened ** formants[f, 3] / (1.0 + away * away)
        shape[k] = source[k] * gain
        power += shape[k] * shape[k]
    for k in range(shape.size):
        shape[k] /= sqrt(power)


@njit(**FLAGS)
def _hum(
    now, bars, trouble, phase, pitch_hz, pitch_level, kept, drawn, source, formants, monks, m, freq_hz, amp,
):  # type: ignore[no-untyped-def]  # fmt: skip
    shape = np.empty(source.size)
    for i in range(kept.size):
        which = monks.sings[i]
        # By his own bar, so that a choir out of step is heard to be.
        at = (floor(bars - phase[i] + 0.5) + phase[i] - m.apart_bars * i) / m.bars
        at -= floor(at)
        sung = min(at / m.sung, 1.0)
        line = max(sin(pi * sung), 0.0) ** m.arch * (1.0 - 0.25 * sung)
        rest = max(at - m.sung, 0.0) / (1.0 - m.sung)
        drawn[i] = sin(pi * rest) ** 2
        kept[i] += (pitch_level[which] * line - kept[i]) * FOLLOW
        vibrato = m.vibrato_cents * sin(TAU * (monks.pace_hz[i] * now + monks.turn[0, i]))
        drift = 2.0 * sin(TAU * (0.11 * now + monks.turn[1, i]))
        tremble = m.tremble_cents * trouble * sin(TAU * (5.9 * now + monks.turn[2, i]))
        hz = pitch_hz[which] * (1.0 + CENT * (vibrato + drift + tremble)) + monks.off_hz[i]
        _shape(hz, monks.throat[i], 0.35 + 0.65 * line, source, formants, m.open, shape)
        for k in range(source.size):
            freq_hz[i, k], amp[i, k] = hz * (k + 1), m.level * kept[i] * shape[k]
