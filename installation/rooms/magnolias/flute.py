"""The wind sprite's flute: three breathy tones, startled as they come, then a short figure between the harp's notes."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, pi, sin
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from ...core.seeds import stream
from ...core.units import TICK_S
from ...dsp.desk import Desk
from ...dsp.sine import FLAGS

TAU = 2.0 * pi


class Manner(NamedTuple):
    """How she blows: numbers of ``[flute.manner]``."""

    level: float
    attack_s: float
    release_s: float
    held: float
    vibrato_hz: float
    vibrato_cents: float
    flutter_hz: float
    flutter_octaves: float
    fright_s: float
    figure_bars: float
    breath: float
    puff: float


class Flute:
    """``(tones, harmonics)`` partials, and a band of breath a tone that follows its pitch."""

    def __init__(self, desk: Desk, flute: Mapping[str, Any], tones: int, seed: int) -> None:
        self._manner = Manner(**flute["manner"])
        self._spectrum = np.array(flute["spectrum"])
        self._fright = np.array(flute["fright_octaves"])
        self._turn = stream(seed, "magnolias/flute").random((4, tones))
        most = max(len(row) for row in flute["notes"])
        self._notes = np.zeros((tones, most, 3))  # start and length in bars, weight; weight 0 is none
        for kept, row in zip(self._notes, flute["notes"], strict=True):
            kept[: len(row)] = row
        harmonics = len(self._spectrum)
        self._partials, self._air = desk.partials(tones * harmonics), desk.noise(tones)
        self._partials.azimuth_turns[:] = np.repeat(flute["azimuth_turns"], harmonics)
        self._air.azimuth_turns[:], self._air.q[:] = flute["azimuth_turns"], flute["breath_q"]
        self._partials.send[:] = self._air.send[:] = flute["send"]
        shape = (tones, harmonics)
        self._targets = (
            self._partials.freq_hz.reshape(shape), self._partials.amp.reshape(shape),
            self._air.centre_hz, self._air.amp,
        )  # fmt: skip
        self.memory = {"blown": np.zeros(tones)}

    def tick(self, moment: np.ndarray, own: np.ndarray, first: int) -> None:
        """Targets of this tick; the sprite's pitches are the room's from ``first`` on."""
        level = own["pitch_level"][first:]
        if not level.any():
            self._partials.amp[:] = self._air.amp[:] = self.memory["blown"][:] = 0.0
            return
        now = float(moment["dream_time_s"])
        _blow(
            now, max(now - float(own["popcorn_invited_at_s"]), 0.0), float(moment["bars"]) + float(moment["bar_phase"]),
            own["pitch_hz"][first:], level, self.memory["blown"], self._notes, self._spectrum, self._fright, self._turn,
            self._manner, *self._targets,
        )  # fmt: skip


@njit(**FLAGS)
def _wanted(notes, at, held):  # type: ignore[no-untyped-def]
    """How hard a tone is blown at a place of the figure (bars)."""
    hard = held
    for n in range(notes.shape[0]):
        if 0.0 <= at - notes[n, 0] < notes[n, 1]:
            hard = max(hard, notes[n, 2])
    return hard


@njit(**FLAGS)
def _blow(
    now, since, bars, pitch_hz, level, kept, notes, spectrum, fright_octaves, turn, m, freq_hz, amp, air_hz, air_amp,
):  # type: ignore[no-untyped-def]  # fmt: skip
    fright = exp(-since / m.fright_s)
    for i in range(kept.size):
        wanted = _wanted(notes[i], bars % m.figure_bars, max(m.held, fright))
        before = kept[i]
        kept[i] += (wanted - before) * (1.0 - exp(-TICK_S / (m.attack_s if wanted > before else m.release_s)))
        blown = kept[i]
        flutter = sin(TAU * (m.flutter_hz * now + turn[1, i]))
        vibrato = m.vibrato_cents / 1200.0 * blown * sin(TAU * (m.vibrato_hz * now + turn[0, i]))
        hz = pitch_hz[i] * 2.0 ** (vibrato + fright * (fright_octaves[i] + m.flutter_octaves * flutter))
        waver = 0.86 + 0.14 * sin(TAU * (1.7 * now + turn[2, i])) * sin(TAU * (0.43 * now + turn[3, i]))
        loud = m.level * level[i] * blown * waver * (1.0 - 0.6 * fright * (0.5 + 0.5 * flutter))
        for k in range(spectrum.size):
            # Blown harder it is brighter.
            freq_hz[i, k], amp[i, k] = hz * (k + 1), loud * spectrum[k] * blown ** (0.5 * k)
        air_hz[i] = hz
        air_amp[i] = loud * m.breath * (1.0 + m.puff * (fright + max(wanted - before, 0.0)))
