"""The engine's picture: rings that hang in one another, a heart that beats and lights, trouble that shakes and goes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.optics.geometry import open_edges
from installation.rooms.engine import gimbal, machine

from .picture import SIZE, apart, calm, drawn

pytestmark = pytest.mark.gl
ENGINE = ("engine",)


def changed(**leaves: object) -> np.ndarray:
    made = calm(ENGINE)
    for name, value in leaves.items():
        made["engine"][name] = value
    return made


@pytest.mark.parametrize("detail", [0.35, 1.0])
def test_its_mesh_is_closed_and_within_budget(detail):
    mesh = machine.mesh(detail)
    assert open_edges(mesh) == 0
    assert np.allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-4)
    assert mesh.triangles <= (24_000 if detail < 0.5 else 40_000)
    assert set(np.unique(mesh.vertices[:, 8].astype(int))) <= set(range(gimbal.PARTS))


@given(
    st.lists(st.floats(0.0, 1.0), min_size=4, max_size=4),
    st.floats(0.0, 1.0),
    st.floats(0.0, 1e4),
    st.floats(0.0, 1.0),
)
def test_its_parts_turn_without_being_bent(rings, wild, dream_s, breath):
    parts = gimbal.placed(np.array(rings), wild, dream_s, breath)
    frames = parts[:, :3, :3].astype(float)
    assert np.allclose(frames @ frames.transpose(0, 2, 1), np.eye(3), atol=1e-5)
    assert np.allclose(np.linalg.det(frames), 1.0, atol=1e-5)
    assert np.abs(parts[:, :3, 3]).max() <= 0.1 * wild + 1e-6


@given(st.lists(st.floats(0.0, 1.0), min_size=4, max_size=4))
def test_in_calm_every_gimbal_hangs_in_the_last(rings):
    """The axis on which a ring pivots is the same line in both rings."""
    parts = gimbal.placed(np.array(rings), 0.0, 5.0, 0.5).astype(float)
    for k in range(1, 4):
        axis = np.eye(3)["xyz".index(gimbal._PIVOTS[k])]
        assert np.allclose(parts[k, :3, :3] @ axis, parts[k - 1, :3, :3] @ axis, atol=1e-5)


def test_rings_that_wrap_round_do_not_jump():
    before = gimbal.placed(np.full(4, 0.9999), 0.4, 3.0, 0.5)
    after = gimbal.placed(np.full(4, 0.0001), 0.4, 3.0, 0.5)
    assert np.abs(after - before).max() < 0.02


def test_it_is_seen_and_the_heart_is_its_brightest_part():
    frame = drawn(calm(ENGINE), ENGINE)
    assert apart(frame, drawn(calm(()), ())) > 4.0
    luma = frame @ np.array([0.2126, 0.7152, 0.0722])
    middle = luma[36:50, 72:88]  # the heart's place in this view
    assert middle.mean() > 2.0 * luma.mean()
    assert np.percentile(luma, 99.5) <= middle.max() + 1e-9


@pytest.mark.parametrize("leaves", [{"pulse": 1.0}, {"rings": (0.2, 0.4, 0.7, 0.1)}, {"light": 0.4}, {"presence": 0.0}])
def test_it_follows_the_moment(leaves):
    assert apart(drawn(changed(**leaves), ENGINE), drawn(calm(ENGINE), ENGINE)) > 0.3


def test_a_beat_brightens_it_gently():
    """Contraction lifts the whole picture by well under a tenth of full light."""
    still, beating = drawn(changed(pulse=0.0), ENGINE), drawn(changed(pulse=1.0), ENGINE)
    lift = (beating.mean() - still.mean()) / 255.0
    assert 0.001 < lift < 0.1


def test_trouble_shakes_and_blanches_it_and_it_comes_home():
    home = drawn(calm(ENGINE), ENGINE)
    wild = drawn(changed(wild=0.9, trouble=0.9), ENGINE)
    assert apart(home, wild) > 1.5
    heart = np.s_[36:50, 72:88]
    warmth = [float((f[heart][..., 0] - f[heart][..., 2]).mean()) for f in (home, wild)]
    assert warmth[1] < 0.75 * warmth[0]
    assert np.array_equal(drawn(calm(ENGINE), ENGINE), home)


def test_guests_make_it_richer():
    guest = calm(ENGINE)
    guest["guests"] = 1.0
    assert apart(drawn(guest, ENGINE), drawn(calm(ENGINE), ENGINE)) > 0.5


@pytest.mark.parametrize("quality", ["medium", "high"])
def test_quality_changes_fineness_not_the_picture(quality):
    fine, plain = drawn(calm(ENGINE), ENGINE, quality), drawn(calm(ENGINE), ENGINE)
    small = (SIZE[1] // 9, 9, SIZE[0] // 10, 10, 3)
    blurred = [f.reshape(small).mean((1, 3)) for f in (fine, plain)]
    assert np.abs(blurred[0] - blurred[1]).mean() < 4.0


def test_wildness_throws_shafts_into_the_dark_round_it():
    """Away from the machine's outline the air is lit unevenly, which it is not in calm."""
    sky = np.s_[4:26, 8:56]
    calm_air, wild_air = (drawn(changed(wild=w), ENGINE)[sky].sum(2) for w in (0.0, 0.9))
    assert np.percentile(wild_air - calm_air, 95) > 10.0
    assert wild_air.std() > 1.2 * calm_air.std()
