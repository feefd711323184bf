"""The vault's voice: a breath-paced pad on the four parts of the chord, and the air that the hall breathes.

All movement is a closed form of dream time. Under trouble the pad ebbs and patches of it die and come back.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, pi, sin, sqrt
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from ...core.room import Room
from ...core.seeds import stream
from ...core.units import TICK_S
from ...dsp.desk import Desk
from ...dsp.sine import FLAGS

TAU = 2.0 * pi
FOLLOW = 1.0 - exp(-TICK_S / 0.05)  # how fast a tone's level follows


class Manner(NamedTuple):
    """How the pad moves, and what trouble does to it."""

    slowest_hz: float
    fastest_hz: float
    depth: float
    swell_s: float
    dip: float
    ebb: float
    patches: float
    patch_hz: float


class Voice:
    """Sets the targets of ``(pitches, layers, harmonics)`` partials and the bands of air."""

    def __init__(self, room: Room, desk: Desk, instrument: Mapping[str, Any], seed: int) -> None:
        pad = instrument["pad"]
        self._manner = Manner(**pad["movement"], **pad["trouble"])
        self._air = instrument["air"]
        empty, full = (np.array(pad["spectrum"][name]) for name in ("empty", "full"))
        parts, layers, harmonics = len(room.pitches), int(pad["layers"]), len(empty)
        self._shape = (parts, layers, harmonics)
        self._empty, self._opening = empty, full - empty
        self._part_level = np.array(pad["parts"]) * pad["level"] / layers
        self._lay_out(pad, stream(seed, f"{room.name}/voice"))
        self._pad = desk.partials(parts * layers * harmonics)
        self._pad.azimuth_turns[:] = np.broadcast_to(self._azimuth[..., None], self._shape).ravel()
        self._pad.send[:] = pad["send"]
        self._targets = self._pad.freq_hz.reshape(self._shape), self._pad.amp.reshape(self._shape)
        self._bands = desk.noise(len(self._air["centre_hz"]))
        self._bands.q[:], self._bands.send[:] = self._air["q"], self._air["send"]
        self._bands.azimuth_turns[:] = self._air["azimuth_turns"]
        self._centre, self._tilt = np.array(self._air["centre_hz"]), np.array(self._air["tilt"])
        self.memory = {"level": np.zeros(parts)}

    def _lay_out(self, pad: Mapping[str, Any], chance: np.random.Generator) -> None:
        """Where each layer stands, how far off its tone, and at what pace its partials swell."""
        parts, layers, _ = self._shape
        spread = np.linspace(-1.0, 1.0, layers)[None, :] * np.where(np.arange(parts) % 2, -1.0, 1.0)[:, None]
        self._detune = spread * pad["detune_cents"] * (1.0 + 0.2 * chance.uniform(-1.0, 1.0, (parts, layers)))
        self._most_hz = float(pad["detune_most_hz"])
        self._azimuth = np.array(pad["azimuth_turns"])[:, None] + pad["width_turns"] * spread
        self._pace = chance.uniform(self._manner.slowest_hz, self._manner.fastest_hz, self._shape)
        self._turn = chance.random(self._shape)
        self._patch_turn = chance.random((2, parts, layers))

    def tick(self, moment: np.ndarray, own: np.ndarray, events: np.ndarray) -> None:
        """Targets for the end of this tick."""
        now, breath = float(moment["dream_time_s"]), float(moment["breath"])
        trouble = float(own["trouble"])
        _swell(
            now, breath, trouble, own["pitch_hz"], own["pitch_level"], own["pitch_at_s"], self.memory["level"],
            self._part_level, self._detune, self._most_hz, self._empty, self._opening, self._pace, self._turn,
            self._patch_turn, self._manner, *self._targets,
        )  # fmt: skip
        self._breathe(moment, float(own["pitch_level"][0]), trouble)

    def _breathe(self, moment: np.ndarray, level: float, trouble: float) -> None:
        """Air flows in and out with the lungs: brighter in, lower and longer out."""
        turn = float(moment["breath_phase"])
        flow = sin(TAU * turn)
        inward = max(flow, 0.0)
        lift = 2.0 ** (self._air["rise_octaves"] * (inward - 0.5 * max(-flow, 0.0)))
        self._bands.centre_hz[:] = self._centre * lift
        amount = self._air["level"] * level * (0.12 + 0.88 * flow * flow) * (0.7 + 0.3 * inward)
        self._bands.amp[:] = amount * self._tilt * (1.0 - 0.5 * trouble)


@njit(**FLAGS)
def _patch(now, trouble, a, b, m):  # type: ignore[no-untyped-def]
    """1 where a patch of the pad lives; patches die one after another as trouble grows."""
    height = 0.5 + 0.3 * sin(TAU * (m.patch_hz * now + a)) + 0.2 * sin(TAU * (2.7 * m.patch_hz * now + b))
    return 1.0 - m.patches * min(max((0.85 * sqrt(trouble) - height) * 6.0, 0.0), 1.0)


@njit(**FLAGS)
def _swell(
    now, breath, trouble, pitch_hz, pitch_level, pitch_at_s, kept, weight, detune, most_hz, empty, opening, pace,
    turn, patch_turn, m, freq_hz, amp,
):  # type: ignore[no-untyped-def]  # fmt: skip
    parts, layers, harmonics = freq_hz.shape
    lungs = (0.62 + 0.38 * breath) * (1.0 - m.ebb * trouble)
    for p in range(parts):
        swell = 1.0 - m.dip * exp(-max(now - pitch_at_s[p], 0.0) / m.swell_s)
        kept[p] += (pitch_level[p] * swell * lungs * weight[p] - kept[p]) * FOLLOW
        for layer in range(layers):
            # All partials of a layer are off by the same few hertz: they beat slowly and are never rough.
            off_hz = pitch_hz[p] * detune[p, layer] * 5.776e-4  # a cent
            off_hz = min(max(off_hz, -most_hz), most_hz)
            loud = kept[p]
            if trouble > 0.0:
                loud *= _patch(now, trouble, patch_turn[0, p, layer], patch_turn[1, p, layer], m)
            for k in range(harmonics):
                moving = 0.5 + 0.5 * sin(TAU * (pace[p, layer, k] * now + turn[p, layer, k]))
                freq_hz[p, layer, k] = pitch_hz[p] * (k + 1) + off_hz
                amp[p, layer, k] = loud * (1.0 - m.depth * moving) * (empty[k] + opening[k] * breath)
