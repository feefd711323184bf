"""The engine's song: three singing parts with formants that wander between vowels, vibrato, breath; it groans in trouble."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...core.seeds import stream
from ...dsp.desk import Desk
from ...dsp.smooth import follow

TAU = 2.0 * np.pi
CENT = np.log(2.0) / 1200.0
LEVEL_S = 0.018
PARTS = 3  # of the room's pitches the first three sing


class Song:
    """Targets of ``(PARTS, layers, harmonics)`` partials, of those between the harmonics, and of the breath."""

    def __init__(self, desk: Desk, song: Mapping[str, Any], seed: int) -> None:
        self._song, self._onset, self._vibrato = song, song["onset"], song["vibrato"]
        self._breath, self._groan, self._vowels = song["breath"], song["groan"], song["vowels"]
        layers, harmonics = int(song["layers"]), int(song["harmonics"])
        self._shape = (PARTS, layers, harmonics)
        self._number = np.arange(1, harmonics + 1)
        self._source = self._number ** -float(song["slope"])
        self._level = np.array(song["parts"]) / layers
        chance = stream(seed, "engine/song")
        self._turn, self._pace = chance.random(self._shape), chance.uniform(0.11, 0.43, self._shape)
        self._vibrato_turn = chance.random((3, PARTS))
        self._growl_turn = chance.random((PARTS, 1))
        apart = np.linspace(-1.0, 1.0, layers)
        self._off_hz = (song["detune_hz"] * apart)[None, :, None]
        place = np.array(song["azimuth_turns"])[:, None, None] + song["width_turns"] * apart[None, :, None]
        self._voices = desk.partials(PARTS * layers * harmonics)
        self._voices.azimuth_turns[:] = np.broadcast_to(place, self._shape).ravel()
        self._under = desk.partials(PARTS * 4)
        self._halves = np.arange(4) + 0.5
        self._under.azimuth_turns[:] = np.repeat(song["azimuth_turns"], 4)
        self._air = desk.noise(3 * PARTS)
        self._air.q[:] = self._breath["q"]
        self._air.azimuth_turns[:] = np.repeat(song["azimuth_turns"], 3)
        for kit in (self._voices, self._under, self._air):
            kit.send[:] = song["send"]
        self._formants = np.log2(np.array(self._vowels["formants"]))
        self.memory = {"song_level": np.zeros(PARTS), "song_hz": np.full(PARTS, 200.0)}

    def tick(self, moment: np.ndarray, own: np.ndarray) -> None:
        """Targets for the end of this tick."""
        now, trouble = float(moment["dream_time_s"]), float(own["trouble"])
        since = np.maximum(now - own["pitch_at_s"][:PARTS], 0.0)
        level = follow(self.memory["song_level"], own["pitch_level"][:PARTS] * self._phrase(since), LEVEL_S)
        hz = own["pitch_hz"][:PARTS] * (1.0 + CENT * self._waver(now, since, trouble))
        formants = np.exp2(self._vowel(now))  # (PARTS, 3) Hz
        harmonics = hz[:, None] * self._number
        amp = self._source * self._through(harmonics, formants)
        # Power of a part stays steady whatever the vowel, so that the melody leads and no vowel jumps out.
        amp *= (level * self._level / np.sqrt((amp * amp).sum(axis=1)))[:, None]
        movement = 0.8 + 0.2 * np.sin(TAU * (self._pace * now + self._turn))
        growl = self._growl(now, trouble)
        self._voices.freq_hz[:] = (harmonics[:, None, :] + self._off_hz).ravel()
        self._voices.amp[:] = ((amp * growl)[:, None, :] * movement).ravel()
        self._under.freq_hz[:] = (hz[:, None] * self._halves).ravel()
        strength = self._groan["under"] * trouble * level * self._level * (1.0 - growl[:, 0] + 0.3)
        self._under.amp[:] = (strength[:, None] * (0.5, 0.4, 0.25, 0.15)).ravel()
        self._blow(level, since, formants)

    def _phrase(self, since: np.ndarray) -> np.ndarray:
        """A note's level: a soft attack, a bloom, and a long note recedes."""
        o = self._onset
        attack = 1.0 - (1.0 - o["from_level"]) * np.exp(-since / o["attack_s"])
        bloom = 1.0 + o["bloom"] * (since / o["bloom_s"]) * np.exp(1.0 - since / o["bloom_s"])
        return attack * bloom * (1.0 - o["fade"] * (1.0 - np.exp(-since / o["fade_s"])))

    def _waver(self, now: float, since: np.ndarray, trouble: float) -> np.ndarray:
        """Cents: vibrato that comes late, a slow human drift, and the wobble of trouble."""
        v, g = self._vibrato, self._groan
        depth = v["cents"] * np.clip((since - v["after_s"]) / v["grow_s"], 0.0, 1.0)
        pace = v["rate_hz"] * (1.0 + 0.05 * np.sin(TAU * (0.13 * now + self._vibrato_turn[1])))
        vibrato = depth * np.sin(TAU * (v["rate_hz"] * now + self._vibrato_turn[0]) + pace)
        drift = 2.0 * np.sin(TAU * (0.31 * now + self._vibrato_turn[2]))
        wobble = g["wobble_cents"] * trouble * np.sin(TAU * (g["wobble_hz"] * now + self._vibrato_turn[1]))
        return vibrato + drift + wobble

    def _vowel(self, now: float) -> np.ndarray:
        """Formants now, ``(PARTS, 3)`` log2 Hz: each part walks round the vowels, a little after the one before."""
        n = len(self._formants)
        at = (self._vowels["pace_hz"] * now + np.arange(PARTS) * 0.21 + 0.1 * np.sin(TAU * 0.037 * now)) * n
        first = np.floor(at).astype(int)
        part = (at - first)[:, None]
        part = part * part * (3.0 - 2.0 * part)
        return self._formants[first % n] * (1.0 - part) + self._formants[(first + 1) % n] * part

    def _through(self, hz: np.ndarray, formants: np.ndarray) -> np.ndarray:
        """Gain of each harmonic ``(PARTS, harmonics)`` through the formants."""
        away = (hz[:, :, None] - formants[:, None, :]) / self._vowels["width_hz"]
        return self._vowels["open"] + (np.array(self._vowels["gain"]) / (1.0 + away * away)).sum(axis=2)

    def _growl(self, now: float, trouble: float) -> np.ndarray:
        """``(PARTS, 1)`` level: 1 in calm, torn under trouble."""
        if trouble <= 0.0:
            return np.ones((PARTS, 1))
        tear = 0.5 + 0.5 * np.sin(TAU * (self._groan["growl_hz"] * now + self._growl_turn))
        heave = 0.6 + 0.4 * np.sin(TAU * (0.7 * now + 3.0 * self._growl_turn))
        return 1.0 - self._groan["growl"] * trouble * heave * tear

    def _blow(self, level: np.ndarray, since: np.ndarray, formants: np.ndarray) -> None:
        consonant = 1.0 + self._breath["onset"] * np.exp(-since / 0.06)
        self._air.centre_hz[:] = formants.ravel()
        amount = self._breath["level"] * level * self._level * 2.0 * consonant
        self._air.amp[:] = (amount[:, None] * self._breath["tilt"]).ravel()
