"""The floor's voice: rubbed glass underfoot, faint and beating slowly; a ripple of will that crosses it makes it ring.

Under trouble the pane trembles. All movement is a closed form of dream time.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, pi, sin, sqrt
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from ...core.room import Room
from ...core.seeds import stream
from ...dsp.desk import Desk
from ...dsp.sine import FLAGS

TAU = 2.0 * pi
CENT = float(np.log(2.0) / 1200.0)
LAYERS = 2  # of each tone, a little apart: they beat


class Manner(NamedTuple):
    """How the glass moves, and how it rings after a ripple: numbers of ``[movement]``."""

    least: float
    tremble_hz: float
    tremble: float
    tremble_cents: float
    ring: float
    swell_s: float
    decay_s: float


class Voice:
    """Targets of ``(pitches, LAYERS, partials)`` sines."""

    def __init__(self, room: Room, desk: Desk, instrument: Mapping[str, Any], seed: int) -> None:
        glass = instrument["glass"]
        self._number = np.array(glass["number"], np.float64)
        self._level = np.array(glass["spectrum"]) * glass["level"] / LAYERS
        self._manner = Manner(**instrument["movement"])
        shape = (len(room.pitches), LAYERS, len(self._number))
        chance = stream(seed, f"{room.name}/voice")
        slowest, fastest = glass["swells_hz"]
        self._turn, self._pace_hz = chance.random((3, *shape)), chance.uniform(slowest, fastest, shape)
        apart = np.linspace(-0.5, 0.5, LAYERS)
        self._off_hz = glass["beats_hz"] * apart
        self._partials = desk.partials(int(np.prod(shape)))
        place = np.array(glass["azimuth_turns"])[:, None, None] * (1.0 - apart)[None, :, None]
        self._partials.azimuth_turns[:] = np.broadcast_to(place, shape).ravel()
        self._partials.send[:] = glass["send"]
        self._targets = self._partials.freq_hz.reshape(shape), self._partials.amp.reshape(shape)
        self.memory: dict[str, np.ndarray] = {}

    def tick(self, moment: np.ndarray, own: np.ndarray, events: np.ndarray) -> None:
        """Targets for the end of this tick."""
        _rub(
            float(moment["dream_time_s"]), float(own["trouble"]), moment["will_at_s"], own["pitch_hz"],
            own["pitch_level"], self._number, self._level, self._off_hz, self._pace_hz, self._turn, self._manner,
            *self._targets,
        )  # fmt: skip


@njit(**FLAGS)
def _rung(now, will_at_s, number, m):  # type: ignore[no-untyped-def]
    """What the last ripples still ring: they swell in as they spread, and die away, higher partials sooner."""
    rung = 0.0
    for ripple in range(will_at_s.size):
        since = now - will_at_s[ripple]
        if 0.0 < since < 12.0 * m.decay_s:
            rung += (1.0 - exp(-since / m.swell_s)) * exp(-since * sqrt(number) / m.decay_s)
    return m.ring * rung


@njit(**FLAGS)
def _rub(
    now, trouble, will_at_s, pitch_hz, pitch_level, number, level, off_hz, pace_hz, turn, m, freq_hz, amp,
):  # type: ignore[no-untyped-def]  # fmt: skip
    pitches, layers, partials = freq_hz.shape
    for k in range(partials):
        rung = _rung(now, will_at_s, number[k], m)
        for p in range(pitches):
            for layer in range(layers):
                swell = 0.5 + 0.5 * sin(TAU * (pace_hz[p, layer, k] * now + turn[0, p, layer, k]))
                shake = sin(TAU * (m.tremble_hz * now + turn[1, p, layer, k]))
                shake *= sin(TAU * (1.9 * now + turn[2, p, layer, k])) * trouble
                hz = pitch_hz[p] * number[k] * (1.0 + CENT * m.tremble_cents * shake)
                freq_hz[p, layer, k] = hz + off_hz[layer]
                loud = level[k] * pitch_level[p] * (m.least + (1.0 - m.least) * swell + rung)
                amp[p, layer, k] = loud * (1.0 - m.tremble * 0.5 * (trouble + shake))
