"""Writes the parts of the world into the moment; what all rooms have is written in ``leaves``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from ..core.gestures import COMMANDS
from ..core.room import Pitch
from ..core.units import TICK_S
from ..score.harmony import distinct_pitches
from .leaves import RoomLeaves
from .stagehand import BREATH_EV

if TYPE_CHECKING:
    from .world import World

NIGHT_S, NIGHT_EV = 7.0, 3.0  # how long before the end night falls, and how dark
_CAMERA = (
    ("camera_eye", slice(0, 3)), ("camera_target", slice(3, 6)), ("camera_fov", 6), ("camera_focus", 7),
    ("camera_lens", 8),
)  # fmt: skip
STRAIN_HZ = (0.043, 0.117)  # how slowly the pull on a pitch wanders


class Publisher:
    """Owns the record; reads the world's parts."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.record = world.layout.empty()
        self._leaves = RoomLeaves(world, self.record)
        self._pitch_room = np.array([i for i, r in enumerate(world.cast) for _ in r.pitches], np.intp)
        self._pitch_base = np.array([p.level for r in world.cast for p in r.pitches])
        self._bend = np.array([p.bend_cents for r in world.cast for p in r.pitches])
        self._source_of = np.array([self._source(p) for r in world.cast for p in r.pitches], np.intp)
        self._pitch_own = self._pitch_base.copy()
        self._sources = np.zeros(len(world.troubles.faults) + len(COMMANDS) + 2)
        self._many = np.array([s.stop - s.start > 1 for s in world.coupling.slices], float)
        self._distinct = 0

    def _source(self, pitch: Pitch) -> int:
        """What makes a pitch sound, as a place in the sources: a fault's guest, a command, the darkness, the score."""
        faults = len(self.world.troubles.faults)
        kind, *rest = pitch.part.split(":")
        if kind == "guest":
            return self.world.troubles.index[rest[0]]
        if pitch.when:
            return faults + COMMANDS.index(pitch.when)
        return faults + len(COMMANDS) + (kind != "cluster")

    def pitch_levels(self) -> np.ndarray:
        """``(pitches,) float64`` 0..1: how strongly each sings in its room, by guests, commands and darkness."""
        troubles, operator, now_s = self.world.troubles, self.world.operator, self.world.dream_s
        source, faults = self._sources, len(troubles.guest)
        source[:faults] = troubles.guest
        for i, command in enumerate(COMMANDS):
            source[faults + i] = operator.answered(command, now_s)
        source[-2:] = troubles.darkness**1.5, 1.0
        np.multiply(self._pitch_base, source[self._source_of], out=self._pitch_own)
        return self._pitch_own

    def pitch_hall_levels(self) -> np.ndarray:
        """The same as they sound in the hall, by their room's presence and voice."""
        hands = self.world.stagehand
        return self.pitch_levels() * (hands.presence * hands.voice)[self._pitch_room]

    def pitch_strains(self, turns: np.ndarray) -> np.ndarray:
        """``(pitches,) float64`` cents by which trouble pulls each pitch off, slowly wandering."""
        w = self.world
        return _strains(turns, w.dream_s, self._bend, w.troubles.by_room, self._pitch_room)

    def publish(self, dream_s: float) -> None:
        """Fill the record from the world's parts; ``dream_s`` is the dream time that this tick took."""
        w = self.world
        guests = float(w.troubles.guest.sum())
        breath = w.operator.breath
        lit = 0.27 * guests / (1.0 + 0.5 * guests) - 0.45 * w.troubles.darkness - 1.2 * w.troubles.sunk
        night = self._night()
        exposure = w.conductor.exposure + BREATH_EV * (breath - 0.5) + lit + 0.4 * w.operator["raised"]
        exposure -= NIGHT_EV * night
        sunk = max(w.troubles.sunk, night)
        w.stagehand.step(TICK_S, w.conductor.movement, w.troubles.by_room, sunk, guests, exposure)
        self._evening(guests, breath)
        self._operator()
        self._score()
        self._harmony()
        self._leaves.write(self._pitch_own)
        w.models.step(self.record, dream_s)

    def _night(self) -> float:
        """0..1, night between two evenings: it falls at the end of the score and lifts as the next one begins."""
        w = self.world
        left_s = (w.score.bars - w.conductor.position) * w.score.bar_s
        begun_s = w.dream_s - w.evening_at_s if w.evening_at_s > 0.0 else NIGHT_S
        return max(0.0, 1.0 - min(left_s, begun_s) / NIGHT_S)

    def _evening(self, guests: float, breath: float) -> None:
        w, m = self.world, self.record
        m["tick"] = w.tick
        m["dream_time_s"], m["time_s"] = w.dream_s, w.dream_s - w.evening_at_s
        m["rate"] = w.operator.rate
        m["progress"] = progress = w.conductor.position / w.score.bars
        m["hour"] = w.score.from_hour + progress * (w.score.to_hour - w.score.from_hour)
        m["breath"], m["breath_phase"] = breath, w.operator.breath_phase
        m["trouble"], m["unresolved"], m["guests"] = w.troubles.worst, w.troubles.darkness, guests
        m["exposure"], m["level"] = w.stagehand.exposure, w.operator.level
        m["coherence"] = self._coherence()

    def _coherence(self) -> float:
        """Mean order parameter of the rooms that are many (one alone is always in step), by their presence."""
        weight = self._many * self.world.stagehand.presence[self.world.coupling.owners]
        whole = float(weight.sum())
        return float(weight @ self.world.coupling.order) / whole if whole > 0.0 else 1.0

    def _operator(self) -> None:
        op, m = self.world.operator, self.record
        held = op.held
        m["breathe"], m["stretch"], m["weave"], m["raised"] = held[0], held[3], held[4], held[8]
        m["palms"], m["focus"] = held[1:3], held[5:8]
        m["will"], m["will_at_s"], m["will_count"] = op.will, op.will_at_s, op.will_count
        m["command_at_s"], m["command_count"] = op.command_at_s, op.command_count
        m["stretch_budget"], m["calm"], m["lucidity"] = op.budget, op.calm, op.lucidity

    def _score(self) -> None:
        c, m = self.world.conductor, self.record
        m["movement"], m["movement_at_s"] = c.movement, c.movement_at_s
        m["bar_phase"], m["beat_phase"] = c.phase, (c.phase * c.score.beats) % 1.0
        m["bars"], m["beats"], m["beat_at_s"], m["bar_s"] = c.bars, c.beats, c.beat_at_s, c.score.bar_s
        m["root_hz"], m["chord"], m["chord_at_s"] = c.score.root_hz, c.chord, c.chord_at_s
        m["palette"], m["look"] = c.colours, c.look
        views = c.cameras.views(c.bars + c.phase)
        for leaf, part in _CAMERA:
            m[leaf] = views[:, part]
        m["camera_mix"] = c.cameras.mix

    def _harmony(self) -> None:
        w, m = self.world, self.record
        now, chord = w.harmony.figures
        m["dissonance"] = now
        m["consonance"] = min(1.0, (chord + 0.02) / (now + 0.02))
        if w.tick % 4 == 0:
            self._distinct = distinct_pitches(w.harmony.log2_hz, w.harmony.level)
        m["distinct_pitches"] = self._distinct
        m["note_hz"], m["note_level"], m["note_count"] = np.exp2(w.notes.at), w.notes.level, w.notes.count


@njit(cache=True, nogil=True)
def _strains(turns, now_s, bend, by_room, room):
    strains = np.zeros(bend.size)
    for i in range(bend.size):
        trouble = by_room[room[i]]
        if trouble > 0.0:
            a = np.sin(2.0 * np.pi * (now_s * STRAIN_HZ[0] + turns[0, i]))
            b = np.sin(2.0 * np.pi * (now_s * STRAIN_HZ[1] + turns[1, i]))
            pull = min(max(1.25 * a + 0.5 * b, -1.0), 1.0)
            # Never near rest while trouble is open: the sign wanders, the size stays.
            strains[i] = bend[i] * trouble * (0.55 * np.sign(pull) + 0.45 * pull)
    return strains
