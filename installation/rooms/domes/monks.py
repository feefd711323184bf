"""The weather-monks' shape: robe, mantle, deep hood and hanging sleeves, a plinth under each; and where they stand.

Meshes are built standing at the origin, facing +z; ``shaders/domes/pose.glsl`` hangs the folds and moves the parts.
"""

from __future__ import annotations

from math import cos, pi, radians, sin

import numpy as np

from ...optics.geometry import Mesh, merged, moved, turned
from ...optics.mesh_shapes import lathe

ROBE, HOOD, LEFT, RIGHT, PLINTH, MANTLE = range(6)
"""Part ids, as in ``pose.glsl``."""

PLACES = (
    (-70.0, 19.6, 2.0),
    (-98.0, 18.2, 1.1),
    (-152.0, 18.6, 2.5),
    (168.0, 19.4, 1.5),
    (129.0, 18.4, 2.7),
    (98.0, 19.2, 1.3),
    (69.0, 19.8, 2.2),
)
"""Azimuth (degrees, 0 toward the operator's side, rising to the right), radius and height (m) of each: at the sides and
beyond, on the thirds of the garden's pictures, never between a camera and the engine."""

_ROBE = (
    (0.62, 0.02), (0.585, 0.10), (0.49, 0.42), (0.40, 0.80), (0.33, 1.15), (0.29, 1.42), (0.27, 1.62), (0.20, 1.80),
)  # fmt: skip
_MANTLE = (
    (0.40, 1.16), (0.425, 1.17), (0.415, 1.30), (0.395, 1.46), (0.375, 1.60), (0.345, 1.74), (0.285, 1.86),
    (0.21, 1.95), (0.17, 2.03), (0.10, 2.08),
)  # fmt: skip
_HOOD = (
    (0.0, -0.36), (0.060, -0.33), (0.125, -0.26), (0.185, -0.15), (0.215, -0.03), (0.222, 0.08), (0.206, 0.17),
    (0.186, 0.185), (0.166, 0.15), (0.155, 0.05), (0.12, -0.05), (0.0, -0.09),
)  # fmt: skip
_SLEEVE = ((0.105, 0.0), (0.105, 0.25), (0.10, 0.5), (0.095, 0.7), (0.09, 0.86), (0.09, 1.0))
_BROAD = np.diag([1.10, 1.0, 0.84])  # broader than deep
_PLINTH = (
    (0.0, -1.70), (0.05, -1.62), (0.13, -1.15), (0.30, -0.60), (0.56, -0.24), (0.74, -0.16), (0.78, -0.10),
    (0.78, -0.03), (0.74, 0.0), (0.0, 0.0),
)  # fmt: skip


def mesh(detail: float) -> Mesh:
    """One monk with its plinth; ``detail`` 0..1."""
    fine = detail >= 0.5
    cloth, round_ = (64, 24) if fine else (28, 12)
    sleeve = lathe(np.array([*_SLEEVE, (0.0, 0.98)]), 24 if fine else 10)
    draped = [moved(lathe(_finer(_ROBE, fine), cloth), _BROAD), moved(lathe(_finer(_MANTLE, fine), cloth), _BROAD)]
    parts = (*draped, _hood(round_), sleeve, sleeve, lathe(np.array(_PLINTH), round_ + 4))
    return merged(parts, (ROBE, MANTLE, HOOD, LEFT, RIGHT, PLINTH))


def places() -> np.ndarray:
    """Where each stands: metres, and the angle by which it is turned to the hall's middle. ``(n, 4) float32``."""
    rows = []
    for azimuth, radius, height in PLACES:
        a = radians(azimuth)
        rows.append((radius * sin(a), height, radius * cos(a), a + pi))
    return np.array(rows, np.float32)


def _finer(profile: tuple[tuple[float, float], ...], fine: bool) -> np.ndarray:
    """The profile, with three times its points where cloth shall hang finely."""
    points = np.array(profile)
    steps = np.linspace(0.0, len(points) - 1.0, 3 * len(points) - 2 if fine else len(points))
    return np.stack([np.interp(steps, np.arange(len(points)), points[:, i]) for i in range(2)], axis=1)


def _hood(sides: int) -> Mesh:
    """A deep hood: its mouth toward +z, its brim drawn forward above, its crown pointed, its sides falling wide."""
    hood = moved(turned(lathe(np.array(_HOOD), sides), "x", pi / 2), np.diag([1.0, 1.34, 1.0]))
    vertices = hood.vertices.copy()
    x, y, z = vertices[:, 0], vertices[:, 1], vertices[:, 2]
    up, low = np.clip(y / 0.30, 0.0, 1.0), np.clip(-y / 0.30, 0.0, 1.0)
    vertices[:, 0] = x * (1.0 - 0.34 * up**2 + 0.22 * low)
    vertices[:, 1] = y * (1.0 + 0.28 * up)
    vertices[:, 2] = z + 0.30 * y - 0.10 * up**2
    return moved(Mesh(vertices, hood.indices), None, (0.0, 2.18, 0.06))
