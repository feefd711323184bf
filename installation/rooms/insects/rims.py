"""The rims on which the insects perch: crystal ledges with a self-similar edge, hoops, tendrils that bear them."""

from __future__ import annotations

from math import tau

import numpy as np

from ...optics.geometry import Mesh, merged, moved, turned
from ...optics.mesh_shapes import plate, torus, tube
from ...score.stage import HEART_HEIGHT_M, RIMS

BRASS, SILVER = 0.0, 1.0
HALF_WIDTH_M = 0.30  # of a ledge, its lobes left out
THICK_M = 0.07
WIRE_M = 0.022  # the thinnest of hoops and tendrils
_LOBE_M = 0.20  # how far the greatest lobes stand out
_TENDRILS = 12  # pairs to a rim, the first toward the balconies
_ASIDE = 3  # how many steps from there the first tall pair stands


def ledges(detail: float) -> Mesh:
    """All ledges; part id is the rim's number. ``detail`` 0..1."""
    levels, columns = (4, 12) if detail >= 0.5 else (2, 6)
    made = [moved(_ledge(r, n // 4, levels, columns), shift=(0.0, h - THICK_M / 2, 0.0)) for r, h, n in RIMS]
    return merged(made, list(range(len(RIMS))))


def _ledge(radius: float, lobes: int, levels: int, columns: int) -> Mesh:
    """Lobes that carry lobes: a Takagi curve in base 3 for the outer edge, a plain one inside."""
    n = lobes * columns * (3 if levels > 2 else 1)
    turn = np.arange(n) / n
    edge = sum(3.0**-k * np.sin(np.pi * ((turn * lobes * 3**k) % 1.0)) for k in range(levels))
    return plate(tau * turn, radius - HALF_WIDTH_M + 0.03 * edge, radius + HALF_WIDTH_M + _LOBE_M * edge, THICK_M)


def frame(detail: float) -> Mesh:
    """Hoops and tendrils; part id is the metal. ``detail`` 0..1."""
    fine = detail >= 0.5
    sides, around = (160, 6) if fine else (72, 4)
    pieces: list[tuple[Mesh, float]] = []
    for radius, height, _ in RIMS:
        inner = torus(radius - HALF_WIDTH_M, 0.035, sides, around)
        pieces.append((moved(inner, shift=(0.0, height, 0.0)), BRASS))
        pieces.append((moved(torus(radius, 0.024, sides, around), shift=(0.0, height - THICK_M - 0.02, 0.0)), SILVER))
    feet = [(RIMS[0][0] - 1.2, 0.0), *((r, h) for r, h, _ in RIMS[:-1])]
    for (foot, low), (radius, high, _) in zip(feet, RIMS, strict=True):
        tall = high - low > HEART_HEIGHT_M / 2
        pieces += [(m, BRASS) for m in _tendrils(foot, low, radius, high - THICK_M - 0.02, fine, tall)]
    return merged([m for m, _ in pieces], [p for _, p in pieces])


def _tendrils(foot: float, low: float, radius: float, high: float, fine: bool, tall: bool) -> list[Mesh]:
    """Pairs that part from one foot and lean out to their rim, like the ribs of a vault.

    Tall ones stand aside where the balconies are, lest they bar the sight of the heart.
    """
    posts = range(_ASIDE, _TENDRILS - _ASIDE + 1) if tall else range(_TENDRILS)
    t = np.linspace(0.0, 1.0, 16 if fine else 7)
    ring = foot + (radius - foot) * t**2.2
    y = low + (high - low) * t**0.75
    width = 0.045 - 0.022 * np.sin(np.pi * t) + 0.03 * (1.0 - t) ** 4
    made = []
    for side in (-1.0, 1.0):
        aside = side * 0.5 * tau / (2 * _TENDRILS) * t**1.6
        path = np.stack([ring * np.sin(aside), y, ring * np.cos(aside)], axis=1)
        one = tube(path, width, 6 if fine else 3, caps=False)
        made += [turned(one, "y", tau * i / _TENDRILS) for i in posts]
    return made
