"""The harp: twenty-four plucked strings, one a stream, that make one flowing figure as long as they keep the bar.

Which slot of the bar a string has is read from its own phase, so that the figure is the same after it was lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...core.seeds import stream
from ...core.units import BLOCK, TICK_S
from ...dsp.desk import Desk

TAU = 2.0 * np.pi
LANES = 3  # strings 0, 3, 6 … are the left hand, 1, 4, 7 … the middle, 2, 5, 8 … the right
PER_LANE = 8  # strings of a lane, which share out its slots in turn
TABLES_HZ = 98.0 * 2.0 ** (0.5 * np.arange(10))
"""Pitches for which modes are worked out: each string is struck from the nearest, so that it decays as it should."""
TOUCHES = (0.55, 0.8, 1.2)  # soft, plain, bright: how high a finger's touch reaches
DRAWN = 64  # bars of human unevenness, then over again


class Harp:
    """Plucks strings on their beats, and all of them in a sweep."""

    def __init__(self, desk: Desk, harp: Mapping[str, Any], places: np.ndarray, seed: int) -> None:
        n = len(places)
        chance = stream(seed, "magnolias/harp")
        self._harp, self._lane, self._slot = harp, np.arange(n) % LANES, np.arange(n) // LANES
        self._azimuth = np.arctan2(places[:, 0], -places[:, 1]) / TAU
        self._uneven = chance.uniform(-1.0, 1.0, (DRAWN, n))
        self._off = chance.uniform(-1.0, 1.0, (DRAWN, n))
        bodies = [string_modes(hz, touch, harp) for hz in TABLES_HZ for touch in TOUCHES]
        # A string of its own for each: plucked again, what still rang on it ends.
        self._strings = [desk.modes(bodies, slots=1) for _ in range(n)]
        self._nails = desk.modes(_nails(harp), slots=32)
        for string in self._strings:
            string.send[:] = harp["send"]
        self._nails.send[:] = harp["nail_send"]
        self._figures = {metre: Figure(harp[name]) for metre, name in ((8, "eighths"), (12, "twelfths"))}
        self._sweep_pitch = np.array(harp["sweep_pitch"])
        self._sweep_octave = np.array(harp["sweep_octave"], np.float64)

    def beats(self, moment: np.ndarray, own: np.ndarray, who: np.ndarray, sample: np.ndarray) -> None:
        """Pluck those of the strings ``who (k,)`` that sound on the beat they have just reached."""
        severity = float(own["popcorn_severity"])
        for i, at in zip(who.tolist(), sample.tolist(), strict=True):
            metre, phase = int(own["metre"][i]), float(own["phase"][i])
            slot = round(phase * metre) % metre
            bar = int(np.floor(float(moment["bars"]) + float(moment["bar_phase"]) - slot / metre + 0.5))
            found = self._figures.get(metre, self._figures[8]).at(self._lane[i], self._slot[i], bar, slot)
            weight, pitch, octave = found
            # Under trouble strings sound that should be silent.
            if weight <= self._harp["ghost"] * (1.0 - severity):
                continue
            weight = max(weight, self._harp["popped"] * severity)
            uneven = 1.0 + self._harp["uneven"] * self._uneven[bar % DRAWN, i]
            cents = severity * self._harp["popped_cents"] * self._off[bar % DRAWN, i]
            hz = float(own["pitch_hz"][pitch]) * 2.0 ** (octave + cents / 1200.0)
            self.pluck(i, at, hz, weight * uneven * float(own["pitch_level"][pitch]))

    def pluck(self, string: int, sample: float, hz: float, strength: float) -> None:
        """Pluck one string: ``sample`` of this tick, ``strength`` about 0..0.5."""
        table = int(np.clip(round(2.0 * np.log2(max(hz, 1.0) / TABLES_HZ[0])), 0, len(TABLES_HZ) - 1))
        touch = int(np.searchsorted(self._harp["touch_at"], strength))
        thin = min(1.0, (self._harp["full_to_hz"] / max(hz, 1.0)) ** 0.5)  # what is short moves little air
        gain, place = self._harp["level"] * strength * thin, self._azimuth[string]
        body = table * len(TOUCHES) + touch
        self._strings[string].strike(sample, body, gain, place, hz / TABLES_HZ[table])
        # Higher strings are shorter and tauter: their nails are heard more.
        nail = self._harp["nail"] * strength * (0.7 + 0.5 * table / len(TABLES_HZ))
        self._nails.strike(sample, string % len(self._harp["nail_hz"]), nail, place)

    def sweep(self, own: np.ndarray, since_s: float, lasts_s: float, strength: float) -> None:
        """Glissando from the lowest string up, one after another; call each tick with the time since it set out."""
        n = len(self._strings)
        first, end = (int(np.ceil((since_s + k * TICK_S) / lasts_s * n)) for k in (-1, 0))
        for k in range(max(first, 0), min(end, n)):
            late_s = since_s - k * lasts_s / n
            pitch = int(self._sweep_pitch[k % len(self._sweep_pitch)])
            hz = float(own["pitch_hz"][pitch]) * 2.0 ** self._sweep_octave[k % len(self._sweep_octave)]
            swell = strength * (0.5 + 0.5 * np.sin(np.pi * (k + 1) / n)) * float(own["pitch_level"][pitch])
            self.pluck(k, float(np.clip((1.0 - late_s / TICK_S) * BLOCK, 0.0, BLOCK - 1.0)), hz, swell)


class Figure:
    """Weights, pitches and octaves of a figure over some bars: ``(variants, lanes, slots)`` each; one lane is all."""

    def __init__(self, figure: Mapping[str, Any]) -> None:
        self._order = figure["order"]
        self._weight = np.array(figure["weight"])
        self._pitch = np.array(figure["pitch"])
        self._octave = np.array(figure["octave"])

    def at(self, lane: int, own_slot: int, bar: int, slot: int) -> tuple[float, int, float]:
        """What a string plays at a slot of a bar: weight (0 is a rest), which pitch, octaves off it."""
        _, lanes, slots = self._weight.shape
        here = self._order[bar % len(self._order)], lane % lanes, slot
        # Where there are more slots than strings, they go on sharing them out from bar to bar.
        mine = (slot + slots * bar) % PER_LANE == own_slot
        return float(self._weight[here]) if mine else 0.0, int(self._pitch[here]), float(self._octave[here])


def string_modes(hz: float, touch: float, harp: Mapping[str, Any]) -> np.ndarray:
    """``(modes, 3)`` of a string at ``hz`` plucked at ``pluck_at`` of its length; unit power.

    A plucked string's velocity falls as 1 / n under the comb ``sin(n pi pluck_at)``, and a finger's width rounds it
    off (Fletcher and Rossing, The Physics of Musical Instruments, 2.7). Stiffness stretches the harmonics:
    ``f_n = n f sqrt(1 + b n^2)``. The lowest ring on in a second plane, weaker, a little apart, and longer.
    """
    n = np.arange(1, int(harp["harmonics"]) + 1)
    freq = n * hz * np.sqrt(1.0 + harp["stiffness"] * n**2)
    rounded = np.exp(-((n * hz / (harp["finger_hz"] * touch)) ** 1.2))
    amp = np.abs(np.sin(np.pi * n * harp["pluck_at"])) / n * rounded
    decay = harp["decay_s"] * (200.0 / hz) ** harp["decay_slope"] / (1.0 + harp["damping"] * (n - 1) ** 1.3)
    after = slice(0, int(harp["after_modes"]))
    freq = np.concatenate([freq, freq[after] + harp["after_hz"]])
    amp = np.concatenate([amp, amp[after] * harp["after"]])
    decay = np.concatenate([decay, decay[after] * harp["after_longer"]])
    amp /= np.sqrt(np.square(amp).sum())
    return np.stack([freq, np.maximum(decay, 0.02), amp], axis=1)


def _nails(harp: Mapping[str, Any]) -> np.ndarray:
    """``(nails, modes, 3)``: the bright beginning of a pluck, over within a few milliseconds."""
    shape = list(zip(harp["nail_decay_s"], harp["nail_amp"], strict=True))
    return np.array([[(hz, d, a) for hz, (d, a) in zip(row, shape, strict=True)] for row in harp["nail_hz"]])
