"""The wind sprite as meshes: a slender figure that ends in a wisp, cupped hands before her lips, four wings.

Metres; she looks along +z, the wisp's tip at the origin, about two metres tall. Posed by the vertex shader.
"""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np

from ...optics.geometry import Mesh, merged, moved, sheet, turn
from ...optics.mesh_shapes import ellipsoid, lathe, tube, wing

BODY, HEAD, ARM_LEFT, ARM_RIGHT, RIBBON, HAIR = range(6)
"""Part ids of ``figure``; ribbons and hair run along their second coordinate, 0..1 from the root."""
_BODY = (
    (0.004, 0.0),
    (0.028, 0.14),
    (0.070, 0.36),
    (0.122, 0.62),
    (0.158, 0.84),
    (0.166, 0.98),
    (0.146, 1.09),
    (0.104, 1.22),
    (0.120, 1.33),
    (0.142, 1.43),
    (0.120, 1.50),
    (0.056, 1.555),
    (0.044, 1.60),
    (0.046, 1.68),
)
_SHOULDER, _ELBOW, _WRIST = (0.155, 1.455, -0.01), (0.265, 1.215, 0.15), (0.066, 1.50, 0.36)
CUP_M = (0.0, 1.565, 0.41)  # between her hands


def figure(detail: float) -> Mesh:
    """Body, head, arms, the ribbons of her gown and her hair. ``detail`` 0..1."""
    fine = detail >= 0.5
    sides = 18 if fine else 9
    body = moved(lathe(np.array(_BODY), sides), np.diag([1.0, 1.0, 0.72]))
    head = moved(ellipsoid((0.086, 0.122, 0.102), sides, 10 if fine else 6), turn("x", 0.16), (0.0, 1.765, 0.03))
    pieces = [(body, BODY), (head, HEAD)]
    for side, part in ((-1.0, ARM_LEFT), (1.0, ARM_RIGHT)):
        pieces += [(piece, part) for piece in _arm(side, fine)]
    pieces += [(_ribbon(i, fine), RIBBON) for i in range(7)]
    pieces += [(_lock(i, fine), HAIR) for i in range(7)]
    return merged([mesh for mesh, _ in pieces], [part for _, part in pieces])


def wings(detail: float) -> Mesh:
    """Four wings at their roots, along +x or -x; part ids 0 to 3: fore left, fore right, hind left, hind right."""
    rows, columns = (14, 7) if detail >= 0.5 else (7, 4)
    fore, hind = wing(1.22, 0.46, rows, columns, 0.16), wing(0.86, 0.40, rows, columns, 0.34)
    mirror = np.diag([-1.0, 1.0, 1.0])
    return merged([moved(fore, mirror), fore, moved(hind, mirror), hind], [0, 1, 2, 3])


def _arm(side: float, fine: bool) -> list[Mesh]:
    """From the shoulder over the elbow to a hand, hollow as half a cup."""
    a, b, c = (np.array([side * x, y, z]) for x, y, z in (_SHOULDER, _ELBOW, _WRIST))
    t = np.linspace(0.0, 1.0, 9 if fine else 5)[:, None]
    path = (1 - t) ** 2 * a + 2 * t * (1 - t) * (2.0 * b - 0.5 * (a + c)) + t * t * c
    arm = tube(path, np.interp(t[:, 0], [0, 0.25, 0.55, 1], [0.045, 0.043, 0.036, 0.021]), 8 if fine else 5)
    hand = moved(ellipsoid((0.016, 0.052, 0.060), 8 if fine else 5, 6 if fine else 4), turn("z", 0.60 * side))
    return [arm, moved(hand, turn("x", -0.35), (side * 0.050, 1.535, 0.405))]


def _ribbon(index: int, fine: bool) -> Mesh:
    """A long leaf of her gown, from the hips down and away."""
    turn_ = 2.0 * pi * (index + 0.5) / 7.0
    out = np.array([sin(turn_), 0.0, cos(turn_)])
    u = np.linspace(0.0, 1.0, 10 if fine else 6)
    reach_m, drop_m = 0.34 - 0.16 * cos(turn_), 0.80 + 0.22 * ((index * 3) % 7) / 7.0
    middle = np.array([0.0, 1.06, 0.0]) + out * (0.10 + reach_m * u[:, None] ** 1.6)
    middle[:, 1] -= drop_m * u**0.9
    middle[:, 2] -= 0.30 * u**2
    return _strip(middle, np.cross(out, [0.0, 1.0, 0.0]), 0.105 * np.sin(pi * np.clip(0.16 + 0.84 * u, 0, 1)) ** 0.7)


def _lock(index: int, fine: bool) -> Mesh:
    """A lock of hair that the wind lifts backward."""
    away = (index - 3) / 3.0
    u = np.linspace(0.0, 1.0, 9 if fine else 6)
    length = 0.62 - 0.16 * abs(away) + 0.06 * (index % 2)
    x = 0.06 * away + 0.20 * away * u
    y = 1.845 - 0.05 * abs(away) + 0.10 * np.sin(pi * u * 0.8) - 0.20 * u**2 + 0.10 * (index % 2) * u
    z = 0.02 - length * u - 0.02 * abs(away)
    wide = 0.052 * np.sin(pi * np.clip(0.25 + 0.75 * u, 0, 1)) ** 0.6
    return _strip(np.stack([x, y, z], axis=1), np.array([1.0, 0.35 * away, 0.0]), wide)


def _strip(middle: np.ndarray, across: np.ndarray, half_m: np.ndarray) -> Mesh:
    """A sheet along a line, so wide to each side; three columns, a little hollow."""
    across = across / np.linalg.norm(across)
    v = np.array([-1.0, 0.0, 1.0])
    places = middle[:, None] + across * (half_m[:, None] * v)[..., None]
    places[:, 1, 1] += 0.25 * half_m
    return sheet(places)
