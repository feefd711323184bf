"""The autopilot: with nobody at the controls it performs the evening, inside the world, from the seed alone.

It listens, answers faults, invites them in calm, adorns what is quiet, and lets go as soon as a hand moves. What it
does is not logged: the same header gives the same evening. Its hands are lent to the operator's (``Operator.lent``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ..core import gestures as g
from ..core.performance import Header
from ..core.seeds import stream
from ..score.trouble import OPEN_AT
from . import phrases
from .phrases import COLUMNS, ROWS, Phrase

if TYPE_CHECKING:
    from .world import World

LET_GO_S = 0.6  # its hands are gone within this time of another's
HELD_S = 300.0  # how long a hand that holds still counts as someone at the controls
PATIENCE_S = 25.0  # a fault that is still open after so long is cared for anew
RESTS_S = (4.0, 16.0)  # between two ornaments
CALM, CARES = 0, 1


class Autopilot:
    """``doing``: at rest, where it adorns the calm and lets go of what is over, or caring for ``fault``. Times are
    waking seconds."""

    memory = ("awake", "doing", "fault", "asks", "plan", "row", "begun_s", "now_s", "next_s", "counted",
              "from_", "to", "left_s", "for_s")  # fmt: skip

    def __init__(self, world: World, header: Header) -> None:
        self.world, self.mode, self.silence_s = world, header.autopilot, header.silence_s
        hands = len(world.operator.lent)
        self.awake = False
        self.doing, self.fault, self.asks = CALM, -1, False
        self.plan, self.row = np.full((ROWS, COLUMNS), np.inf), 0
        self.begun_s = self.now_s = 0.0  # where its phrase began; its own clock
        self.next_s = 0.0  # when it does something next
        self.counted = 0  # phrases so far: what tells their chances apart
        self.from_, self.to = np.zeros(hands), np.zeros(hands)
        self.left_s, self.for_s = np.zeros(hands), np.full(hands, LET_GO_S)

    def step(self, dt_s: float) -> None:
        """Perform for ``dt_s`` waking seconds; call before the operator steps."""
        if self.mode is False:
            return
        self.now_s += dt_s
        if self._may() != self.awake:
            self._wake() if not self.awake else self._sleep()
        if self.awake:
            self._listen()
            self._play()
        self._move(dt_s)

    def _may(self) -> bool:
        if self.mode is True:
            return True
        operator = self.world.operator
        return bool(operator.idle_s >= (HELD_S if operator.asked.any() else self.silence_s))

    def _wake(self) -> None:
        self.awake, self.doing, self.fault = True, CALM, -1
        self.next_s = self.now_s + 1.0

    def _sleep(self) -> None:
        """Someone plays: let go of everything."""
        self.awake, self.asks = False, False
        self.plan[:] = np.inf
        for hand in np.flatnonzero(self.to):
            self._glide(int(hand), 0.0, LET_GO_S)

    def _listen(self) -> None:
        """Attend to a fault that has been heard, invite it when calm has lasted, let go when it is over."""
        troubles = self.world.troubles
        if self.doing == CARES:
            if troubles.severity[self.fault] < OPEN_AT:
                self._let_go()
            elif self.asks and self.world.operator.lucid:
                self.asks = False
                self.world.take(g.Invite(tick=0, fault=troubles.faults[self.fault].name), by_hand=False)
            elif self.now_s - self.begun_s > PATIENCE_S:
                self._care()
            return
        worst = int(np.argmax(troubles.severity)) if len(troubles.severity) else 0
        if len(troubles.severity) and troubles.severity[worst] >= OPEN_AT and troubles.welcome[worst] < 0.5:
            if self.fault != worst:
                self.fault = worst
                self.next_s = self.now_s + phrases.heard_s(self._chance()) + self._to_beat_s()
            elif self.now_s >= self.next_s:
                self._care()
        elif self.now_s >= self.next_s:
            self.fault = -1
            conductor = self.world.conductor
            self._begin(CALM, lambda phrase: phrases.ornament(phrase, conductor.position / conductor.score.bars))
            self.next_s = self.now_s + 8.0 + float(self._chance().uniform(*RESTS_S))

    def _care(self) -> None:
        chance = self._chance()
        invites = bool(chance.random() < phrases.INVITES)
        fault = self.world.troubles.faults[self.fault]
        self._begin(CARES, lambda phrase: phrases.care(phrase, fault.answer, invites))

    def _let_go(self) -> None:
        """The fault is over."""
        phrase = self._begin(CALM, phrases.release)
        self.fault = -1
        self.next_s = self.now_s + 12.0 + float(phrase.chance.uniform(*RESTS_S))

    def _begin(self, doing: int, draw: Callable[[Phrase], None]) -> Phrase:
        """Draw a phrase for this occasion and play it from now on."""
        self.counted += 1
        score = self.world.score
        phrase = Phrase(self._chance(), score.bar_s / score.beats)
        draw(phrase)
        self.plan[:], self.row, self.begun_s = phrase.rows(), 0, self.now_s
        self.doing, self.asks = doing, False
        return phrase

    def _chance(self) -> np.random.Generator:
        self.counted += 1
        return stream(self.world.seed, f"autopilot/{self.counted}")

    def _to_beat_s(self) -> float:
        """Seconds to the next beat, from a moment that lies somewhere in this one."""
        conductor = self.world.conductor
        beat = (conductor.phase * conductor.score.beats) % 1.0
        return (1.0 - beat) * conductor.score.bar_s / conductor.score.beats

    def _play(self) -> None:
        """Do what of the phrase has come due."""
        while self.row < ROWS and self.begun_s + self.plan[self.row, 0] <= self.now_s:
            _, kind, a, b, c = self.plan[self.row].tolist()
            self.row += 1
            if kind == phrases.GLIDE:
                self._glide(int(a), b, c)
            elif kind == phrases.WAIT:
                self._on_beat(a, b, c)
            elif kind == phrases.WILL:
                self.world.take(g.Will(tick=0, x=a, y=b), by_hand=False)
            elif kind == phrases.COMMAND:
                self.world.take(g.Command(tick=0, name=g.COMMANDS[int(a)]), by_hand=False)  # type: ignore[arg-type]
            else:
                self.asks = True

    def _on_beat(self, x: float, y: float, off_s: float) -> None:
        """Put a ripple on the next beat, a little off it, in place of the row just played."""
        self.row -= 1
        due_s = self.now_s + max(self._to_beat_s() + off_s, 0.0)
        self.plan[self.row] = due_s - self.begun_s, phrases.WILL, x, y, 0.0
        later = self.plan[self.row :]
        later[:] = later[np.argsort(later[:, 0], kind="stable")]

    def _glide(self, hand: int, value: float, seconds: float) -> None:
        self.from_[hand], self.to[hand] = self.world.operator.lent[hand], value
        self.left_s[hand] = self.for_s[hand] = max(seconds, 0.05)

    def _move(self, dt_s: float) -> None:
        """Hands move with least jerk (Flash and Hogan, 1985), as arms do."""
        if not self.left_s.any():
            return
        self.left_s[:] = np.maximum(self.left_s - dt_s, 0.0)
        u = 1.0 - self.left_s / self.for_s
        eased = u * u * u * (10.0 + u * (6.0 * u - 15.0))
        self.world.operator.lent[:] = self.from_ + (self.to - self.from_) * eased
