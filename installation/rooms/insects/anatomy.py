"""One clockwork insect as a mesh: head towards +z, feet at y = 0, metres. Its parts are posed by the vertex shader."""

from __future__ import annotations

from math import pi

import numpy as np

from ...optics.geometry import Mesh, merged, moved, turn, turned
from ...optics.mesh_shapes import ellipsoid, gear, icosphere, lathe, tube, wing

THORAX, ABDOMEN, HEAD, EYES, KEY, LEGS = 0, 1, 2, 3, 4, 5
"""Part ids; the six legs are LEGS to LEGS + 5, left and right in turn from the front."""
HIPS_M = tuple((side * 0.075, 0.215, z) for z in (0.14, 0.03, -0.08) for side in (-1.0, 1.0))
_ABDOMEN = (
    (0.0, 0.0),
    (0.045, 0.02),
    (0.070, 0.09),
    (0.092, 0.18),
    (0.086, 0.28),
    (0.058, 0.38),
    (0.024, 0.46),
    (0.0, 0.50),
)
_THORAX = ((0.0, -0.14), (0.075, -0.115), (0.10, -0.05), (0.085, 0.0), (0.10, 0.05), (0.075, 0.12), (0.0, 0.15))
_LEANS = (0.65, 0.05, -0.75)  # how far a pair of legs points forward (radians)


def body(detail: float) -> Mesh:
    """All but the wings; second surface coordinate runs along each part. ``detail`` 0..1."""
    fine = detail >= 0.5
    sides = 14 if fine else 6
    pieces = [
        (_laid(_thinned(_THORAX, fine), sides, (0.0, 0.25, 0.02)), THORAX),
        (
            moved(_laid(_thinned(_ABDOMEN, fine), sides, (0, 0, 0), back=True), turn("x", 0.42), (0.0, 0.27, -0.09)),
            ABDOMEN,
        ),
        (moved(ellipsoid((0.070, 0.062, 0.075), sides, 6 if fine else 4), shift=(0.0, 0.275, 0.215)), HEAD),
        *((eye, EYES) for eye in _eyes(fine)),
        *((piece, KEY) for piece in _key(fine)),
        *((leg, LEGS + i) for i, leg in enumerate(_legs(fine))),
    ]
    if fine:
        pieces += [(horn, HEAD) for horn in _horns()]
    return merged([m for m, _ in pieces], [p for _, p in pieces])


def wings(detail: float) -> Mesh:
    """Four wings, each at its root, upper face up; part ids 0 to 3: fore left, fore right, hind left, hind right."""
    rows, columns = (12, 6) if detail >= 0.5 else (5, 3)
    fore, hind = wing(0.74, 0.24, rows, columns, 0.10), wing(0.54, 0.27, rows, columns, 0.34)
    mirror = np.diag([-1.0, 1.0, 1.0])
    return merged([moved(fore, mirror), fore, moved(hind, mirror), hind], [0, 1, 2, 3])


def _thinned(profile: tuple[tuple[float, float], ...], fine: bool) -> tuple[tuple[float, float], ...]:
    return profile if fine else (profile[0], *profile[2:-1:2], profile[-1])


def _laid(profile: tuple[tuple[float, float], ...], sides: int, at: tuple[float, ...], back: bool = False) -> Mesh:
    """A lathe laid along +z, or along -z."""
    return moved(lathe(np.array(profile), sides), turn("x", -pi / 2 if back else pi / 2), at)


def _eyes(fine: bool) -> list[Mesh]:
    one = icosphere(0.042, 1) if fine else ellipsoid((0.042, 0.042, 0.042), 4, 2)
    return [moved(one, shift=(side * 0.052, 0.295, 0.245)) for side in (-1.0, 1.0)]


def _key(fine: bool) -> list[Mesh]:
    """The winding key on its back: a wheel that stands upright, on a short axle."""
    wheel = gear(0.020, 0.062, 0.016, 0.018, 12) if fine else ellipsoid((0.075, 0.010, 0.075), 6, 2)
    axle = lathe(np.array([(0.0, 0.0), (0.016, 0.0), (0.016, 0.09), (0.0, 0.09)]), 8 if fine else 3)
    return [moved(turned(wheel, "z", pi / 2), shift=(0.0, 0.425, -0.01)), moved(axle, shift=(0.0, 0.32, -0.01))]


def _legs(fine: bool) -> list[Mesh]:
    """Thigh up and out, shin down to the perch, foot: one bent tube each."""
    made = []
    for i, (x, y, z) in enumerate(HIPS_M):
        side, lean = np.sign(x), _LEANS[i // 2]
        out = np.array([np.cos(lean) * side, 0.0, np.sin(lean)])
        hip = np.array([x, y, z])
        knee = hip + out * 0.15 + [0.0, 0.13, 0.0]
        foot = hip + out * 0.27 - [0.0, y, 0.0]
        path = (
            [hip, knee, foot]
            if not fine
            else [hip, 0.5 * (hip + knee) + [0, 0.02, 0], knee, 0.5 * (knee + foot), foot, foot + out * 0.05]
        )
        width = (0.022, 0.017, 0.007) if not fine else (0.020, 0.024, 0.015, 0.018, 0.008, 0.004)
        made.append(tube(np.array(path), np.array(width), 6 if fine else 3, caps=fine))
    return made


def _horns() -> list[Mesh]:
    t = np.linspace(0.0, 1.0, 8)[:, None]
    path = np.concatenate([0.02 + 0.13 * t, 0.32 + 0.14 * t - 0.05 * t**3, 0.26 + 0.20 * t], axis=1)
    one = tube(path, np.linspace(0.007, 0.003, 8), 5)
    return [one, moved(one, np.diag([-1.0, 1.0, 1.0]))]
