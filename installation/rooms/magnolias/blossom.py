"""One magnolia as a mesh at three levels: six thick spoon petals about three that still stand, and the stamens' cone.

Unit length: a petal is about 1 long, the stem's end lies at the origin, the throat looks up +y. A blossom's four forms
(bud, cup, open, wilted) share their triangles, so that the vertex shader can lie between them.
"""

from __future__ import annotations

from functools import cache
from math import pi, tau

import numpy as np

from ...core.seeds import stream
from ...optics.geometry import WIDTH, Mesh, merged, mesh_of

LEVELS = 3
TRIANGLES = (12, 96, 400)
OUTER, INNER = 6, 3
STAMENS = OUTER + INNER
"""Part ids: petals 0..5 of the outer whorls, 6..8 of the inner, then the cone of stamens."""
BUD, CUP, OPEN, WILTED = range(4)
FORMS = 4
KEY_FORMAT = " ".join(["3f"] * (2 * FORMS + 1))
KEY_NAMES = (*(f"in_{kind}{form}" for form in range(FORMS) for kind in ("place", "normal")), "in_along")
"""The layout of ``keys`` as moderngl takes it, and its attributes' names."""

# By form: the petal's rise over the horizon at its foot and at its tip (degrees), and how its sides cup it (of width).
_OUTER = ((66.0, 112.0, 0.86), (28.0, 92.0, 0.62), (6.0, 50.0, 0.44), (34.0, -118.0, -0.30))
_INNER = ((80.0, 104.0, 0.80), (66.0, 100.0, 0.72), (48.0, 88.0, 0.60), (62.0, 30.0, 0.20))
_LENGTH_OUTER, _LENGTH_INNER = 1.0, 0.80
_WIDE_OUTER, _WIDE_INNER = 0.36, 0.27  # half of a petal's greatest width
_FOOT = 0.07  # of the petals from the axis
KITE_AT = 20.0 / 32.0  # along a petal, where the coarsest level's two triangles are widest
_FINE = 33  # steps along the middle line, of which a level takes its rows


@cache
def mesh(level: int) -> Mesh:
    """A blossom half open as ``level`` 0, 1 or 2 shows it (12, 96 or 400 triangles): surface coordinates are 0..1
    along a petal and -1..1 across it; part ids as above. Petals are sheets, seen from both sides."""
    return _blossom(level, (0.0, 0.45, 0.55, 0.0))


@cache
def keys(level: int) -> tuple[np.ndarray, np.ndarray]:
    """All four forms of ``mesh``: ``(n, 27) float32``, place and normal of each form, then along, across and part;
    and ``(3 m,) uint32`` triangles. Layout: KEY_FORMAT."""
    forms = [_blossom(level, tuple(np.eye(FORMS)[form])) for form in range(FORMS)]
    open_ = forms[OPEN]
    columns = [form.vertices[:, :6] for form in forms] + [open_.vertices[:, 6:WIDTH]]
    return np.concatenate(columns, axis=1).astype(np.float32), open_.indices


@cache
def reach() -> float:
    """How far a blossom of unit length reaches from its origin in any of its forms, and so between them."""
    forms = (_blossom(level, tuple(weights)) for level in range(LEVELS) for weights in np.eye(FORMS))
    return float(max(np.linalg.norm(form.places, axis=1).max() for form in forms))


def _blossom(level: int, weights: tuple[float, ...]) -> Mesh:
    if level not in range(LEVELS):
        raise ValueError(f"level {level}, expected 0 to {LEVELS - 1}")
    petals = OUTER if level == 0 else OUTER + INNER
    parts = [_petal(i, level, weights) for i in range(petals)]
    ids = list(range(petals))
    if level > 0:
        parts, ids = [*parts, _stamens(level)], [*ids, STAMENS]
    return merged(parts, ids)


@cache
def _lots() -> np.ndarray:
    """What makes each petal a little its own: azimuth, length, width, rise, twist; ``(9, 5)`` in -1..1."""
    return stream(0, "magnolias/petals").uniform(-1.0, 1.0, (OUTER + INNER, 5))


def _petal(index: int, level: int, weights: tuple[float, ...]) -> Mesh:
    """One petal, its places those of the forms weighted."""
    lot, inner = _lots()[index], index >= OUTER
    forms, length = (_INNER, _LENGTH_INNER) if inner else (_OUTER, _LENGTH_OUTER)
    lift = 0.0 if inner else 9.0 * (index % 2)  # two whorls of three, one within the other
    places = sum(
        weight * _form(form, lift, lot, length, _WIDE_INNER if inner else _WIDE_OUTER)
        for weight, form in zip(weights, forms, strict=True)
    )
    azimuth = (tau * (index / OUTER) if not inner else tau * ((index - OUTER) / INNER + 0.25 / INNER)) + 0.10 * lot[0]
    return _around(_sampled(np.asarray(places), level, inner), azimuth)


def _form(form: tuple[float, float, float], lift: float, lot: np.ndarray, length: float, wide: float) -> np.ndarray:
    """A petal in one form: ``(rows, columns, 3)`` radial, up, side; its middle line an arc, its sides raised."""
    foot, tip, cup = form
    u, v = np.linspace(0.0, 1.0, _FINE), np.linspace(-1.0, 1.0, 9)
    rise = np.radians(foot + lift + 5.0 * lot[3] + (tip - foot) * u**1.25)
    step = length * (1.0 + 0.07 * lot[1]) / (_FINE - 1)
    radial = _FOOT + np.concatenate([[0.0], np.cumsum(step * np.cos(rise[:-1]))])
    up = np.concatenate([[0.0], np.cumsum(step * np.sin(rise[:-1]))])
    half = wide * (1.0 + 0.10 * lot[2]) * _width(u)
    hollow = cup * half[:, None] * v[None] ** 2 + 0.05 * lot[4] * half[:, None] * v[None]
    side = half[:, None] * v[None] * (1.0 - 0.22 * abs(cup) * v[None] ** 2)
    return np.stack(
        [radial[:, None] - hollow * np.sin(rise)[:, None], up[:, None] + hollow * np.cos(rise)[:, None], side], axis=2
    )


def _width(u: np.ndarray) -> np.ndarray:
    """A spoon's half width along it: a narrow claw, broad two thirds out, a round tip with a hint of a point."""
    return 0.16 * (1.0 - u) + np.sin(pi * np.clip(u, 0.0, 1.0) ** 1.35) ** 0.72 * (0.94 - 0.10 * u)


def _sampled(fine: np.ndarray, level: int, inner: bool) -> Mesh:
    """The rows and columns of a fine petal that a level shows."""
    if level == 0:
        return _kite(fine)
    if level == 1 and inner:
        return _grid(fine, np.array([0, 18, 32]), np.array([0, 4, 8]))
    if level == 1:
        return _grid(fine, np.array([0, 13, 24, 31]), np.array([0, 4, 8]))
    return _grid(fine, np.array([0, 8, 15, 22, 28, 31]), np.array([0, 2, 4, 6, 8]))


def _grid(fine: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> Mesh:
    """A petal over some rows and columns; normals are those of the fine surface, toward the throat."""
    normals = _normals(fine)
    places, normals = fine[np.ix_(rows, columns)], normals[np.ix_(rows, columns)]
    v, u = np.meshgrid((columns - 4) / 4.0, rows / (_FINE - 1.0))
    at = (np.arange(len(rows) - 1)[:, None] * len(columns) + np.arange(len(columns) - 1)[None]).reshape(-1)
    w = len(columns)
    triangles = np.concatenate([np.stack([at, at + w, at + 1], axis=1), np.stack([at + 1, at + w, at + w + 1], axis=1)])
    if rows[-1] == _FINE - 1:  # the tip is a point: one triangle a column there
        triangles = triangles[: len(triangles) - (w - 1)]
        places[-1] = fine[-1, 4]
    along = np.stack([u, v], axis=2)
    return _mesh(places.reshape(-1, 3), normals.reshape(-1, 3), along.reshape(-1, 2), triangles)


def _kite(fine: np.ndarray) -> Mesh:
    """A petal of two triangles that meet in its middle line, a little wider than it, to cover as much."""
    normals = _normals(fine)
    rows, columns = np.array([0, 20, 20, 32]), np.array([4, 0, 8, 4])
    places = fine[rows, columns].copy()
    middle = fine[20, 4]
    places[1:3] = middle + 1.22 * (places[1:3] - middle)
    places[3] += 0.04 * (fine[32, 4] - fine[24, 4])
    along = np.stack([rows / (_FINE - 1.0), (columns - 4) / 4.0], axis=1)
    return _mesh(places, normals[rows, columns], along, np.array([[0, 3, 2], [0, 1, 3]]))


def _mesh(places: np.ndarray, normals: np.ndarray, along: np.ndarray, triangles: np.ndarray) -> Mesh:
    """As ``mesh_of``, but all triangles are kept: the forms of a petal must share them."""
    made = mesh_of(places, normals, along, np.zeros((0, 3), int))
    return Mesh(made.vertices, triangles.astype(np.uint32).reshape(-1))


def _normals(fine: np.ndarray) -> np.ndarray:
    """Normals of a fine petal, toward the throat."""
    return np.cross(np.gradient(fine, axis=1), np.gradient(fine, axis=0))


def _around(petal: Mesh, azimuth: float) -> Mesh:
    """A petal's radial, up and side laid out at its azimuth (radians)."""
    c, s = np.cos(azimuth), np.sin(azimuth)
    turn = np.array([[c, 0.0, -s], [0.0, 1.0, 0.0], [s, 0.0, c]])
    vertices = petal.vertices.copy()
    vertices[:, :3] = petal.places @ turn.T
    vertices[:, 3:6] = petal.normals @ turn.T
    return Mesh(vertices, petal.indices)


def _stamens(level: int) -> Mesh:
    """The cone in the throat: 6 triangles, or 40."""
    sides, profile = (6, ((0.13, 0.04), (0.0, 0.46))) if level == 1 else (8, _CONE)
    angle = np.arange(sides) / sides * tau
    places = [np.array([r * np.sin(angle), np.full(sides, y), r * np.cos(angle)]).T for r, y in profile[:-1]]
    out = [np.array([np.sin(angle), np.full(sides, 0.35), np.cos(angle)]).T for _ in profile[:-1]]
    flat = np.concatenate([*places, [[0.0, profile[-1][1], 0.0]]])
    normals = np.concatenate([*out, [[0.0, 1.0, 0.0]]])
    along = np.stack([flat[:, 1] / profile[-1][1], np.zeros(len(flat))], axis=1)
    return _mesh(flat, normals, along, _cone_triangles(sides, len(profile) - 1))


_CONE = ((0.10, 0.02), (0.145, 0.16), (0.095, 0.36), (0.0, 0.50))


def _cone_triangles(sides: int, rings: int) -> np.ndarray:
    """Triangles of rings of vertices, one above the other, and the tip after them."""
    here = np.arange(sides)
    after = (here + 1) % sides
    made = [np.stack([sides * (rings - 1) + here, sides * (rings - 1) + after, np.full(sides, sides * rings)], axis=1)]
    for ring in range(rings - 1):
        low, high = sides * ring, sides * (ring + 1)
        made.append(np.stack([low + here, low + after, high + here], axis=1))
        made.append(np.stack([low + after, high + after, high + here], axis=1))
    return np.concatenate(made)
