"""The engine's song: three singing parts, formants that wander between vowels, vibrato, breath; trouble makes it groan.

One compiled call a tick sets all targets; every movement is a closed form of dream time.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, floor, pi, sin, sqrt
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from ...core.seeds import stream
from ...core.units import TICK_S
from ...dsp.desk import Desk
from ...dsp.sine import FLAGS

TAU = 2.0 * pi
CENT = float(np.log(2.0) / 1200.0)
FOLLOW = 1.0 - exp(-TICK_S / 0.018)  # how fast a part's level follows
PARTS = 3  # of the room's pitches the first three sing
HALVES = 4  # partials between the harmonics: 1/2, 3/2, 5/2, 7/2


class Onset(NamedTuple):
    """How a note begins, blooms and recedes."""

    attack_s: float
    from_level: float
    bloom: float
    bloom_s: float
    fade: float
    fade_s: float


class Vibrato(NamedTuple):
    rate_hz: float
    cents: float
    after_s: float
    grow_s: float


class Groan(NamedTuple):
    """What trouble does."""

    wobble_hz: float
    wobble_cents: float
    growl_hz: float
    growl: float
    under: float


class Vowels(NamedTuple):
    formants: np.ndarray  # (vowels, 3) float64 log2 Hz
    width_hz: np.ndarray  # (3,) float64
    gain: np.ndarray  # (3,) float64
    open: float
    pace_hz: float


class Chance(NamedTuple):
    """Drawn once: where every movement begins, in turns, and how fast it goes."""

    turn: np.ndarray  # (PARTS, layers, harmonics)
    pace_hz: np.ndarray  # (PARTS, layers, harmonics)
    part: np.ndarray  # (4, PARTS): vibrato, wander of its rate, drift, growl


class Song:
    """Targets of ``(PARTS, layers, harmonics)`` partials, of those between the harmonics, and of the breath."""

    def __init__(self, desk: Desk, song: Mapping[str, Any], seed: int) -> None:
        layers, harmonics = int(song["layers"]), int(song["harmonics"])
        shape = (PARTS, layers, harmonics)
        chance = stream(seed, "engine/song")
        apart = np.linspace(-1.0, 1.0, layers)
        place = np.array(song["azimuth_turns"])
        self._voices, self._under = desk.partials(PARTS * layers * harmonics), desk.partials(PARTS * HALVES)
        self._air = desk.noise(3 * PARTS)
        spread = place[:, None, None] + song["width_turns"] * apart[None, :, None]
        self._voices.azimuth_turns[:] = np.broadcast_to(spread, shape).ravel()
        self._under.azimuth_turns[:] = np.repeat(place, HALVES)
        self._air.azimuth_turns[:], self._air.q[:] = np.repeat(place, 3), song["breath"]["q"]
        for kit in (self._voices, self._under, self._air):
            kit.send[:] = song["send"]
        v = song["vowels"]
        self._manner = (
            np.array(song["parts"]) / layers,
            np.arange(1.0, harmonics + 1.0) ** -float(song["slope"]),
            song["detune_hz"] * apart,
            Onset(**song["onset"]),
            Vibrato(**song["vibrato"]),
            Groan(**song["groan"]),
            Vowels(np.log2(v["formants"]), np.array(v["width_hz"]), np.array(v["gain"]), v["open"], v["pace_hz"]),
            Chance(chance.random(shape), chance.uniform(0.11, 0.43, shape), chance.random((4, PARTS))),
            song["breath"]["level"] * np.array(song["breath"]["tilt"]),
            float(song["breath"]["onset"]),
        )
        self._targets = (
            self._voices.freq_hz.reshape(shape), self._voices.amp.reshape(shape),
            self._under.freq_hz.reshape(PARTS, HALVES), self._under.amp.reshape(PARTS, HALVES),
            self._air.centre_hz.reshape(PARTS, 3), self._air.amp.reshape(PARTS, 3),
        )  # fmt: skip
        self.memory = {"song_level": np.zeros(PARTS)}

    def tick(self, moment: np.ndarray, own: np.ndarray) -> None:
        """Targets for the end of this tick."""
        _sing(
            float(moment["dream_time_s"]), float(own["trouble"]), own["pitch_hz"], own["pitch_level"],
            own["pitch_at_s"], self.memory["song_level"], *self._manner, *self._targets,
        )  # fmt: skip


@njit(**FLAGS)
def _phrase(since, o):  # type: ignore[no-untyped-def]
    """A note's level: a soft attack, a bloom, and a long note recedes."""
    attack = 1.0 - (1.0 - o.from_level) * exp(-since / o.attack_s)
    bloom = 1.0 + o.bloom * (since / o.bloom_s) * exp(1.0 - since / o.bloom_s)
    return attack * bloom * (1.0 - o.fade * (1.0 - exp(-since / o.fade_s)))


@njit(**FLAGS)
def _waver(now, since, trouble, v, g, turns):  # type: ignore[no-untyped-def]
    """Cents: vibrato that comes late, a slow human drift, and the wobble of trouble."""
    depth = v.cents * min(max((since - v.after_s) / v.grow_s, 0.0), 1.0)
    wander = 0.25 * sin(TAU * (0.13 * now + turns[1]))
    vibrato = depth * sin(TAU * (v.rate_hz * now + turns[0] + wander))
    drift = 2.0 * sin(TAU * (0.31 * now + turns[2]))
    return vibrato + drift + g.wobble_cents * trouble * sin(TAU * (g.wobble_hz * now + turns[1]))


@njit(**FLAGS)
def _growl(now, trouble, g, turn):  # type: ignore[no-untyped-def]
    """1 in calm; torn under trouble."""
    tear = 0.5 + 0.5 * sin(TAU * (g.growl_hz * now + turn))
    return 1.0 - g.growl * trouble * (0.6 + 0.4 * sin(TAU * (0.7 * now + 3.0 * turn))) * tear


@njit(**FLAGS)
def _vowel(now, part, v, formants):  # type: ignore[no-untyped-def]
    """Write the formants (Hz) of a part: each walks round the vowels, a little after the one before."""
    n = v.formants.shape[0]
    at = (v.pace_hz * now + 0.21 * part + 0.1 * sin(TAU * 0.037 * now)) * n
    first = floor(at)
    x = at - first
    x = x * x * (3.0 - 2.0 * x)
    for f in range(3):
        formants[f] = 2.0 ** (v.formants[first % n, f] * (1.0 - x) + v.formants[(first + 1) % n, f] * x)


@njit(**FLAGS)
def _through(hz, v, formants):  # type: ignore[no-untyped-def]
    """Gain at a frequency through the formants."""
    gain = v.open
    for f in range(3):
        away = (hz - formants[f]) / v.width_hz[f]
        gain += v.gain[f] / (1.0 + away * away)
    return gain


@njit(**FLAGS)
def _sing(
    now, trouble, pitch_hz, pitch_level, pitch_at_s, kept, weight, source, off_hz, onset, vibrato, groan, vowels,
    chance, breath, consonant, freq_hz, amp, under_hz, under_amp, air_hz, air_amp,
):  # type: ignore[no-untyped-def]  # fmt: skip
    layers, harmonics = off_hz.size, source.size
    shape, formants = np.empty(harmonics), np.empty(3)
    for p in range(weight.size):
        since = max(now - pitch_at_s[p], 0.0)
        kept[p] += (pitch_level[p] * _phrase(since, onset) - kept[p]) * FOLLOW
        hz = pitch_hz[p] * (1.0 + CENT * _waver(now, since, trouble, vibrato, groan, chance.part[:, p]))
        growl = _growl(now, trouble, groan, chance.part[3, p])
        _vowel(now, p, vowels, formants)
        power = 0.0
        for k in range(harmonics):
            shape[k] = source[k] * _through(hz * (k + 1), vowels, formants)
            power += shape[k] * shape[k]
        # The power of a part stays steady whatever the vowel, so that none jumps out.
        loud = kept[p] * weight[p]
        for layer in range(layers):
            for k in range(harmonics):
                swell = 0.8 + 0.2 * sin(TAU * (chance.pace_hz[p, layer, k] * now + chance.turn[p, layer, k]))
                freq_hz[p, layer, k] = hz * (k + 1) + off_hz[layer]
                amp[p, layer, k] = loud * growl / sqrt(power) * shape[k] * swell
        for k in range(under_hz.shape[1]):
            under_hz[p, k] = hz * (k + 0.5)
            under_amp[p, k] = groan.under * trouble * loud * (1.3 - growl) * 0.5 / (1.0 + 0.8 * k)
        puff = 2.0 * loud * (1.0 + consonant * exp(-since / 0.06))
        for f in range(3):
            air_hz[p, f], air_amp[p, f] = formants[f], breath[f] * puff
