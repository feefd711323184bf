"""The engine's machine as a mesh: geared gimbals with their bearings, the girdle, crown, column and claws."""

from __future__ import annotations

from math import pi, tau

import numpy as np

from ...optics.geometry import Mesh, merged, moved, turn, turned
from ...optics.mesh_shapes import ellipsoid, gear, lathe, ring, torus, tube
from .gimbal import CROWN, FOOT, GIRDLE, GIRDLE_M, RADII_M, STILL

BRASS, SILVER, CRYSTAL = 0.0, 0.1, 0.2  # material, added to the part id
# fmt: off
_COLUMN = ((0.0, -6.0), (1.55, -6.0), (1.55, -5.86), (1.30, -5.74), (1.34, -5.60), (0.98, -5.42), (0.62, -5.05),
           (0.46, -4.62), (0.50, -4.50), (0.40, -4.42), (0.36, -4.10), (0.52, -3.96), (0.74, -3.84), (0.80, -3.74),
           (0.60, -3.66), (0.30, -3.60), (0.20, -3.42), (0.0, -3.40))
_CROWN = ((0.0, 3.36), (0.16, 3.38), (0.24, 3.52), (0.50, 3.60), (0.56, 3.70), (0.40, 3.80), (0.22, 4.00),
          (0.15, 4.30), (0.24, 4.42), (0.13, 4.54), (0.06, 5.00), (0.0, 5.70))
# fmt: on
"""Profiles about the upright axis: radius and height above the heart, metres."""
_CLAWS = 5


def mesh(detail: float) -> Mesh:
    """All of it about the heart (the origin, metres); part ids are ``gimbal``'s plus the material. ``detail`` 0..1."""
    fine = detail >= 0.5
    sides = 96 if fine else 48
    pieces = [*_gimbals(sides), *_girdle(sides), *_still(sides // 2, fine), *_wheels()]
    return merged([m for m, _ in pieces], [p for _, p in pieces])


def _gimbals(sides: int) -> list[tuple[Mesh, float]]:
    """Rings stand upright at rest: their own axis is z, so that they can pivot about x and y."""
    r0, r1, r2, r3 = RADII_M
    up = turn("x", pi / 2)
    made = [
        (moved(gear(r0 - 0.13, r0 + 0.06, 0.11, 0.16, 72), up), 0 + BRASS),
        (moved(ring(r0 - 0.05, 0.10, 0.40, sides, 0.03), up), 0 + SILVER),
        (moved(ring(r1, 0.14, 0.40, sides, 0.04), up), 1 + SILVER),
        (moved(gear(r2 - 0.04, r2 + 0.12, 0.09, 0.16, 60, inward=True), up), 2 + BRASS),
        (moved(torus(r2 + 0.10, 0.055, sides, 6), up, (0.0, 0.0, 0.13)), 2 + SILVER),
        (moved(torus(r2 + 0.10, 0.055, sides, 6), up, (0.0, 0.0, -0.13)), 2 + SILVER),
        (moved(ring(r3, 0.10, 0.52, sides, 0.03), up), 3 + CRYSTAL),
        (moved(torus(r3 + 0.07, 0.03, sides, 5), up), 3 + BRASS),
    ]
    for k, axis in ((1, "x"), (2, "y"), (3, "x")):
        made += [(m, k + BRASS) for m in _bearings(RADII_M[k], RADII_M[k - 1], axis)]
    return made


def _bearings(radius: float, outer: float, axis: str) -> list[Mesh]:
    """The two pins on which a ring hangs in the one around it."""
    r, thin, wide = 0.10, 0.05, 0.13
    near, far = radius - 0.10, outer + 0.06
    pin = [(0.0, near), (r, near), (r, radius + 0.08), (thin, radius + 0.12)]
    pin += [(thin, outer - 0.14), (wide, outer - 0.12), (wide, far - 0.04), (0.0, far)]
    one = lathe(np.array(pin), 8)
    aim = np.eye(3) if axis == "y" else turn("z", -pi / 2)
    return [moved(one, aim), moved(one, aim @ turn("x", pi))]


def _girdle(sides: int) -> list[tuple[Mesh, float]]:
    """A wide toothed band that leans round the whole."""
    return [
        (gear(GIRDLE_M - 0.06, GIRDLE_M + 0.10, 0.13, 0.07, 90), GIRDLE + BRASS),
        (ring(GIRDLE_M - 0.23, 0.30, 0.045, sides, 0.0), GIRDLE + CRYSTAL),
        (torus(GIRDLE_M - 0.41, 0.035, sides, 5), GIRDLE + SILVER),
    ]


def _still(sides: int, fine: bool) -> list[tuple[Mesh, float]]:
    """Column and crown, the claws that rise from the column, the roots that hold it to the floor."""
    made = [(lathe(np.array(_COLUMN), sides), STILL + SILVER), (lathe(np.array(_CROWN), sides // 2), STILL + BRASS)]
    steps, around = (18, 8) if fine else (10, 5)
    for i in range(_CLAWS):
        at = tau * (i + 0.5) / _CLAWS
        made.append((turned(_claw(steps, around), "y", at), STILL + BRASS))
        made.append((turned(_root(steps, around), "y", at + tau / 10), STILL + SILVER))
    knobs = [
        turned(moved(ellipsoid((0.11, 0.16, 0.11), 8, 5), shift=(0, -5.5, 1.18)), "y", tau * i / 10) for i in range(10)
    ]
    return [*made, *((knob, STILL + BRASS) for knob in knobs)]


def _claw(steps: int, around: int) -> Mesh:
    """From the column out under the girdle and up, thin at its tip, rolled a little outwards."""
    t = np.linspace(0.0, 1.0, steps)
    angle = -pi / 2 + 0.30 + t * 1.05
    radius = 3.75 + 0.25 * t + 0.55 * t**4
    path = np.stack([0.25 * np.sin(pi * t), radius * np.sin(angle), radius * np.cos(angle)], axis=1)
    path = np.concatenate([[[0.0, -4.05, 0.30]], path])
    width = np.concatenate([[0.15], 0.13 - 0.11 * t])
    return tube(path, width, around)


def _root(steps: int, around: int) -> Mesh:
    """From the column's waist down and out over the floor."""
    t = np.linspace(0.0, 1.0, steps)
    path = np.stack([0.35 * np.sin(2.2 * t), -4.55 - 1.38 * t**0.55, 0.35 + 2.6 * t**1.7], axis=1)
    return tube(path, 0.15 * (1.0 - t) ** 0.6 + 0.02, around)


def _wheels() -> list[tuple[Mesh, float]]:
    """Wheels that turn above and below, and spokes of the crown."""
    return [
        (moved(gear(0.55, 0.92, 0.10, 0.10, 36), shift=(0.0, 3.62, 0.0)), CROWN + BRASS),
        (moved(gear(0.30, 0.52, 0.08, 0.08, 24), shift=(0.0, 4.16, 0.0)), FOOT + SILVER),
        (moved(gear(0.70, 1.12, 0.11, 0.12, 40), shift=(0.0, -3.98, 0.0)), FOOT + BRASS),
        (moved(gear(0.45, 0.74, 0.09, 0.10, 28), shift=(0.0, -4.34, 0.0)), CROWN + BRASS),
    ]
