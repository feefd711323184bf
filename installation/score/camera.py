"""The score's cameras: one idea a movement, flown along a smooth path, and two of them while scenes dissolve.

A movement's camera rests at its first shot, eases through the others and rests at its last. At a new movement the other
of two cameras takes over; the one that leaves flies on along its own path until it is no longer seen.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from scipy.interpolate import CubicSpline

from .score import Movement, Score

VALUES = 9  # eye, target (m), field of view (degrees), focus and lens (m)


class Path:
    """One movement's way: C² through its shots, eased by a quintic: speed and acceleration begin and end at 0."""

    def __init__(self, movement: Movement) -> None:
        shots = movement.shots
        self._bars = np.array([shot.bar for shot in shots])
        values = np.array([(*s.eye, *s.target, s.fov, s.focus, s.lens) for s in shots])
        self._first = values[0]
        self._turns = np.linspace(0.0, 1.0, len(shots))
        if len(shots) > 1:
            # Knots at even steps of the way: where the shots lie in time is left to the easing.
            self._knots = (self._bars - self._bars[0]) / (self._bars[-1] - self._bars[0])
            spline = CubicSpline(self._knots, values, bc_type="natural")
            self._pieces = np.ascontiguousarray(np.moveaxis(spline.c, 0, 1))  # (segments, 4, VALUES)

    def at(self, bar: float) -> np.ndarray:
        """``(VALUES,) float64`` so many bars into the movement."""
        if len(self._bars) < 2:
            return self._first
        return _along(self._knots, self._pieces, (bar - self._bars[0]) / (self._bars[-1] - self._bars[0]))


class Cameras:
    """Two cameras and how much of the second is seen; ``shot`` and ``since`` say what each flies, from which bar."""

    memory = ("shot", "since", "seen", "mix")

    def __init__(self, score: Score) -> None:
        self._paths = [Path(m) for m in score.movements]
        self._dissolve_s = [m.dissolve_s for m in score.movements]
        self.shot = np.zeros(2, np.int64)
        self.since = np.zeros(2, np.int64)
        self.seen = -1  # which of the two the movement now has; -1 before the first
        self.mix = 0.0
        self._views = np.zeros((2, VALUES))

    def step(self, dt_s: float, movement: int, since: int) -> None:
        """Follow the score: ``movement`` began at bar ``since`` (counted from the very first)."""
        if self.seen < 0:
            self.shot[:], self.since[:], self.seen = movement, since, 0
        elif (movement, since) != (self.shot[self.seen], self.since[self.seen]):
            self.seen = 1 - self.seen
            self.shot[self.seen], self.since[self.seen] = movement, since
        step = dt_s / self._dissolve_s[movement]
        self.mix += min(max(self.seen - self.mix, -step), step)

    def views(self, bar: float) -> np.ndarray:
        """Both cameras at ``bar`` (counted from the very first), ``(2, VALUES) float64``, valid until the next call."""
        for which in (0, 1):
            self._views[which] = self._paths[self.shot[which]].at(bar - float(self.since[which]))
        return self._views


@njit(cache=True, nogil=True)
def _along(knots, pieces, t):
    t = min(max(t, 0.0), 1.0)
    eased = t * t * t * (10.0 + t * (6.0 * t - 15.0))
    segment = min(np.searchsorted(knots, eased, side="right") - 1, knots.size - 2)
    u = eased - knots[segment]
    a, b, c, d = pieces[segment]
    return ((a * u + b) * u + c) * u + d
