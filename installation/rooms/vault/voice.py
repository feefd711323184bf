"""The vault's voice: a breath-paced pad on the four parts of the chord, and the air that the hall breathes.

All movement is a closed form of dream time. Under trouble the pad ebbs and patches of it die and come back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...core.room import Room
from ...core.seeds import stream
from ...dsp.desk import Desk
from ...dsp.smooth import follow

TAU = 2.0 * np.pi
LEVEL_S = 0.05  # how fast a tone's level follows


class Voice:
    """Sets the targets of ``(pitches, layers, harmonics)`` partials and the bands of air."""

    def __init__(self, room: Room, desk: Desk, instrument: Mapping[str, Any], seed: int) -> None:
        pad = instrument["pad"]
        self._move, self._trouble, self._air = pad["movement"], pad["trouble"], instrument["air"]
        empty, full = (np.array(pad["spectrum"][name]) for name in ("empty", "full"))
        parts, layers, harmonics = len(room.pitches), int(pad["layers"]), len(empty)
        self._shape = (parts, layers, harmonics)
        self._empty, self._opening = empty, full - empty
        self._part_level = np.array(pad["parts"]) * pad["level"] / layers
        self._lay_out(pad, stream(seed, f"{room.name}/voice"))
        self._pad = desk.partials(parts * layers * harmonics)
        self._pad.azimuth_turns[:] = np.broadcast_to(self._azimuth[..., None], self._shape).ravel()
        self._pad.send[:] = pad["send"]
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
        self._pace = chance.uniform(self._move["slowest_hz"], self._move["fastest_hz"], self._shape)
        self._turn = chance.random(self._shape)
        self._patch_turn = chance.random((2, parts, layers))
        self._number = np.arange(1, self._shape[2] + 1)

    def tick(self, moment: np.ndarray, own: np.ndarray, events: np.ndarray) -> None:
        """Targets for the end of this tick."""
        now, breath = float(moment["dream_time_s"]), float(moment["breath"])
        trouble = float(own["trouble"])
        since = now - own["pitch_at_s"]
        swell = 1.0 - self._move["dip"] * np.exp(np.minimum(-since / self._move["swell_s"], 0.0))
        wanted = own["pitch_level"] * swell * (0.62 + 0.38 * breath) * (1.0 - self._trouble["ebb"] * trouble)
        level = follow(self.memory["level"], wanted * self._part_level, LEVEL_S)
        hz = own["pitch_hz"][:, None]
        off_hz = np.clip(hz * self._detune * (np.log(2.0) / 1200.0), -self._most_hz, self._most_hz)
        # Higher partials keep the same few hertz: they beat slowly and are never rough.
        self._pad.freq_hz[:] = (hz[..., None] * self._number + off_hz[..., None]).ravel()
        movement = 1.0 - self._move["depth"] * (0.5 + 0.5 * np.sin(TAU * (self._pace * now + self._turn)))
        amp = movement * (self._empty + self._opening * breath)
        amp *= (level[:, None] * self._patches(now, trouble))[..., None]
        self._pad.amp[:] = amp.ravel()
        self._breathe(moment, float(own["pitch_level"].max(initial=0.0)), trouble)

    def _patches(self, now: float, trouble: float) -> np.ndarray:
        """``(pitches, layers)`` 0..1: patches die one after another as trouble grows."""
        if trouble <= 0.0:
            return np.ones(self._shape[:2])
        a, b = self._patch_turn
        pace = self._trouble["patch_hz"]
        height = 0.5 + 0.3 * np.sin(TAU * (pace * now + a)) + 0.2 * np.sin(TAU * (2.7 * pace * now + b))
        dead = np.clip((trouble * 1.6 - height) * 6.0, 0.0, 1.0)
        return 1.0 - self._trouble["patches"] * dead

    def _breathe(self, moment: np.ndarray, level: float, trouble: float) -> None:
        """Air flows in and out with the lungs: brighter in, lower and longer out."""
        turn = float(moment["breath_phase"])
        flow = np.sin(TAU * turn)
        inward = max(flow, 0.0)
        lift = 2.0 ** (self._air["rise_octaves"] * (inward - 0.5 * max(-flow, 0.0)))
        self._bands.centre_hz[:] = self._centre * lift
        amount = self._air["level"] * level * (0.12 + 0.88 * flow * flow) * (0.7 + 0.3 * inward)
        self._bands.amp[:] = amount * self._tilt * (1.0 - 0.5 * trouble)
