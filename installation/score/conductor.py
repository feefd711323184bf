"""Follows the score: where the evening is, the beat, the chord and the melody now, cameras and colours."""

from __future__ import annotations

import numpy as np

from ..core.room import Room
from .camera import Cameras
from .palette import linear_rgb
from .score import PARTS, Movement, Score, chord_line, melody_line

GLIDE_S = 0.045  # time constant with which a voice moves to its next tone
SETTLED_S = 2.0  # dream time after which a voice has arrived to the last bit that can be heard
COLOUR_S = 4.0  # time constant with which a movement's colours dissolve
CLUSTER_OCTAVES = (1.06 / 12, 13.11 / 12, 14.17 / 12, 25.2 / 12)
"""The darkness: tones a flat or sharp semitone from the bass and its octaves, none of them just."""


class Conductor:
    """The score's position in bars and what it asks for there. Holds ``(n,)`` targets, one a pitch of the cast."""

    memory = ("phase", "bars", "base", "beats", "beat_at_s", "movement", "movement_at_s", "chord", "chord_at_s",
              "goal", "glided", "pitch_count", "pitch_at_s", "colours", "look", "moved_at_s")  # fmt: skip

    def __init__(self, score: Score, cast: tuple[Room, ...]) -> None:
        self.score = score
        self._chords = [chord_line(m) for m in score.movements]
        self._melodies = [melody_line(m, score.beats) for m in score.movements]
        self.recolour(score)
        self._columns, self._shifts = _parts(cast)
        self.cameras = Cameras(score)
        self._root = float(np.log2(score.root_hz))
        n = len(self._columns)
        self.phase = 0.0  # turns through the bar
        self.bars = 0  # bars since the beginning
        self.base = 0  # bar at which the score stood when ``bars`` was 0, moved by scenes
        self.beats = 0
        self.beat_at_s = 0.0
        self.movement = -1
        self.movement_at_s = 0.0
        self.chord = 0
        self.chord_at_s = 0.0
        self.goal = np.full(n, np.nan)  # log2 Hz the score asks of each pitch
        self.glided = np.zeros(n)  # log2 Hz on the way there
        self.pitch_count = np.zeros(n, np.int64)
        self.pitch_at_s = np.zeros(n)
        self.colours, self.look = self._colours[0].copy(), self._looks[0].copy()
        self.moved_at_s = 0.0
        # Movement, chord and note that ``goal`` was made for; found again when lost.
        self._place = (-1, -1, -1)

    @property
    def bar_hz(self) -> float:
        return 1.0 / self.score.bar_s

    @property
    def position(self) -> float:
        """Bars into the score, 0 to ``score.bars``; after the end the evening begins anew."""
        return (self.bars + self.base + self.phase) % self.score.bars

    def go_to(self, movement: int) -> None:
        """Stand at the beginning of a movement; the beat goes on."""
        self.base = int(self.score.starts[movement]) - self.bars

    def step(self, dt_s: float, now_s: float) -> bool:
        """Advance by ``dt_s`` of dream time to ``now_s``; True when the evening has begun anew."""
        before = self.position
        moved = self.phase + dt_s * self.bar_hz
        if int(moved * self.score.beats) > int(self.phase * self.score.beats):
            edge = (int(self.phase * self.score.beats) + 1) / self.score.beats
            self.beats += 1
            self.beat_at_s = now_s - (moved - edge) / self.bar_hz
        self.bars += int(moved)
        self.phase = moved % 1.0
        self._follow(dt_s, now_s)
        return self.position < before - 1.0 and self.bars + self.base >= self.score.bars

    def _follow(self, dt_s: float, now_s: float) -> None:
        position = self.position
        movement = self.score.movement_at(position)
        if movement != self.movement:
            self.movement, self.movement_at_s = movement, now_s
        within = position - float(self.score.starts[movement])
        chords, melody = self._chords[movement], self._melodies[movement]
        which, counted = chords.at(within)
        note, _ = melody.at(within)
        counted += movement << 20
        if counted != self.chord:
            self.chord, self.chord_at_s = counted, now_s
        if (movement, which, note) != self._place:
            self._place = (movement, which, note)
            tones = np.append(chords.value[which], melody.value[note])
            self._aim(self._root + tones[self._columns] + self._shifts, now_s)
        if now_s - self.moved_at_s < SETTLED_S:
            self.glided += (self.goal - self.glided) * min(1.0, dt_s / GLIDE_S)
        toward = min(1.0, dt_s / COLOUR_S)
        self.colours += (self._colours[movement] - self.colours) * toward
        self.look += (self._looks[movement] - self.look) * toward
        self.cameras.step(dt_s, movement, round(self.bars + self.phase - within))

    def _aim(self, goal: np.ndarray, now_s: float) -> None:
        """The score asks for other tones: those pitches that change set out for them."""
        moved = goal != self.goal
        if moved.any():
            first = np.isnan(self.goal)
            self.glided[first] = goal[first]
            self.pitch_count += moved
            self.pitch_at_s[moved] = now_s
            self.goal[:] = goal
            self.moved_at_s = now_s

    def tones(self) -> np.ndarray:
        """The chord now as ``(5,) float64`` log2 Hz: root, bass, tenor, alto, soprano."""
        movement = self.score.movement_at(self.position)
        line = self._chords[movement]
        which, _ = line.at(self.position - float(self.score.starts[movement]))
        return self._root + line.value[which]

    def recolour(self, score: Score) -> None:
        """Take colours, looks and exposures from a reading of the score; its movements stay as they are."""
        self._colours, self._looks = _colours(score.movements)
        self._exposures = [m.exposure for m in score.movements]

    @property
    def exposure(self) -> float:
        """EV that the movement asks for."""
        return self._exposures[self.movement]


def _parts(cast: tuple[Room, ...]) -> tuple[np.ndarray, np.ndarray]:
    """For each pitch of the cast: which tone it follows (0 root, 1–4 parts, 5 melody) and octaves to add."""
    faults = {f.name: f for r in cast for f in r.faults}
    columns, shifts = [], []
    for pitch in (p for r in cast for p in r.pitches):
        kind, *rest = pitch.part.split(":")
        shift = float(pitch.octave)
        if kind == "guest":
            column = 0
            shift += float(np.log2(faults[rest[0]].guest_parts[int(rest[1])]))
        elif kind == "cluster":
            column = 1
            shift += CLUSTER_OCTAVES[int(rest[0])]
        else:
            column = 5 if kind == "lead" else 1 + PARTS.index(kind)
        columns.append(column)
        shifts.append(shift)
    return np.array(columns, np.intp), np.array(shifts, np.float64)


def _colours(movements: list[Movement]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Each movement's palette ``(3, 3)`` and look ``(5,)``, linear RGB."""
    palettes = [linear_rgb(np.array([m.palette.key, m.palette.fill, m.palette.accent])) for m in movements]
    return palettes, [np.array([*m.look.slope, m.look.power, m.look.saturation]) for m in movements]
