"""The engine's struck bodies: the heart's timpani, lub and dub, the clicks of its rings, and the notes played on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...core.room import BEAT
from ...core.units import BLOCK
from ...dsp.desk import Desk

TABLE_HZ = 100.0  # tables of bodies that are tuned when struck stand at this pitch
FIRST_TICK = 0.69  # how much of its velocity a played note has reached at the end of its first tick


class Heart:
    """Strikes on beats. ``memory`` keeps where in the beat the heart was, for the second stroke."""

    def __init__(self, desk: Desk, heart: Mapping[str, Any], rings: Mapping[str, Any]) -> None:
        self._heart, self._rings = heart, rings
        drum = [heart["ratio"], heart["decay_s"], heart["amp"]]
        self._drum = desk.modes([_scaled(np.transpose(drum), TABLE_HZ)], slots=8)
        skin = [heart["skin_ratio"], heart["skin_decay_s"], heart["skin_amp"]]
        self._skin = desk.modes([_scaled(np.transpose(skin), TABLE_HZ)], slots=6)
        clicks = [np.transpose([hz, rings["decay_s"], rings["amp"]]) for hz in rings["freq_hz"]]
        self._clicks = desk.modes(clicks, slots=8)
        self._drum.send[:] = self._skin.send[:] = heart["send"]
        self._clicks.send[:] = rings["send"]
        self._azimuth = np.array(rings["azimuth_turns"])
        self.memory = {"heart_beat": np.zeros(1)}

    def tick(self, own: np.ndarray, events: np.ndarray) -> None:
        """Strike what beats in this tick."""
        beats = events[events["kind"] == BEAT] if len(events) else events
        bass_hz = float(own["pitch_hz"][-1])
        way = 1.0 if int(own["beats"][0]) % 2 else -1.0
        for beat in beats[beats["index"] == 0]:
            self._strike(float(beat["sample"]), bass_hz, way * self._heart["level"], 1.0)
        rings = beats[beats["index"] > 0]
        if len(rings):
            which = rings["index"] - 1
            self._clicks.strike(rings["sample"], which, self._rings["level"], self._azimuth[which])
        before, now = float(self.memory["heart_beat"][0]), float(own["heart_phase"])
        at = self._heart["dub_at"]
        if before < at <= now:
            sample = min((at - before) / max(now - before, 1e-9) * BLOCK, BLOCK - 1.0)
            self._strike(sample, bass_hz, way * self._heart["level"] * self._heart["dub"], 0.5)
        self.memory["heart_beat"][0] = now

    def _strike(self, sample: float, bass_hz: float, gain: float, skin: float) -> None:
        """One stroke; it pushes the air once outward and once inward, so that strokes leave no constant behind."""
        self._drum.strike(sample, 0, gain, 0.0, bass_hz / TABLE_HZ)
        self._skin.strike(sample, 0, gain * skin, 0.0, bass_hz / TABLE_HZ)


class Played:
    """Notes that an operator plays: glass is struck, and a reed of light goes on from it."""

    def __init__(self, desk: Desk, notes: Mapping[str, Any], count: int) -> None:
        self._notes = notes
        self._spectrum = np.array(notes["partials"])
        self._number = np.arange(1, len(self._spectrum) + 1)
        self._azimuth = np.linspace(-0.17, 0.17, count)
        body = [notes["strike_ratio"], notes["strike_decay_s"], notes["strike_amp"]]
        self._glass = desk.modes([_scaled(np.transpose(body), TABLE_HZ)], slots=2 * count)
        self._reed = desk.partials(count * len(self._spectrum))
        self._reed.azimuth_turns[:] = np.repeat(self._azimuth, len(self._spectrum))
        self._reed.send[:] = self._glass.send[:] = notes["send"]
        self.memory = {"note_count": np.zeros(count, np.int64)}

    def tick(self, moment: np.ndarray) -> None:
        """Targets of the reeds; new notes are struck."""
        level, hz, counted = moment["note_level"], moment["note_hz"], moment["note_count"]
        new = np.flatnonzero(counted > self.memory["note_count"])
        self.memory["note_count"][:] = counted
        if new.size:
            gain = self._notes["strike"] * np.minimum(level[new] / FIRST_TICK, 1.0)
            self._glass.strike(0.0, 0, gain, self._azimuth[new], hz[new] / TABLE_HZ)
        if not level.any():
            self._reed.amp[:] = 0.0
            return
        now = float(moment["dream_time_s"])
        turn = self._notes["shimmer_hz"] * now * (1.0 + 0.13 * self._number) + 0.29 * np.arange(len(level))[:, None]
        shimmer = 0.8 + 0.2 * np.sin(2.0 * np.pi * turn)
        self._reed.freq_hz[:] = (hz[:, None] * self._number).ravel()
        # Louder notes are brighter: the upper partials follow the level's square.
        bright = np.minimum(level[:, None], 1.0) ** np.where(self._number > 2, 1.6, 1.0)
        self._reed.amp[:] = (self._notes["level"] * bright * self._spectrum * shimmer).ravel()


def _scaled(modes: np.ndarray, hz: float) -> np.ndarray:
    """``(modes, 3)`` of ratio, decay and amp with the ratios over ``hz``."""
    return modes * (hz, 1.0, 1.0)
