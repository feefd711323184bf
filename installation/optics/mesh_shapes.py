"""The shapes that machines and creatures are made of: lathes, rings, gears, tubes, ellipsoids, wings.

All are built around the y axis or along a curve, in metres, outside facing counter-clockwise (see ``geometry``).
"""

from __future__ import annotations

from math import cos, radians, tau

import numpy as np

from .geometry import Mesh, grid, merged, mesh_of, moved, sheet

CREASE = radians(32.0)  # a profile that bends by more has an edge there


def lathe(profile: np.ndarray, sides: int, closed: bool = False) -> Mesh:
    """``profile (n, 2)`` of radius and height (m), going up on the outside, turned about y. ``closed``: its last
    point joins its first. Coordinates: turns round (0..1), metres along the profile."""
    points = np.asarray(profile, float)
    points = np.concatenate([points, points[:1]]) if closed else points
    place, normal, along, rows = _edged(points)
    angle = np.linspace(0.0, tau, sides + 1)
    s, c = np.sin(angle)[None, :], np.cos(angle)[None, :]
    s[:, -1], c[:, -1] = s[:, 0], c[:, 0]
    places = np.stack([place[:, :1] * s, np.repeat(place[:, 1:], sides + 1, 1), place[:, :1] * c], axis=2)
    normals = np.stack([normal[:, :1] * s, np.repeat(normal[:, 1:], sides + 1, 1), normal[:, :1] * c], axis=2)
    turns = np.broadcast_to(np.linspace(0.0, 1.0, sides + 1)[None], s.repeat(len(place), 0).shape)
    coordinates = np.stack([turns, np.repeat(along[:, None], sides + 1, 1)], axis=2)
    return grid(places, normals, coordinates, rows)


def _edged(points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A profile with its points doubled where it has an edge: places, normals, metres along, first rows of strips."""
    step = np.diff(points, axis=0)
    length = np.linalg.norm(step, axis=1)
    out = np.stack([step[:, 1], -step[:, 0]], axis=1) / np.maximum(length, 1e-9)[:, None]
    metres = np.concatenate([[0.0], np.cumsum(length)])
    place, normal, along, rows = [points[0]], [out[0]], [0.0], []
    for i in range(1, len(points)):
        rows.append(len(place) - 1)
        last = i == len(points) - 1
        sharp = not last and float(out[i - 1] @ out[i]) < cos(CREASE)
        place.append(points[i])
        normal.append(out[i - 1] if last or sharp else out[i - 1] + out[i])
        along.append(metres[i])
        if sharp:
            place.append(points[i])
            normal.append(out[i])
            along.append(metres[i])
    return np.array(place), np.array(normal), np.array(along), np.array(rows)


def ring(radius: float, width: float, height: float, sides: int, bevel: float = 0.0) -> Mesh:
    """A closed ring about y: middle ``radius``, ``width`` across, ``height``, edges cut by ``bevel`` (all m)."""
    w, h, b = width / 2.0, height / 2.0, bevel
    corners = [(w, -h + b), (w, h - b), (w - b, h), (-w + b, h), (-w, h - b), (-w, -h + b), (-w + b, -h), (w - b, -h)]
    profile = np.array(corners if b > 0.0 else [(w, -h), (w, h), (-w, h), (-w, -h)])
    return lathe(profile + np.array([radius, 0.0]), sides, closed=True)


def torus(radius: float, thickness: float, sides: int, around: int = 8) -> Mesh:
    """A round closed hoop about y: ``radius`` of its middle line and of its wire (m)."""
    angle = np.linspace(0.0, tau, around, endpoint=False)
    return lathe(np.stack([radius + thickness * np.cos(angle), thickness * np.sin(angle)], axis=1), sides, closed=True)


def gear(inner: float, outer: float, tooth: float, height: float, teeth: int, inward: bool = False) -> Mesh:
    """A closed flat ring about y from radius ``inner`` to ``outer`` with ``teeth`` trapezoid teeth that stand out by
    ``tooth`` (into the hole if ``inward``), ``height`` thick (all m). Four columns a tooth."""
    pitch = tau / teeth
    angle = (np.arange(teeth)[:, None] + np.array([0.0, 0.36, 0.50, 0.86])).reshape(-1) * pitch
    lift = np.tile([0.0, 0.0, 1.0, 1.0], teeth) * tooth
    if inward:
        return plate(angle, inner - lift, np.full_like(angle, outer), height)
    return plate(angle, np.full_like(angle, inner), outer + lift, height)


def plate(angle: np.ndarray, inside: np.ndarray, outside: np.ndarray, height: float) -> Mesh:
    """A closed flat ring about y between two outlines: radii ``inside (n,)`` and ``outside (n,)`` (m) at rising
    ``angle (n,)`` (radians, less than one turn), ``height`` thick (m). First coordinate: turns round."""
    angle = np.append(angle, angle[0] + tau)
    inside, outside = np.append(inside, inside[0]), np.append(outside, outside[0])
    walls = [_wall(angle, outside, height, 1.0), _wall(angle, inside, height, -1.0)]
    return merged([*walls, _face(angle, inside, outside, height, 1.0), _face(angle, inside, outside, height, -1.0)])


def _corner(angle: np.ndarray, radius: np.ndarray, y: float) -> np.ndarray:
    """Places on a toothed outline; the last column is exactly the first."""
    angle = np.append(angle[:-1], angle[0])
    return np.stack([radius * np.sin(angle), np.full_like(angle, y), radius * np.cos(angle)], axis=1)


def _wall(angle: np.ndarray, radius: np.ndarray, height: float, side: float) -> Mesh:
    """The upright wall of an outline, each of its flats with a normal of its own."""
    low, high = _corner(angle, radius, -height / 2.0), _corner(angle, radius, height / 2.0)
    n = len(angle) - 1
    places = np.stack([low[:-1], low[1:], high[:-1], high[1:]], axis=1).reshape(-1, 3)
    run = low[1:] - low[:-1]
    flat = side * np.stack([-run[:, 2], 0.0 * run[:, 0], run[:, 0]], axis=1)
    flat *= np.where((flat * low[:-1]).sum(1, keepdims=True) * side < 0.0, -1.0, 1.0)
    turns, up = angle / tau, np.array([0.0, 0.0, height, height])
    along = np.stack([np.stack([turns[:-1], turns[1:]] * 2, 1).reshape(-1), np.tile(up, n)], axis=1)
    at = 4 * np.arange(n)[:, None]
    out = np.array([[0, 1, 2], [1, 3, 2]]) if side > 0 else np.array([[0, 2, 1], [1, 2, 3]])
    return mesh_of(places, np.repeat(flat, 4, 0), along, (at[:, None] + out[None]).reshape(-1, 3))


def _face(angle: np.ndarray, inside: np.ndarray, outside: np.ndarray, height: float, side: float) -> Mesh:
    """The upper (side 1) or lower face between two outlines; second coordinate: metres from the axis."""
    y = side * height / 2.0
    pair = (outside, inside) if side > 0 else (inside, outside)
    places = np.stack([_corner(angle, r, y) for r in pair])
    normals = np.broadcast_to([0.0, side, 0.0], places.shape)
    along = np.stack([np.stack([angle / tau, r], axis=1) for r in pair])
    return grid(places, normals, along)


def tube(path: np.ndarray, radius: np.ndarray | float, sides: int, caps: bool = True) -> Mesh:
    """A tube along ``path (n, 3)`` of ``radius`` (one, or ``(n,)``; m). ``caps`` close its ends. Coordinates: turns
    round it, metres along it. The frame is carried along without twist (Bishop, 1975)."""
    path = np.asarray(path, float)
    width = np.broadcast_to(np.asarray(radius, float), (len(path),)).copy()
    forward = np.gradient(path, axis=0)
    forward /= np.linalg.norm(forward, axis=1, keepdims=True)
    if caps:
        path = np.concatenate([path[:1], path, path[-1:]])
        forward = np.concatenate([forward[:1], forward, forward[-1:]])
        width = np.concatenate([[0.0], width, [0.0]])
    side = _carried(forward)
    up = np.cross(forward, side)
    angle = np.linspace(0.0, tau, sides + 1)
    c, s = np.cos(angle), np.sin(angle)
    c[-1], s[-1] = c[0], s[0]
    normals = side[:, None] * c[None, :, None] + up[:, None] * s[None, :, None]
    places = path[:, None] + normals * width[:, None, None]
    metres = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    along = np.stack(np.broadcast_arrays(np.linspace(0, 1, sides + 1)[None], metres[:, None]), axis=2)
    return grid(places, normals, along)


def _carried(forward: np.ndarray) -> np.ndarray:
    """A unit vector across each direction of a path, turned no more than the path itself."""
    start = np.eye(3)[int(np.argmin(np.abs(forward[0])))]
    side = np.empty_like(forward)
    for i, ahead in enumerate(forward):
        start = start - ahead * (start @ ahead)
        start /= np.linalg.norm(start)
        side[i] = start
    return side


def ellipsoid(radii: tuple[float, float, float], sides: int, rows: int) -> Mesh:
    """A closed ellipsoid about the origin with half axes ``radii`` (m)."""
    angle = np.linspace(-0.25, 0.25, rows + 1) * tau
    profile = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    profile[[0, -1], 0] = 0.0
    return moved(lathe(profile, sides), np.diag(radii))


def icosphere(radius: float, splits: int) -> Mesh:
    """A closed sphere of 20 · 4^splits nearly even triangles, ``radius`` (m)."""
    g = (1.0 + 5.0**0.5) / 2.0
    corners = [(-1, g, 0), (1, g, 0), (-1, -g, 0), (1, -g, 0), (0, -1, g), (0, 1, g)]
    corners += [(0, -1, -g), (0, 1, -g), (g, 0, -1), (g, 0, 1), (-g, 0, -1), (-g, 0, 1)]
    places = np.array(corners, float)
    near = np.abs(((places[:, None] - places[None]) ** 2).sum(2) - 4.0) < 0.1
    faces = [
        (i, j, k) for i in range(12) for j in range(i) for k in range(j) if near[i, j] and near[j, k] and near[i, k]
    ]
    triangles = np.array([_outward(places, f) for f in faces])
    for _ in range(splits):
        places, triangles = _split(places, triangles)
    places /= np.linalg.norm(places, axis=1, keepdims=True)
    along = np.stack([np.arctan2(places[:, 0], places[:, 2]) / tau % 1.0, places[:, 1]], axis=1)
    return mesh_of(places * radius, places, along, triangles)


def _outward(places: np.ndarray, face: tuple[int, int, int]) -> tuple[int, int, int]:
    a, b, c = (places[i] for i in face)
    return face if float(np.cross(b - a, c - a) @ a) > 0.0 else (face[0], face[2], face[1])


def _split(places: np.ndarray, triangles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each triangle in four by the middles of its edges."""
    edges = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1)
    unique, which = np.unique(edges, axis=0, return_inverse=True)
    middle = places[unique].mean(1)
    middle *= (np.linalg.norm(places[unique[:, 0]], axis=1) / np.linalg.norm(middle, axis=1))[:, None]
    ab, bc, ca = (which.reshape(-1) + len(places)).reshape(3, -1)
    a, b, c = triangles.T
    four = [np.stack(t, axis=1) for t in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))]
    return np.concatenate([places, middle]), np.concatenate(four)


def wing(span: float, chord: float, rows: int, columns: int, sweep: float = 0.2, camber: float = 0.06) -> Mesh:
    """An open two-sided sheet from its root at the origin along +x: ``span`` and widest ``chord`` (m), tip swept back
    by ``sweep`` spans, arched by ``camber`` chords. +z is forward, +y its upper face."""
    s = np.linspace(0.0, 1.0, rows)[:, None]
    x = np.linspace(0.0, 1.0, columns)[None, :]
    wide = np.sin(np.pi * np.clip(0.06 + 0.90 * s**0.82, 0.0, 1.0)) ** 0.75 * (0.55 + 0.45 * s)
    front = 0.32 * chord * wide - sweep * span * s**2
    z = front - chord * wide * x
    y = camber * chord * np.sin(np.pi * x) * wide + 0.05 * span * np.sin(np.pi * s * 0.9)
    places = np.stack(np.broadcast_arrays(span * s, y, z), axis=2)
    return sheet(places.transpose(1, 0, 2))
