"""The world: steps the cast at a fixed tick and publishes one moment a tick. Reads no clock, no device.

Everything that has memory lies in a few parts (conductor, operator, troubles, coupling, harmony, notes, lights and
the rooms' own models), each with its state in plain arrays and numbers, so that a checkpoint is all of them.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..core import gestures as g
from ..core.performance import Header
from ..core.room import Room
from ..core.seeds import stream
from ..core.shown import Blocks
from ..core.units import TICK_S
from ..score.conductor import Conductor
from ..score.coupling import Coupling, event_buffer
from ..score.evening import NOTES
from ..score.harmony import Harmony
from ..score.notes import Notes
from ..score.operator import Operator
from ..score.score import Score, read_score
from ..score.trouble import OPEN_AT, Troubles
from .autopilot import Autopilot
from .checkpoint import pack, unpack
from .discover import blocks_of, layout_of, rooms
from .drama import Drama
from .models import Models
from .publish import Publisher
from .stagehand import Stagehand

HARMONY_EVERY = 2  # ticks between steps of the gradient
REST_EVERY = 16  # ticks between measurements of the chord's own dissonance
WELCOME_CARE = 1.0  # the hall's own care while a guest arrives
WELCOME_CARE_S = 6.0
ANSWER_CARE = 0.8  # what a command brings to the fault that it answers
HELP_CARE = 0.7  # what help brings to a hall left alone


class World:
    """One evening. ``step`` goes from one tick to the next; ``moment`` and ``events`` are what readers see."""

    def __init__(self, score: Score, cast: tuple[Room, ...], header: Header) -> None:
        self.score, self.cast, self.seed = score, cast, header.seed
        self.layout = layout_of(cast)
        self.tick = 0
        self.dream_s = 0.0
        self.evening_at_s = 0.0  # dream time at which this evening began
        self.over = False
        self.conductor = Conductor(score, cast)
        self.operator = Operator()
        self.troubles = Troubles(cast)
        self.coupling = Coupling.of(cast, self.seed)
        self.harmony = Harmony.of(cast, NOTES)
        self.notes = Notes()
        self.models = Models(cast, self.seed)
        self.stagehand = Stagehand(score, cast)
        self.strain_turns = stream(self.seed, "strain").uniform(0.0, 1.0, (2, len(self.harmony.target)))
        self.drama = Drama(self)
        self.autopilot = Autopilot(self, header)
        self._publisher = Publisher(self)
        self._buffer = event_buffer()
        self.events = self._buffer[:0]
        self._begin()

    @classmethod
    def open(cls, header: Header, cast: tuple[Room, ...] | None = None) -> World:
        """The world of a performance's header. Raises InputError for a score that is not there."""
        return cls(read_score(header.score), rooms() if cast is None else cast, header)

    @property
    def moment(self) -> np.ndarray:
        """The newest moment, shape (), overwritten by the next step."""
        return self._publisher.record

    @property
    def duration_ticks(self) -> int:
        """Length of the score in ticks, unstretched."""
        return round(self.score.bars * self.score.bar_s / TICK_S)

    def blocks(self) -> Blocks:
        return blocks_of(self.cast)

    def step(self, gestures: Iterable[g.Gesture] = ()) -> None:
        """Apply the gestures of this tick, then advance the world by it."""
        for gesture in gestures:
            self.take(gesture)
        dt = TICK_S
        self.autopilot.step(dt)
        self.operator.step(dt, self.troubles.worst)
        dream = dt * self.operator.rate
        self.tick += 1
        self.dream_s += dream
        if self.conductor.step(dream, self.dream_s):
            self.evening_at_s = self.dream_s
            self.drama.begin_anew()
        self.drama.follow_score()
        care = self.care()
        for fault in self.troubles.step(dt, dream, self._cares(care), self.dream_s):
            self.drama.broke(fault)
        here = self._tell()
        here += self._couple(dream, care, here)
        self.notes.step(dt)
        self._harmonise(dt)
        self.events = self._buffer[:here]
        self._publisher.publish(dream)

    def care(self) -> float:
        """0..1, what mends and couples now: breath and palms in calm, ripples of will, help at last."""
        op = self.operator
        given = (0.6 * op["breathe"] + 0.4 * op.palms) * (0.35 + 0.65 * op.calm) + 0.3 * op.willing(self.dream_s)
        help_s = self.score.help_s
        if op.idle_s > help_s and self.troubles.longest_s(self.dream_s) > help_s:
            given = max(given, HELP_CARE)
        return min(given, 1.0)

    def _cares(self, care: float) -> np.ndarray:
        """``(faults,)`` 0..1: the care for all, and for some the command that answers them."""
        cares = np.full(len(self.troubles.faults), care)
        for i, fault in enumerate(self.troubles.faults):
            if fault.answer:
                cares[i] = min(1.0, care + ANSWER_CARE * self.operator.answered(fault.answer, self.dream_s))
        return cares

    def checkpoint(self) -> bytes:
        """All that the next tick depends on."""
        return pack(self)

    def restore(self, data: bytes) -> None:
        """Continue from a checkpoint of the same score, cast and seed, bit for bit. Raises InputError."""
        unpack(self, data)

    def _begin(self) -> None:
        """Publish moment 0: the evening as it stands before its first tick."""
        self.conductor.step(0.0, 0.0)
        self._levels()
        self.harmony.rest()
        self.harmony.step(0.0)
        self._publisher.publish(0.0)

    def take(self, gesture: g.Gesture, by_hand: bool = True) -> None:
        """Apply a gesture now; ``by_hand`` false where the autopilot makes it."""
        woven = float(self.operator.asked[4])
        self.operator.take(gesture, self.dream_s, by_hand)
        match gesture:
            case g.Play():
                self.notes.play(gesture, self.conductor.tones(), float(np.log2(self.score.root_hz)))
            case g.Trouble(fault=name, value=value):
                self.drama.strike(name, value)
            case g.Invite(fault=name):
                self.drama.invite(name)
            case g.Scene(name=name):
                self.drama.go_to(name)
            case g.Weave(value=value) if value > 0.5 >= woven:
                self.drama.weave()
            case g.Panic():
                self.drama.panic()
            case g.End():
                self.over = True

    def _couple(self, dream_s: float, care: float, here: int) -> int:
        for x, z, near, far in self.operator.ripples(self.dream_s, dream_s):
            self.coupling.ripple(x, z, near, far)
        arrived = self.dream_s - self.troubles.invited_at_s
        if ((arrived >= 0.0) & (arrived < WELCOME_CARE_S)).any():
            care = WELCOME_CARE
        c = self.conductor
        return self.coupling.step(dream_s, c.bar_hz, c.phase, self.troubles.by_room, care, self._buffer[here:])

    def _harmonise(self, dt_s: float) -> None:
        self._levels()
        if self.tick % HARMONY_EVERY == 0:
            self.harmony.step(dt_s * HARMONY_EVERY)
        if self.tick % REST_EVERY == 0:
            self.harmony.rest()

    def _levels(self) -> None:
        """Targets, levels and strain of every pitch, from the score and the troubles."""
        harmony, n = self.harmony, len(self.conductor.glided)
        harmony.target[:n] = self.conductor.glided
        harmony.target[n:] = self.notes.at
        harmony.level[:n] = self._publisher.pitch_hall_levels()
        harmony.level[n:] = self.notes.level * 0.7
        harmony.strain[:n] = self._publisher.pitch_strains(self.strain_turns[:, :n])
        if self.troubles.worst < OPEN_AT:
            # The woven consonance belonged to this trouble; the score leads again at the next chord.
            harmony.chosen *= 0.995

    def _tell(self) -> int:
        """Write what the drama told into the tick's events; returns how many."""
        told = self.drama.told[: len(self._buffer)]
        for here, (room, kind, index) in enumerate(told):
            self._buffer[here] = (room, kind, index, 0.0, 1.0)
        self.drama.told.clear()
        return len(told)
