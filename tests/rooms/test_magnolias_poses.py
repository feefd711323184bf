"""The blossoms' poses: all 5,000 are there, each its own, and they do what the evening tells them to."""

from __future__ import annotations

import numpy as np
import pytest

from installation.optics.view import WHOLE, look_at, projection
from installation.rooms.magnolias import blossom
from installation.rooms.magnolias.lots import COUNT
from installation.rooms.magnolias.poses import COARSE, FULL, Blossoms, held

from .picture import calm

MAGNOLIAS = ("magnolias",)
SIZE = (640, 360)
WIDE = projection(100.0, SIZE, WHOLE) @ look_at(np.array([0.0, 70.0, 70.0]), np.array([0.0, 5.0, 0.0]))
PIXEL_M = 0.004
AT, STATE = slice(0, 3), slice(8, 11)
OPEN, WILT, LIGHT = 8, 9, 10


def moment(time_s: float = 50.0, lulled_s: float = 1e6, invited_s: float = 200.0, **leaves: object) -> np.ndarray:
    made = calm(MAGNOLIAS)
    made["dream_time_s"] = made["time_s"] = time_s
    made["command_at_s"] = time_s - lulled_s
    own = made["magnolias"]
    own["popcorn_invited_at_s"] = time_s - invited_s
    for name, value in leaves.items():
        own[name] = value
    return made


def posed(made: np.ndarray, count: int = COUNT, to_clip: np.ndarray = WIDE, **more: object) -> np.ndarray:
    """Instances in the order of their places, so that moments can be told apart whatever the drawing's order."""
    found, counts = Blossoms(count).pose(made["magnolias"], made, to_clip, PIXEL_M, **more)
    assert len(found) == sum(counts)
    return found.copy()


def heights(**leaves: object) -> np.ndarray:
    return posed(moment(**leaves))[:, 1]


def unrest(found: np.ndarray) -> float:
    """Variance of height (m²) among those equally far from the middle, so that the lake's dish is left out."""
    ring = np.floor(np.hypot(found[:, 0], found[:, 2])).astype(int)
    return float(np.mean([found[ring == r, 1].var() for r in range(18, 30)]))


def scattered() -> np.ndarray:
    return np.random.default_rng(3).random(24)


@pytest.mark.parametrize("fine_px", [COARSE, FULL, (2.0, 6.0)])
@pytest.mark.parametrize("leaves", [{}, {"popcorn_severity": 1.0}, {"popcorn_guest": 1.0}])
def test_five_thousand_whenever_all_are_in_view(leaves, fine_px):
    made = moment(**leaves)
    found, counts = Blossoms().pose(made["magnolias"], made, WIDE, PIXEL_M, fine_px)
    assert sum(counts) == len(found) == 5_000
    assert len(np.unique(found[:, AT], axis=0)) == 5_000
    assert np.isfinite(found).all()
    assert np.allclose(np.linalg.norm(found[:, 4:8], axis=1), 1.0, atol=1e-5)


def test_none_before_they_enter_and_buds_come_up_out_of_the_cloud():
    assert len(posed(moment(presence=0.0))) == 0
    rising, there = posed(moment(presence=0.5)), posed(moment(presence=1.0))
    assert 2_000 < len(rising) <= 5_000
    assert np.median(rising[:, 1]) < np.median(there[:, 1]) - 1.0
    deep = rising[rising[:, 1] < -6.0]
    assert len(deep) > 200
    assert deep[:, OPEN].mean() < 0.1 < there[:, OPEN].mean()


def test_they_lie_round_the_floor_like_a_lake():
    found = posed(moment())
    radius = np.hypot(found[:, 0], found[:, 2])
    assert radius.min() > 16.8
    assert radius.max() < 30.5
    assert found[:, 1].min() > -1.7
    assert found[:, 1].max() < 1.0
    turn = np.arctan2(found[:, 0], found[:, 2])
    sectors = np.histogram(turn, 24, (-np.pi, np.pi))[0]
    assert sectors.min() > 0.9 * 5_000 / 24


def test_no_two_are_alike():
    found = posed(moment())
    assert found[:, 3].std() > 0.05
    assert found[:, OPEN].std() > 0.1
    assert np.abs(found[:, 4:7]).std(0).min() > 0.02


def test_each_depends_on_its_index_alone():
    few, many = (posed(moment(popcorn_severity=0.4, phase=scattered()), n) for n in (500, 7_000))
    there = {row.tobytes() for row in many}
    assert len(few) == 500
    assert all(row.tobytes() in there for row in few)


def test_the_same_moment_gives_the_same_bytes():
    made, other = moment(popcorn_severity=0.7, phase=scattered()), moment(popcorn_guest=0.5)
    one = Blossoms()
    first = one.pose(made["magnolias"], made, WIDE, PIXEL_M)[0].copy()
    one.pose(other["magnolias"], other, WIDE, PIXEL_M)
    assert one.pose(made["magnolias"], made, WIDE, PIXEL_M)[0].tobytes() == first.tobytes()
    assert posed(made).tobytes() == first.tobytes()


def test_phases_move_them_and_wrap_without_a_jump():
    low, high = posed(moment(popcorn_severity=0.8, phase=1.0 - 1e-6)), posed(moment(popcorn_severity=0.8, phase=1e-6))
    half = posed(moment(popcorn_severity=0.8, phase=0.5))
    assert np.abs(low[:, 1].mean() - half[:, 1].mean()) > 1e-3
    assert np.median(np.abs(np.sort(low[:, 1]) - np.sort(high[:, 1]))) < 1e-3


def test_the_fault_throws_them_and_the_deeper_the_wilder():
    spread = [unrest(posed(moment(popcorn_severity=severity, phase=scattered()))) for severity in (0.0, 0.4, 0.9)]
    assert 1.5 * spread[0] < spread[1] < 0.7 * spread[2]
    assert heights(popcorn_severity=0.9, phase=scattered()).mean() > heights().mean() + 0.2
    assert heights(popcorn_severity=1.0, phase=scattered()).max() < 3.2


def test_petals_wilt_with_the_fault():
    found = posed(moment(popcorn_severity=0.9))
    assert found[:, WILT].mean() > 0.8
    assert posed(moment())[:, WILT].max() == 0.0


def test_the_lullaby_holds_them():
    wild = posed(moment(popcorn_severity=0.9, phase=scattered()))
    held_ = posed(moment(popcorn_severity=0.9, phase=scattered(), lulled_s=6.0))
    assert unrest(held_) < 0.4 * unrest(wild)
    assert held_[:, WILT].mean() < wild[:, WILT].mean()
    up = 1.0 - 2.0 * (held_[:, 4] ** 2 + held_[:, 6] ** 2)  # how upright: the y of a turned +y
    assert up.mean() > (1.0 - 2.0 * (wild[:, 4] ** 2 + wild[:, 6] ** 2)).mean()


def test_the_lullaby_comes_and_goes_softly():
    course = [held(s) for s in np.arange(-1.0, 24.0, 0.05)]
    assert course[0] == course[-1] == 0.0
    assert max(course) == 1.0
    assert np.abs(np.diff(course)).max() < 0.04


def test_invited_they_rise_in_helixes_and_some_stay():
    found = posed(moment(popcorn_guest=1.0))
    assert np.median(found[:, 1]) > 8.0
    assert 24.0 < found[:, 1].max() < 32.0
    risen = found[found[:, 1] > 3.0]
    radius = np.hypot(risen[:, 0], risen[:, 2])
    assert radius.min() > 11.6  # outside the rims
    assert radius.max() < 21.5
    assert 200 < (found[:, 1] < 0.8).sum() < 1_500
    assert risen[:, LIGHT].mean() > 0.3
    assert risen[:, LIGHT].std() > 0.1  # in waves


def test_helixes_are_strands_and_not_a_carpet():
    """At a height most blossoms stand close to a few of all turns."""
    found = posed(moment(popcorn_guest=1.0))
    band = found[np.abs(found[:, 1] - 16.0) < 0.6]
    turns = np.histogram(np.arctan2(band[:, 0], band[:, 2]), 72, (-np.pi, np.pi))[0]
    assert np.sort(turns)[-24:].sum() > 0.8 * turns.sum()


def test_they_leave_one_after_the_other():
    early, middle = (posed(moment(popcorn_guest=1.0, invited_s=s))[:, 1] for s in (7.0, 17.0))
    assert 0 < (early > 1.5).sum() < 1_500
    assert (early > 1.5).sum() < (middle > 3.0).sum() < 4_400


def test_strands_turn_for_ever_without_a_jump():
    steps = [posed(moment(300.0 + s, popcorn_guest=1.0, invited_s=250.0 + s), 64, fine_px=COARSE) for s in (0.0, 0.01)]
    near = np.linalg.norm(steps[0][:, None, AT] - steps[1][None, :, AT], axis=2).min(1)
    assert 0.0 < near.max() < 0.05


def test_only_those_on_the_operators_side_are_plucked():
    found = posed(moment(phase=0.02))
    lit = found[found[:, LIGHT] > 0.1]
    assert len(lit) > 50
    assert lit[:, 2].min() > 0.0
    assert len(lit) < 1_500


def test_levels_have_12_96_and_400_triangles():
    assert tuple(blossom.mesh(level).triangles for level in range(3)) == (12, 96, 400) == blossom.TRIANGLES
    with pytest.raises(ValueError, match="level 3"):
        blossom.mesh(3)


@pytest.mark.parametrize("level", range(3))
def test_meshes_are_well_formed_and_their_forms_share_triangles(level):
    mesh = blossom.mesh(level)
    vertices, indices = blossom.keys(level)
    assert np.isfinite(mesh.vertices).all()
    assert np.allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-4)
    assert np.array_equal(indices, mesh.indices)
    places = [vertices[:, 6 * form : 6 * form + 3] for form in range(blossom.FORMS)]
    assert max(np.linalg.norm(p, axis=1).max() for p in places) <= blossom.reach() + 1e-6
    bud, _, wide, hanging = (np.hypot(p[:, 0], p[:, 2]).max() for p in places)
    assert bud < 0.5 < 0.65 < wide
    assert hanging > bud
    assert places[blossom.WILTED][:, 1].min() < places[blossom.OPEN][:, 1].min() - 0.1 or level == 0


def test_near_ones_are_drawn_finer_and_in_order_of_depth():
    made = moment()
    to_clip = projection(60.0, SIZE, WHOLE) @ look_at(np.array([0.0, 1.5, 27.0]), np.array([0.0, 0.0, 0.0]))
    found, counts = Blossoms().pose(made["magnolias"], made, to_clip, 0.0032, (9.0, 40.0))
    assert min(counts) > 0
    large = found[:, 3] / ((found[:, AT] @ to_clip[3, :3] + to_clip[3, 3]) * 0.0032)
    low, middle, high = np.split(large, np.cumsum(counts)[:2])
    assert low.max() < 9.0 <= middle.min()
    assert middle.max() < 40.0 <= high.min()
    assert (np.diff(np.floor(found[: counts[0], AT] @ to_clip[3, :3] + to_clip[3, 3])) >= 0).all()


@pytest.mark.parametrize("leaves", [{}, {"popcorn_severity": 0.9}, {"popcorn_guest": 1.0}])
def test_culling_never_takes_one_that_would_be_seen(leaves):
    """Beside brute force: every vertex of every blossom, in every form it may have, against the view."""
    made = moment(phase=scattered(), **leaves)
    everyone = posed(made, 1_200, fine_px=COARSE)
    shape = blossom.keys(0)[0].reshape(-1, 27)
    corners = np.concatenate([shape[:, 6 * form : 6 * form + 3] for form in range(blossom.FORMS)])
    for eye, target in (((15.0, 4.5, 19.5), (0.0, 7.2, 0.0)), ((-13.5, 1.9, 23.5), (1.0, 5.2, 0.0))):
        to_clip = projection(50.0, SIZE, WHOLE) @ look_at(np.array(eye), np.array(target))
        kept = {row[AT].tobytes() for row in posed(made, 1_200, to_clip)}
        clip = np.einsum("ij,nkj->nki", to_clip, _homogeneous(everyone, corners))
        seen = (np.abs(clip[..., :3]) <= clip[..., 3:]).all(2).any(1)
        missing = [row for row in everyone[seen] if row[AT].tobytes() not in kept]
        assert seen.sum() > 50
        assert not missing
        assert len(kept) < 1_200


def _homogeneous(instances: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Every corner of every instance in the world, ``(n, k, 4)``."""
    q = instances[:, None, 4:8].astype(float)
    v = corners[None].astype(float)
    cross = np.cross(q[..., :3], v) + q[..., 3:] * v
    turned = v + 2.0 * np.cross(q[..., :3], cross)
    world = instances[:, None, :3] + instances[:, None, 3:4] * turned
    return np.concatenate([world, np.ones((*world.shape[:2], 1))], axis=2)
