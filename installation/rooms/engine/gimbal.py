"""How the engine's rings stand at a moment: gimbals, each pivoting in the one around it, and a free girdle.

A ring's turn is a just ratio of the bar; trouble shakes every ring off its axis.
"""

from __future__ import annotations

from math import cos, pi, sin, tau

import numpy as np

from ...optics.geometry import turn

RADII_M = (3.18, 2.78, 2.40, 2.06)  # from the outermost gimbal to the innermost
GIRDLE_M = 3.72
STILL, GIRDLE, CROWN, FOOT = 4, 5, 6, 7  # part ids after the gimbals': unmoved, and what spins about the upright
PARTS = 8
_PIVOTS = "yxyx"  # the axis in which each hangs in the last
_LEANS = (0.10, 0.22, 0.13, 0.31)  # turns at which each starts, so that they never lie in one plane at once
_SHAKES_HZ = (0.61, 0.83, 1.07, 1.31, 0.47)  # wobble of each ring
_SHAKE_RAD = 0.30


def placed(rings: np.ndarray, wild: float, dream_s: float, breath: float) -> np.ndarray:
    """``(PARTS, 4, 4) float32``, row-major, of every part about the heart: ``rings (4,)`` turns, ``wild`` 0..1,
    ``dream_s`` seconds, ``breath`` 0..1."""
    made = np.zeros((PARTS, 4, 4), np.float32)
    made[:, range(4), range(4)] = 1.0
    frame = np.eye(3)
    for k in range(4):
        frame = frame @ turn(_PIVOTS[k], tau * (float(rings[3 - k]) + _LEANS[k]))
        _set(made[k], frame @ _shake(k, wild, dream_s), k, wild, dream_s)
    # The girdle leans and spins like a coin that never falls: its lean goes round with the slowest ring.
    round_ = tau * float(rings[3])
    lean = turn("y", round_) @ turn("x", 0.30 + 0.04 * sin(pi * breath)) @ turn("y", -round_)
    _set(made[GIRDLE], lean @ turn("y", tau * float(rings[1])) @ _shake(4, wild, dream_s), 4, wild, dream_s)
    made[CROWN, :3, :3] = turn("y", -tau * float(rings[2]))
    made[FOOT, :3, :3] = turn("y", tau * float(rings[2]))
    return made


def _shake(k: int, wild: float, dream_s: float) -> np.ndarray:
    """A ring off its axis: two incommensurate swings."""
    if wild <= 0.0:
        return np.eye(3)
    at = tau * _SHAKES_HZ[k] * dream_s
    return turn("x", _SHAKE_RAD * wild * sin(at + k)) @ turn("z", _SHAKE_RAD * wild * sin(1.618 * at + 2.0 * k))


def _set(out: np.ndarray, frame: np.ndarray, k: int, wild: float, dream_s: float) -> None:
    at = tau * 1.7 * _SHAKES_HZ[k] * dream_s
    out[:3, :3] = frame
    out[:3, 3] = (0.10 * wild * sin(at), 0.07 * wild * sin(1.3 * at + k), 0.10 * wild * cos(0.9 * at))
