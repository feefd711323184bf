"""The insects' picture: one on every perch, beating to its own phase; the shriek's tear; three hues with the guest."""

from __future__ import annotations

import numpy as np
import pytest

from installation.optics.geometry import open_edges
from installation.rooms.insects import anatomy, rims
from installation.rooms.insects.light import COUNT, TEAR_S
from installation.score.stage import RIMS

from .picture import apart, calm, drawn

pytestmark = pytest.mark.gl
INSECTS = ("insects",)
LOW, HIGH = 0.35, 1.0
BEAT = (0.0, 0.05, 0.085, 0.4, 0.8)  # through one


def changed(**leaves: object) -> np.ndarray:
    made = calm(INSECTS)
    for name, value in leaves.items():
        made["insects"][name] = value
    return made


def torn(since_s: float, count: int = 1) -> np.ndarray:
    return changed(slip_severity=0.8, slip_count=count, slip_at_s=20.0 - since_s)


def test_there_are_as_many_as_perches_and_the_low_level_is_within_budget():
    assert COUNT == sum(n for _, _, n in RIMS) == 240
    each = anatomy.body(LOW).triangles + anatomy.wings(LOW).triangles
    assert COUNT * each + rims.ledges(LOW).triangles + rims.frame(LOW).triangles <= 80_000


@pytest.mark.parametrize("detail", [LOW, HIGH])
def test_meshes_are_well_formed(detail):
    for mesh in (anatomy.body(detail), anatomy.wings(detail), rims.ledges(detail), rims.frame(detail)):
        assert np.isfinite(mesh.vertices).all()
        assert np.allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-4)
    assert open_edges(rims.ledges(detail)) == 0
    assert set(np.unique(anatomy.body(detail).vertices[:, 8])) == set(range(11))


def test_it_stands_on_six_feet_and_is_as_wide_left_as_right():
    body = anatomy.body(HIGH)
    legs = body.vertices[body.vertices[:, 8] >= anatomy.LEGS]
    for leg in range(6):
        assert abs(legs[legs[:, 8] == anatomy.LEGS + leg][:, 1].min()) < 0.01
    assert body.places[:, 0].max() == pytest.approx(-body.places[:, 0].min(), abs=1e-4)


@pytest.mark.parametrize(("radius", "height", "perches"), RIMS)
def test_every_perch_lies_on_its_ledge(radius, height, perches):
    del perches
    places = rims.ledges(LOW).places
    of_rim = places[np.abs(places[:, 1] - height) < 0.01]
    ring = np.linalg.norm(of_rim[:, [0, 2]], axis=1)
    assert ring.min() < radius - 0.2
    assert ring.max() > radius + 0.2


def test_it_is_seen():
    assert apart(drawn(calm(INSECTS), INSECTS), drawn(calm(()), ())) > 3.0


def test_unison_is_seen_as_one_pulse_and_scatter_is_not():
    """Over a beat the whole picture's light rises and falls together only while phases agree."""
    scattered = np.random.default_rng(5).random(COUNT)
    swing = {}
    for name, phase in (("unison", np.zeros(COUNT)), ("scatter", scattered)):
        light = [drawn(changed(phase=(phase + step / 4.0) % 1.0), INSECTS).mean() for step in BEAT]
        swing[name] = max(light) - min(light)
    assert swing["unison"] > 3.0 * swing["scatter"]
    assert swing["unison"] / 255.0 < 0.1  # never a flash


def test_trouble_tarnishes_and_comes_home():
    home = drawn(calm(INSECTS), INSECTS)
    assert apart(drawn(changed(trouble=0.9), INSECTS), home) > 1.0
    assert np.array_equal(drawn(calm(INSECTS), INSECTS), home)


def test_the_guest_brings_hues():
    metre = np.array([4, 3, 4, 5])[np.arange(COUNT) % 4]
    plain, guest = drawn(calm(INSECTS), INSECTS), drawn(changed(slip_guest=1.0, metre=metre, phase=0.02), INSECTS)
    chroma = [float(np.abs(f - f.mean(2, keepdims=True)).max(2).std()) for f in (plain, guest)]
    assert apart(plain, guest) > 0.3
    assert chroma[1] > chroma[0]


def test_the_tear_opens_softly_and_closes():
    calm_frame = drawn(changed(slip_severity=0.8), INSECTS)
    widths = {s: apart(drawn(torn(s), INSECTS), calm_frame) for s in (0.0, 0.03, 0.3, 2.4, TEAR_S + 0.1)}
    assert widths[0.0] < 0.05
    assert widths[0.03] < 0.5 * widths[0.3]
    assert widths[0.3] > 1.0
    assert widths[2.4] < 0.2 * widths[0.3]
    assert widths[TEAR_S + 0.1] == 0.0


def test_the_tear_is_no_flash_and_never_the_same():
    before, during = drawn(changed(slip_severity=0.8), INSECTS), drawn(torn(0.3), INSECTS)
    assert (during.mean() - before.mean()) / 255.0 < 0.1
    assert apart(during, drawn(torn(0.3, count=2), INSECTS)) > 1.0


def test_no_tear_before_timing_has_ever_slipped():
    assert np.array_equal(drawn(changed(slip_at_s=19.7), INSECTS), drawn(calm(INSECTS), INSECTS))


@pytest.mark.parametrize("detail", [LOW, HIGH])
def test_nothing_tall_stands_between_the_balconies_and_the_heart(detail):
    places = rims.frame(detail).places
    between = places[(places[:, 1] > RIMS[1][1] + 1.0) & (places[:, 1] < RIMS[2][1] - 1.0)]
    assert len(between) > 100
    turns = np.abs(np.arctan2(between[:, 0], between[:, 2]))  # 0 toward the middle balcony
    assert turns.min() > np.radians(60.0)


def test_the_tear_keeps_to_its_course_and_leaves_most_of_the_picture():
    apart_from = np.abs(drawn(torn(0.3), INSECTS) - drawn(changed(slip_severity=0.8), INSECTS)).max(2) > 6
    assert 0.01 < apart_from.mean() < 0.3
    assert apart_from.any(0).mean() > 0.75  # across nearly the whole width
