"""Meshes: closed, unit normals that point out, tooth for tooth what was asked for, kept so when moved."""

from __future__ import annotations

from math import pi, tau

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.optics import geometry as g
from installation.optics import mesh_shapes as shapes

HELIX = np.array([(np.cos(a), 0.2 * a, np.sin(a)) for a in np.linspace(0.0, 5.0, 17)])
SOLIDS = {
    "lathe": shapes.lathe(np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.5, 1.2), (0.0, 1.2)]), 12),
    "ring": shapes.ring(3.0, 0.3, 0.2, 32, 0.03),
    "plain ring": shapes.ring(3.0, 0.3, 0.2, 32),
    "torus": shapes.torus(2.0, 0.1, 24, 6),
    "gear": shapes.gear(2.0, 2.2, 0.1, 0.1, 36),
    "inward gear": shapes.gear(2.0, 2.2, 0.1, 0.1, 36, inward=True),
    "tube": shapes.tube(HELIX, 0.1, 6),
    "ellipsoid": shapes.ellipsoid((1.0, 2.0, 3.0), 24, 16),
    "icosphere": shapes.icosphere(1.5, 2),
}
every_solid = pytest.mark.parametrize("mesh", SOLIDS.values(), ids=SOLIDS)


def volume(mesh: g.Mesh) -> float:
    """By the divergence theorem: positive if the outside faces out."""
    a, b, c = (mesh.places.astype(float)[mesh.indices.reshape(-1, 3)[:, i]] for i in range(3))
    return float((a * np.cross(b, c)).sum() / 6.0)


def facing(mesh: g.Mesh) -> np.ndarray:
    """Cosine between each triangle's own normal and that of its corners."""
    t = mesh.indices.reshape(-1, 3)
    a, b, c = (mesh.places[t[:, i]] for i in range(3))
    flat = np.cross(b - a, c - a)
    flat /= np.linalg.norm(flat, axis=1, keepdims=True)
    return (flat * mesh.normals[t].mean(1)).sum(1)


@every_solid
def test_it_is_closed_and_well_formed(mesh):
    assert mesh.vertices.dtype == np.float32
    assert mesh.vertices.shape[1] == g.WIDTH
    assert mesh.indices.dtype == np.uint32
    assert mesh.indices.max() < len(mesh.vertices)
    assert np.isfinite(mesh.vertices).all()
    assert np.allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-5)
    assert g.open_edges(mesh) == 0
    assert volume(mesh) > 0.0
    assert facing(mesh).min() > -1e-3


def test_volumes_are_those_of_the_solids():
    assert volume(SOLIDS["icosphere"]) == pytest.approx(4 / 3 * pi * 1.5**3, rel=0.05)
    assert volume(SOLIDS["ellipsoid"]) == pytest.approx(4 / 3 * pi * 6.0, rel=0.05)
    assert volume(SOLIDS["plain ring"]) == pytest.approx(tau * 3.0 * 0.3 * 0.2, rel=0.02)


@given(st.integers(6, 120), st.booleans())
def test_a_gear_has_the_teeth_asked_for(teeth, inward):
    mesh = shapes.gear(2.0, 2.2, 0.1, 0.1, teeth, inward)
    radius = np.linalg.norm(mesh.places[:, [0, 2]], axis=1)
    tip = 1.9 if inward else 2.3
    angle = np.arctan2(mesh.places[:, 0], mesh.places[:, 2])[np.abs(radius - tip) < 1e-4]
    corners = np.unique(np.round(angle, 4))
    assert len(corners) == 2 * teeth  # two corners to a tooth's tip


def test_an_open_sheet_is_told_from_a_solid():
    wing = shapes.wing(0.6, 0.2, 5, 3)
    assert g.open_edges(wing) > 0
    assert facing(wing).min() > 0.0
    assert wing.normals[:, 1].mean() > 0.5  # its upper face is up
    assert wing.places[:, 0].max() == pytest.approx(0.6, abs=1e-6)


@given(
    st.sampled_from(sorted(SOLIDS)),
    st.sampled_from("xyz"),
    st.floats(-3.0, 3.0),
    st.booleans(),
    st.tuples(*[st.floats(-9.0, 9.0)] * 3),
)
def test_moving_keeps_size_and_outside(name, axis, angle, mirrored, shift):
    mesh = SOLIDS[name]
    matrix = g.turn(axis, angle) @ np.diag([-1.0 if mirrored else 1.0, 1.0, 1.0])
    moved = g.moved(mesh, matrix, shift)
    centred = g.moved(moved, shift=[-x for x in shift])
    assert volume(centred) == pytest.approx(volume(mesh), rel=1e-3)
    assert facing(moved).min() > -0.01
    assert g.open_edges(centred, 1e-4) == 0


def test_merging_keeps_every_triangle_and_names_the_parts():
    a, b = SOLIDS["torus"], SOLIDS["gear"]
    both = g.merged([a, b], [3.0, 7.25])
    assert both.triangles == a.triangles + b.triangles
    assert volume(both) == pytest.approx(volume(a) + volume(b), rel=1e-5)
    parts = both.vertices[both.indices[: len(a.indices)], 8]
    assert (parts == 3.0).all()
    assert (both.vertices[both.indices[len(a.indices) :], 8] == 7.25).all()


def test_a_tube_does_not_twist_and_keeps_its_width():
    straight = shapes.tube(np.stack([np.zeros(9), np.linspace(0, 2, 9), np.zeros(9)], 1), 0.25, 8, caps=False)
    radius = np.linalg.norm(straight.places[:, [0, 2]], axis=1)
    assert np.allclose(radius, 0.25, atol=1e-6)
    rows = straight.places.reshape(9, 9, 3)
    assert np.allclose(rows[0][:, [0, 2]], rows[-1][:, [0, 2]], atol=1e-6)
