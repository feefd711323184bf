"""Played notes: a small pool, each drawn from equal temperament into the hall's just tuning."""

from __future__ import annotations

import numpy as np

from ..core import gestures as g
from .evening import NOTES

ATTACK_S, RELEASE_S, FADE_S, DRAW_S = 0.012, 0.5, 5.0, 0.18
SCALE_OCTAVES = np.log2(np.array([1, 9 / 8, 5 / 4, 4 / 3, 3 / 2, 5 / 3, 15 / 8]))
CHORD_PULL = 25.0 / 1200.0  # a tone of the chord wins over a tone of the scale by so many octaves


class Notes:
    """``NOTES`` notes that can sound at once; the oldest gives way."""

    memory = ("key", "at", "goal", "level", "gate", "count", "age", "sounding")

    def __init__(self) -> None:
        self.key = np.full(NOTES, -1.0)  # what a release names: an id, or a pitch
        self.at = np.full(NOTES, 8.0)  # log2 Hz now
        self.goal = np.full(NOTES, 8.0)  # log2 Hz it is drawn to
        self.level = np.zeros(NOTES)
        self.gate = np.zeros(NOTES)  # velocity while held
        self.count = np.zeros(NOTES, np.int64)
        self.age = np.zeros(NOTES)
        self.sounding = False  # nothing to step while all is silent

    def play(self, gesture: g.Play, chord: np.ndarray, root_log2: float) -> None:
        """Start or release a note; ``chord`` is log2 Hz of the tones that sound."""
        key = float(gesture.pitch) if gesture.id is None else 1000.0 + gesture.id
        if gesture.velocity <= 0.0:
            self.gate[self.key == key] = 0.0
            return
        same = np.flatnonzero((self.key == key) & (self.gate > 0.0))
        slot = int(same[0]) if same.size else int(np.argmin(self.gate * 1e6 + self.level * 1e3 - self.age))
        played = np.log2(440.0) + (gesture.pitch - 69.0) / 12.0
        self.key[slot], self.at[slot], self.gate[slot] = key, played, gesture.velocity
        self.goal[slot] = tuned(played, chord, root_log2)
        self.level[slot] = 0.0
        self.age[slot] = 0.0
        self.count[slot] += 1
        self.sounding = True

    def release_all(self) -> None:
        self.gate[:] = 0.0

    def step(self, dt_s: float) -> None:
        """Advance levels and draw the pitches in."""
        if not self.sounding:
            return
        self.age += dt_s
        self.gate *= np.exp(-dt_s / FADE_S)
        pace = np.where(self.level < self.gate, ATTACK_S, RELEASE_S)
        self.level += (self.gate - self.level) * np.minimum(1.0, dt_s / pace)
        self.level[self.level < 1e-5] = 0.0
        self.at += (self.goal - self.at) * min(1.0, dt_s / DRAW_S)
        self.sounding = bool(self.level.any())


def tuned(played: float, chord: np.ndarray, root_log2: float) -> float:
    """The tone of the hall nearest to ``played`` (log2 Hz): of the chord if near, else of the just scale."""
    tones = np.concatenate([np.asarray(chord), root_log2 + SCALE_OCTAVES])
    away = (tones - played + 0.5) % 1.0 - 0.5  # in any octave
    cost = np.abs(away) - np.concatenate([np.full(len(chord), CHORD_PULL), np.zeros(len(SCALE_OCTAVES))])
    return float(played + away[int(np.argmin(cost))])
