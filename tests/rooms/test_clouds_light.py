"""The clouds' picture: an ocean below and never above, lights in its gaps, wind that moves with dream time."""

from __future__ import annotations

import numpy as np
import pytest

from installation.hall.discover import blocks_of, rooms
from installation.rooms.clouds import city, relief

from .picture import apart, calm, drawn

CLOUDS = ("clouds",)
LEVEL = {"camera_eye": (0.0, 6.0, 20.0), "camera_target": (0.0, 6.0, 0.0)}
ABOVE, BELOW = np.s_[2:42], np.s_[50:90]
gl = pytest.mark.gl


def changed(names: tuple[str, ...] = CLOUDS, **leaves: object) -> np.ndarray:
    """A calm moment with leaves of the common part or, for trouble and light, of the clouds set."""
    made = calm(names)
    for name, value in leaves.items():
        (made["clouds"] if name in ("trouble", "light", "presence") else made)[name] = value
    return made


def down_at(x: float, z: float, **leaves: object) -> np.ndarray:
    """The picture from 20 m over a place, looking down."""
    return drawn(changed(camera_eye=(x, 20.0, z), camera_target=(x, 0.0, z - 0.5), **leaves), CLOUDS)


def warm(picture: np.ndarray) -> np.ndarray:
    """Where lamps glint: redder than blue by far."""
    return picture[..., 0] > picture[..., 2] + 45


def test_the_relief_has_no_seam_and_uses_its_whole_range():
    tile = relief.tile().astype(float)
    assert tile.shape == (relief.SIDE, relief.SIDE, 4)
    for part in np.moveaxis(tile, 2, 0):
        inside = np.abs(np.diff(part, axis=0)).mean()
        assert np.abs(part[0] - part[-1]).mean() < 1.6 * inside
        assert np.abs(part[:, 0] - part[:, -1]).mean() < 1.6 * inside
        assert part.min() == 0.0
        assert part.max() == 255.0
        assert 90.0 < part.mean() < 180.0
    assert np.array_equal(relief.tile(), tile)


def test_the_city_is_a_city():
    lamps = city.lamps()
    ring = np.hypot(lamps[:, 0], lamps[:, 1])
    assert len(lamps) > 4000
    assert ring.max() < 1.5 * city.RADIUS_M
    assert np.percentile(ring, 50) < 0.75 * city.RADIUS_M  # it thins out
    assert lamps[:, 2:].min() >= 0.0
    assert lamps[:, 2:].max() <= 1.0
    assert np.array_equal(city.lamps(), lamps)


def test_any_first_part_of_the_lamps_is_the_whole_city():
    lamps = city.lamps()
    some = lamps[: len(lamps) // 2]
    assert some[:, :2].mean(axis=0) == pytest.approx(lamps[:, :2].mean(axis=0), abs=25.0)
    assert some[:, :2].std(axis=0) == pytest.approx(lamps[:, :2].std(axis=0), rel=0.06)


def test_its_block_is_within_what_gl_guarantees():
    assert blocks_of(rooms()).by_name["clouds"].size <= 16_384


@gl
def test_they_lie_below_the_horizon_and_not_above():
    picture = drawn(changed(**LEVEL), CLOUDS).mean(axis=2)
    relief_of = [np.abs(np.diff(picture[part], axis=0)).mean() for part in (ABOVE, BELOW)]
    assert relief_of[1] > 2.0 * relief_of[0]
    assert picture[BELOW].std() > 8.0


@gl
def test_the_wind_moves_them_with_dream_time_only():
    here, later = (drawn(changed(time_s=t, **LEVEL), CLOUDS) for t in (20.0, 26.0))
    ticked = drawn(changed(tick=2412, **LEVEL), CLOUDS)
    assert apart(here[BELOW], later[BELOW]) > 2.0
    assert apart(here[ABOVE], later[ABOVE]) < 0.8  # the sky stands still: grain and dither
    assert np.abs(here - ticked).max() <= 8


@gl
def test_a_gap_shows_the_citys_lights_and_thick_cloud_hides_them():
    gap, thick = down_at(20.0, -60.0), down_at(-90.0, -30.0)
    assert warm(gap).sum() >= 12
    assert warm(thick).sum() <= 1
    assert gap.mean() < 0.75 * thick.mean()


@gl
def test_the_moon_stands_where_the_light_comes_from():
    eye = np.array((0.0, 6.0, 20.0))
    moon = np.array((-0.4377, 0.3502, -0.8281))
    picture = drawn(changed(camera_eye=tuple(eye), camera_target=tuple(eye + 10.0 * moon)), CLOUDS).mean(axis=2)
    row, column = np.unravel_index(picture.argmax(), picture.shape)
    assert abs(row - 44.5) < 4
    assert abs(column - 79.5) < 4
    toward, away = (
        drawn(changed(camera_eye=(0.0, 6.0, 0.0), camera_target=(s * moon[0], 5.6, s * moon[2])), CLOUDS)[BELOW].mean()
        for s in (1.0, -1.0)
    )
    assert toward > 1.1 * away


@gl
def test_trouble_darkens_and_tears_them_and_they_lie_down_again():
    quiet, torn = drawn(changed(**LEVEL), CLOUDS), drawn(changed(trouble=0.4, **LEVEL), CLOUDS)
    assert torn[BELOW].mean() < 0.92 * quiet[BELOW].mean()
    blocks = [picture[BELOW].mean(axis=2) for picture in (quiet, torn)]
    assert np.corrcoef(blocks[0].ravel(), blocks[1].ravel())[0, 1] < 0.97
    assert np.array_equal(drawn(changed(**LEVEL), CLOUDS), quiet)


@gl
def test_the_wind_buffets_in_trouble():
    """In half a second a troubled sea moves more than a calm one."""
    moved = {}
    for trouble in (0.0, 0.5):
        moved[trouble] = apart(*(drawn(changed(trouble=trouble, time_s=t, **LEVEL), CLOUDS)[BELOW] for t in (20, 20.5)))
    assert moved[0.5] > 1.3 * moved[0.0]


@gl
def test_nothing_is_left_of_them_before_they_enter():
    assert drawn(changed(presence=0.0, **LEVEL), CLOUDS).max() < drawn(changed(**LEVEL), CLOUDS).max() * 0.2


@gl
def test_the_vault_is_open_below_its_hem_and_only_there():
    both, alone = ("clouds", "vault"), ("vault",)
    view = {"camera_eye": (0.0, 11.0, 24.0), "camera_target": (0.0, 4.0, 0.0)}
    apart_by_row = np.abs(drawn(changed(both, **view), both) - drawn(changed(alone, **view), alone)).mean(axis=(1, 2))
    assert apart_by_row[:25].max() < 1.0  # windows and dome
    assert apart_by_row[-25:].mean() > 6.0


@gl
def test_pillars_end_in_the_clouds():
    """Their feet are 36 m deep; what lies under the clouds' top must not be seen."""
    both = ("clouds", "vault")
    view = {"camera_eye": (0.0, 16.0, 10.0), "camera_target": (0.0, -22.0, -31.0), "camera_fov": 30.0}
    over, sea = drawn(changed(both, **view), both), drawn(changed(**view), CLOUDS)
    differing = (np.abs(over - sea).max(axis=2) > 12).mean(axis=1)
    assert differing[:15].mean() > 0.03
    assert differing[-25:].mean() < 0.3 * differing[:15].mean()


@gl
def test_low_and_high_are_one_composition():
    low, high = (drawn(changed(**LEVEL), CLOUDS, quality)[BELOW].mean(axis=2) for quality in ("low", "high"))
    blocks = [part.reshape(8, 5, 32, 5).mean(axis=(1, 3)) for part in (low, high)]
    assert np.corrcoef(blocks[0].ravel(), blocks[1].ravel())[0, 1] > 0.9
    assert abs(low.mean() - high.mean()) < 5.0
