"""Meshes as arrays: what a surface is made of, how meshes are moved, given part ids and put together.

Shapes themselves (lathes, tubes, gears, wings) are in ``mesh_shapes``. Y is up; outsides face counter-clockwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, sin

import numpy as np

FORMAT = "3f 3f 2f 1f"
NAMES = ("in_place", "in_normal", "in_along", "in_part")
"""The interleaved layout as moderngl takes it, and the attributes' names."""
WIDTH = 9  # floats a vertex


@dataclass(frozen=True)
class Mesh:
    """``vertices``: ``(n, 9) float32``, position (m), unit normal, two surface coordinates, part id;
    ``indices``: ``(3 m,) uint32``, triangles, counter-clockwise from outside."""

    vertices: np.ndarray
    indices: np.ndarray

    @property
    def triangles(self) -> int:
        return len(self.indices) // 3

    @property
    def places(self) -> np.ndarray:
        """Positions, ``(n, 3) float32``, metres."""
        return self.vertices[:, :3]

    @property
    def normals(self) -> np.ndarray:
        """Unit normals, ``(n, 3) float32``."""
        return self.vertices[:, 3:6]


def mesh_of(places: np.ndarray, normals: np.ndarray, along: np.ndarray, triangles: np.ndarray) -> Mesh:
    """A mesh of ``places (n, 3)``, ``normals (n, 3)`` of any length, ``along (n, 2)`` and ``triangles (m, 3)``;
    triangles without area are left out, normals made unit."""
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    unit = np.where(length > 1e-12, normals / np.maximum(length, 1e-12), [0.0, 1.0, 0.0])
    vertices = np.concatenate([places, unit, along, np.zeros((len(places), 1))], axis=1)
    a, b, c = (places[triangles[:, i]] for i in range(3))
    solid = np.linalg.norm(np.cross(b - a, c - a), axis=1) > 1e-12
    return Mesh(vertices.astype(np.float32), triangles[solid].astype(np.uint32).reshape(-1))


def grid(places: np.ndarray, normals: np.ndarray, along: np.ndarray, rows: np.ndarray | None = None) -> Mesh:
    """A surface over ``(rows, columns, 3)`` places, normals and ``(rows, columns, 2)`` coordinates. Columns go
    counter-clockwise and rows up, seen from outside. ``rows``: from which rows a strip rises to the next (all)."""
    height, width = places.shape[:2]
    first = np.arange(height - 1) if rows is None else rows
    at = (first[:, None] * width + np.arange(width - 1)[None]).reshape(-1)
    low = np.stack([at, at + 1, at + width], axis=1)
    high = np.stack([at + 1, at + width + 1, at + width], axis=1)
    triangles = np.concatenate([low, high])
    return mesh_of(places.reshape(-1, 3), normals.reshape(-1, 3), along.reshape(-1, 2), triangles)


def sheet(places: np.ndarray) -> Mesh:
    """A curved sheet over ``(rows, columns, 3)``, normals from its slopes, coordinates 0..1 across and along it."""
    slope = np.cross(np.gradient(places, axis=1), np.gradient(places, axis=0))
    v, u = np.meshgrid(np.linspace(0, 1, places.shape[0]), np.linspace(0, 1, places.shape[1]), indexing="ij")
    return grid(places, slope, np.stack([u, v], axis=2))


def merged(meshes: Sequence[Mesh], parts: Sequence[float] | None = None) -> Mesh:
    """All meshes as one; ``parts`` gives each its part id (as they are without)."""
    starts = np.cumsum([0] + [len(m.vertices) for m in meshes])
    vertices = np.concatenate([m.vertices for m in meshes])
    if parts is not None:
        vertices[:, 8] = np.repeat(np.asarray(parts, np.float32), [len(m.vertices) for m in meshes])
    indices = np.concatenate([m.indices + s for m, s in zip(meshes, starts[:-1], strict=True)])
    return Mesh(vertices, indices.astype(np.uint32))


def moved(mesh: Mesh, matrix: np.ndarray | None = None, shift: Sequence[float] = (0.0, 0.0, 0.0)) -> Mesh:
    """The mesh under ``matrix (3, 3)``, then shifted (m). A mirroring matrix keeps the outside outside."""
    m = np.eye(3) if matrix is None else np.asarray(matrix, float)
    vertices = mesh.vertices.copy()
    vertices[:, :3] = mesh.places @ m.T + np.asarray(shift, float)
    normal = mesh.normals @ np.linalg.inv(m)
    vertices[:, 3:6] = normal / np.linalg.norm(normal, axis=1, keepdims=True)
    indices = mesh.indices
    if np.linalg.det(m) < 0.0:
        indices = indices.reshape(-1, 3)[:, ::-1].reshape(-1).copy()
    return Mesh(vertices, indices)


def turned(mesh: Mesh, axis: str, angle: float) -> Mesh:
    """The mesh turned about ``x``, ``y`` or ``z`` by an angle (radians)."""
    return moved(mesh, turn(axis, angle))


def turn(axis: str, angle: float) -> np.ndarray:
    """The rotation about ``x``, ``y`` or ``z`` by an angle (radians), ``(3, 3) float64``."""
    c, s, i = cos(angle), sin(angle), "xyz".index(axis)
    a, b = (i + 1) % 3, (i + 2) % 3
    matrix = np.eye(3)
    matrix[a, a] = matrix[b, b] = c
    matrix[b, a], matrix[a, b] = s, -s
    return matrix


def open_edges(mesh: Mesh, grain_m: float = 1e-5) -> int:
    """How many edges do not join exactly two triangles that run along it in opposite directions; 0 is closed.
    Vertices nearer than about ``grain_m`` count as one."""
    _, one = np.unique(np.round(mesh.places / grain_m).astype(np.int64), axis=0, return_inverse=True)
    corners = one.reshape(-1)[mesh.indices.astype(np.int64)].reshape(-1, 3)
    edges = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]])
    n = int(corners.max()) + 1
    there = edges[:, 0] * n + edges[:, 1]
    back = edges[:, 1] * n + edges[:, 0]
    keys, counts = np.unique(there, return_counts=True)
    back_keys, back_counts = np.unique(back, return_counts=True)
    if not np.array_equal(keys, back_keys):
        return len(np.setxor1d(keys, back_keys))
    return int(np.abs(counts - back_counts).sum())
