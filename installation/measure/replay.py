"""The world of a performance, stepped again beside what came out of it: the figures that only it knows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..core.gestures import Gesture
from ..core.performance import Performance
from ..core.units import TICK_RATE_HZ
from ..hall.play import end_tick, play
from ..hall.world import World

PRESENT = 0.02  # a room that is here by less has not entered: it keeps no metre and sings no tone yet


@dataclass(frozen=True)
class Replay:
    """Figures at ticks 0, 1, … (moments), and the gestures that made them."""

    bar: np.ndarray  # (ticks,) float64 bar phase in turns, unwrapped
    bar_s: float
    beats: int  # in a bar
    coherence: np.ndarray  # (ticks,)
    rooms_coherence: dict[str, np.ndarray]  # of each room with oscillators
    pitches: np.ndarray  # (ticks,) int64
    tones_hz: np.ndarray  # (ticks, voices) float32: sounding pitches, NaN where silent
    voices: tuple[str, ...]  # the room of each voice
    severity: dict[str, np.ndarray]  # fault -> (ticks,)
    guest: dict[str, np.ndarray]
    metres: dict[str, list[tuple[int, ...]]]  # room -> the metres in use, a second each
    gestures: tuple[Gesture, ...]

    @property
    def at_s(self) -> np.ndarray:
        return np.arange(len(self.bar)) / TICK_RATE_HZ

    def bar_at(self, seconds: np.ndarray) -> np.ndarray:
        """Bar phase 0..1 at moments of performance time."""
        return np.interp(seconds, self.at_s, self.bar) % 1.0


def replay(performance: Performance, to_s: float | None = None) -> Replay:
    """Step a performance from its first tick to ``to_s`` seconds, else to its end."""
    world = World.open(performance.header)
    stop = end_tick(performance, world) if to_s is None else round(to_s * TICK_RATE_HZ)
    notes = _Notes(world, stop + 1)
    notes.take(0, world.moment)
    for tick, _, after, _ in play(performance, 0, stop, world.cast):
        notes.take(tick + 1, after)
    return notes.result(performance)


class _Notes:
    """Collects the figures; views a moment, keeps numbers."""

    def __init__(self, world: World, ticks: int) -> None:
        self._cast, self._score = world.cast, world.score
        self._bar, self._coherence = np.zeros(ticks), np.zeros(ticks)
        self._pitches = np.zeros(ticks, np.int64)
        self._tones = np.full((ticks, sum(len(r.pitches) for r in world.cast)), np.nan, np.float32)
        self._rooms = {r.name: np.zeros(ticks) for r in world.cast if r.oscillators}
        faults = [(r.name, f.name) for r in world.cast for f in r.faults]
        self._faults = {fault: (room, np.zeros(ticks), np.zeros(ticks)) for room, fault in faults}
        self._metres: dict[str, list[tuple[int, ...]]] = {name: [] for name in self._rooms}

    def take(self, k: int, moment: np.ndarray) -> None:
        self._bar[k], self._coherence[k] = moment["bar_phase"], moment["coherence"]
        self._pitches[k] = moment["distinct_pitches"]
        for name, values in self._rooms.items():
            values[k] = moment[name]["coherence"]
            if k % TICK_RATE_HZ == 0:
                metres = np.unique(moment[name]["metre"]).tolist() if _here(moment[name]) else ()
                self._metres[name].append(tuple(metres))
        for fault, (room, severity, guest) in self._faults.items():
            severity[k], guest[k] = moment[room][f"{fault}_severity"], moment[room][f"{fault}_guest"]
        self._take_tones(self._tones[k], moment)

    def _take_tones(self, out: np.ndarray, moment: np.ndarray) -> None:
        at = 0
        for room in self._cast:
            n = len(room.pitches)
            if n:
                own = moment[room.name]
                sounds = (own["pitch_level"] > 0.02) & _here(own)
                out[at : at + n] = np.where(sounds, own["pitch_hz"], np.nan)
            at += n

    def result(self, performance: Performance) -> Replay:
        return Replay(
            bar=np.unwrap(self._bar, period=1.0),
            bar_s=self._score.bar_s,
            beats=self._score.beats,
            coherence=self._coherence,
            rooms_coherence=self._rooms,
            pitches=self._pitches,
            tones_hz=self._tones,
            voices=tuple(room.name for room in self._cast for _ in room.pitches),
            severity={fault: severity for fault, (_, severity, _) in self._faults.items()},
            guest={fault: guest for fault, (_, _, guest) in self._faults.items()},
            metres=self._metres,
            gestures=performance.gestures,
        )


def _here(own: np.ndarray) -> bool:
    """Whether a room has entered the evening."""
    return float(own["presence"]) > PRESENT
