"""What the autopilot means to do, as rows in time: phrases of hands, ripples and commands with a musician's timing.

A phrase is drawn once, from the seed and its occasion, and then played. Its times are seconds from where it begins;
ripples wait for the beat and come a little early or late on it, and nothing lasts as long as the last time.
"""

from __future__ import annotations

from math import exp

import numpy as np

from ..core import gestures as g

ROWS = 32  # actions a phrase has at most
COLUMNS = 5  # at_s, kind, and what the kind takes
GLIDE, WAIT, WILL, COMMAND, ASK = 0.0, 1.0, 2.0, 3.0, 4.0
"""``GLIDE`` hand, value, seconds · ``WAIT`` x, y, seconds off the beat: for the next beat, then ``WILL`` x, y ·
``COMMAND`` index · ``ASK``: from now on a fault may be invited."""
BREATHE, LEFT, RIGHT, STRETCH, WEAVE, RAISED = 0, 1, 2, 3, 4, 8  # places in ``Operator.NAMES``

HEARD_S, HEARD_SPREAD = 5.5, 0.35  # how long a fault is listened to before hands move: median, and spread of its log
HEARD_RANGE_S = (2.5, 13.0)
BEAT_OFF_S = (-0.006, 0.021)  # mean and deviation of what is played on a beat: a little early, as players are
INVITES = 0.74  # share of faults that are invited, not mended


class Phrase:
    """Rows ``(n, COLUMNS)`` in the making, in order of time."""

    def __init__(self, chance: np.random.Generator, beat_s: float) -> None:
        self.chance, self.beat_s = chance, beat_s
        self._rows: list[tuple[float, ...]] = []

    def glide(self, at_s: float, hand: int, value: float, seconds: float) -> None:
        """A hand goes to a value; every hand has its own idea of when and how far."""
        late = abs(float(self.chance.normal(0.0, 0.07)))
        reach = min(1.0, max(0.0, value * (1.0 + float(self.chance.normal(0.0, 0.03)))))
        self._rows.append((at_s + late, GLIDE, hand, reach, seconds * exp(float(self.chance.normal(0.0, 0.12)))))

    def palms(self, at_s: float, value: float, seconds: float) -> None:
        """Both palms, one after the other."""
        for hand in self.chance.permutation((LEFT, RIGHT)):
            self.glide(at_s, int(hand), value, seconds)
            at_s += abs(float(self.chance.normal(0.05, 0.05)))

    def will(self, at_s: float, x: float, y: float) -> None:
        """A ripple on the first beat after ``at_s``."""
        off_s = float(self.chance.normal(*BEAT_OFF_S))
        self._rows.append((at_s, WAIT, float(np.clip(x, -1, 1)), float(np.clip(y, -1, 1)), off_s))

    def act(self, at_s: float, kind: float, value: float = 0.0) -> None:
        self._rows.append((at_s, kind, value, 0.0, 0.0))

    def rows(self) -> np.ndarray:
        """``(ROWS, COLUMNS) float64``; rows that are not used lie beyond all time."""
        out = np.full((ROWS, COLUMNS), np.inf)
        kept = sorted(self._rows)[:ROWS]
        out[: len(kept)] = kept
        return out


def heard_s(chance: np.random.Generator) -> float:
    """How long a fault is heard before anything is done about it, seconds."""
    return float(np.clip(HEARD_S * exp(float(chance.normal(0.0, HEARD_SPREAD))), *HEARD_RANGE_S))


def care(phrase: Phrase, answer: str, invites: bool) -> None:
    """Answer a fault: breath first, then palms, ripples on the beat, a command; sometimes time is stretched first."""
    chance = phrase.chance
    at_s = 0.0
    if chance.random() < 0.35:
        phrase.glide(0.0, STRETCH, chance.uniform(0.6, 0.9), 0.6)
        phrase.glide(chance.uniform(1.6, 2.6), STRETCH, 0.0, 0.8)
        at_s = chance.uniform(0.4, 0.9)
    phrase.glide(at_s, BREATHE, chance.uniform(0.85, 1.0), chance.uniform(1.2, 2.2))
    at_s += chance.uniform(1.4, 2.6)
    phrase.palms(at_s, chance.uniform(0.88, 1.0), chance.uniform(1.1, 2.0))
    for k in range(int(chance.integers(2, 5))):
        gap = (k + 0.5) * phrase.beat_s * chance.choice((2.0, 3.0, 4.0))
        phrase.will(at_s + gap, chance.normal(0.0, 0.35), chance.normal(0.1, 0.3))
    if answer:
        phrase.act(at_s + chance.uniform(0.3, 2.0), COMMAND, float(g.COMMANDS.index(answer)))
    if chance.random() < 0.3:
        phrase.glide(at_s + 2.0, WEAVE, 1.0, 0.7)
        phrase.glide(at_s + chance.uniform(4.0, 5.5), WEAVE, 0.0, 0.9)
    if invites:
        phrase.act(at_s + chance.uniform(1.5, 4.0), ASK)


def release(phrase: Phrase) -> None:
    """Let go: palms first, the breath last and not wholly."""
    chance = phrase.chance
    at_s = chance.uniform(1.5, 4.5)
    phrase.palms(at_s, 0.0, chance.uniform(1.8, 3.0))
    phrase.glide(at_s + chance.uniform(1.0, 3.0), BREATHE, chance.uniform(0.2, 0.4), chance.uniform(2.5, 4.5))
    phrase.glide(at_s + chance.uniform(7.0, 12.0), BREATHE, 0.0, chance.uniform(2.5, 4.0))


def ornament(phrase: Phrase, last: float) -> None:
    """In calm: a breath that swells and sinks, a ripple now and then; ``last`` 0..1 towards the evening's height."""
    chance = phrase.chance
    swell = chance.uniform(2.5, 5.0)
    phrase.glide(0.0, BREATHE, chance.uniform(0.2, 0.45), swell)
    phrase.glide(swell + chance.uniform(1.0, 4.0), BREATHE, 0.0, chance.uniform(2.5, 5.0))
    for _ in range(int(chance.integers(0, 3))):
        phrase.will(chance.uniform(1.0, 9.0), chance.normal(0.0, 0.5), chance.normal(0.0, 0.4))
    if chance.random() < 0.75 * last:
        at_s = chance.uniform(1.0, 3.0)
        phrase.glide(at_s, RAISED, chance.uniform(0.5, 0.9), chance.uniform(2.0, 3.5))
        phrase.glide(at_s + chance.uniform(6.0, 10.0), RAISED, 0.0, chance.uniform(2.5, 4.0))
