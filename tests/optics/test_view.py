"""Views: tiles are parts of the whole picture, jitter shifts by its pixels, the mirror is the floor's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.optics.view import MIRROR, VIEW_BYTES, WHOLE, Camera, View, look_at, pack, projection

SIZE = (640, 360)
inside = st.floats(-4.0, 4.0)


def on_screen(matrix: np.ndarray, point: tuple[float, float, float]) -> np.ndarray:
    clip = matrix @ (*point, 1.0)
    return clip[:2] / clip[3]


@given(inside, inside, st.floats(-40.0, -2.0))
def test_a_tile_shows_its_part_of_the_whole(x: float, y: float, z: float) -> None:
    whole = on_screen(projection(50.0, SIZE, WHOLE), (x, y, z))
    tile = on_screen(projection(50.0, (320, 180), View(viewport=(0.5, 0.0, 1.0, 0.5))), (x, y, z))
    # The tile's middle lies at (0.5, -0.5) of the whole and it is half as large.
    assert tile == pytest.approx((whole - (0.5, -0.5)) * 2.0, abs=1e-9)


@given(inside, inside, st.floats(-40.0, -2.0), st.floats(-1.0, 1.0), st.floats(-1.0, 1.0))
def test_jitter_shifts_the_picture_by_its_pixels(x: float, y: float, z: float, jx: float, jy: float) -> None:
    still = on_screen(projection(50.0, SIZE, WHOLE), (x, y, z))
    moved = on_screen(projection(50.0, SIZE, View(jitter=(jx, jy))), (x, y, z))
    assert (moved - still) * (SIZE[0] / 2, SIZE[1] / 2) == pytest.approx((jx, jy), abs=1e-6)


def test_jitter_goes_through_a_projection_of_ones_own() -> None:
    own = tuple(map(tuple, projection(50.0, SIZE, WHOLE)))
    jittered = View(jitter=(0.5, -0.25))
    given_ = projection(10.0, SIZE, View(projection=own, jitter=jittered.jitter))
    assert given_ == pytest.approx(projection(50.0, SIZE, jittered))


def test_a_margin_shows_more() -> None:
    edge = np.tan(np.radians(25.0)) * 1.1  # a tenth beyond the upper edge of the picture
    assert on_screen(projection(50.0, SIZE, WHOLE), (0.0, edge, -1.0))[1] == pytest.approx(1.1)
    assert on_screen(projection(50.0, SIZE, View(margin=0.05)), (0.0, edge, -1.0))[1] == pytest.approx(1.0)


def test_the_camera_stays_upright_and_looks_at_its_target() -> None:
    matrix = look_at(np.array([3.0, 2.0, 9.0]), np.array([1.0, 6.0, -2.0]))
    assert (matrix @ (1.0, 6.0, -2.0, 1.0))[:2] == pytest.approx((0.0, 0.0))
    assert matrix[0, 1] == 0.0
    assert matrix[:3, :3] @ matrix[:3, :3].T == pytest.approx(np.eye(3))


def test_looking_straight_down_is_no_fault() -> None:
    assert np.isfinite(look_at(np.array([0.0, 9.0, 0.0]), np.zeros(3))).all()


def test_the_mirrored_view_puts_a_reflection_where_the_floor_shows_it() -> None:
    camera = Camera(np.array([1.0, 5.0, 20.0]), np.array([0.0, 5.0, 0.0]), 52.0)
    plain, mirrored = np.zeros(VIEW_BYTES // 4, np.float32), np.zeros(VIEW_BYTES // 4, np.float32)
    pack(plain, camera, WHOLE, SIZE, (1, 1), False)
    pack(mirrored, camera, WHOLE, SIZE, (1, 1), True)
    to_clip, to_clip_mirrored = (v[:16].reshape(4, 4).T for v in (plain, mirrored))
    seen = [0, 1, 3]  # all but depth, which is cut at the floor
    assert to_clip_mirrored[seen] == pytest.approx((to_clip @ MIRROR)[seen], abs=1e-5)
    for height, kept in ((2.0, True), (0.01, True), (-0.01, False), (-3.0, False)):
        clip = to_clip_mirrored @ (1.0, height, -2.0, 1.0)
        assert (-clip[3] <= clip[2] <= clip[3]) == kept
    assert mirrored[32:48] == pytest.approx(np.linalg.inv(to_clip @ MIRROR).T.reshape(-1), rel=1e-3, abs=1e-3)
    on_floor = (3.0, 0.0, -4.0)
    assert on_screen(to_clip, on_floor) == pytest.approx(on_screen(to_clip_mirrored, on_floor), abs=1e-6)
    assert mirrored[65] == -5.0
