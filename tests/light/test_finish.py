"""The finish: the tone map's two ends, no bands on a slow ramp, no clipped hue, bloom that keeps energy."""

from __future__ import annotations

import numpy as np
import pytest

from installation.hall.discover import blocks_of
from installation.light.finish import Finish
from installation.optics.context import headless, make_current
from installation.optics.quality import named
from installation.optics.studio import Studio
from installation.optics.targets import Targets
from installation.optics.view import WHOLE, Camera, pack

from .scene import CAST, layout_of, moment

pytestmark = pytest.mark.gl

SIZE = (256, 64)
LAYOUT = layout_of(CAST)


@pytest.fixture(scope="module")
def studio() -> Studio:
    return Studio(headless(), blocks_of(CAST), named("low"))


def finished(studio: Studio, light: np.ndarray, seed: int = 1, exposure: float = 0.0) -> np.ndarray:
    """Linear ``(64, 256, 3)`` light through bloom and grade, ``(64, 256, 3) uint8``."""
    make_current(studio.ctx)
    targets = Targets(studio.ctx, SIZE, studio.quality)
    rgba = np.concatenate([light, np.ones((*light.shape[:2], 1))], axis=2).astype(np.float16)
    targets.colour.write(rgba.tobytes())
    for out in studio.views:
        pack(out, Camera(np.array([0.0, 5.0, 20.0]), np.zeros(3), 50.0), WHOLE, SIZE, (seed, seed), False)
    studio.stage(moment(LAYOUT, exposure=exposure))
    studio.upload()
    finish = Finish(studio)
    finish.bloom(targets)
    finish.grade(targets, targets.picture)
    return np.frombuffer(targets.picture.read(components=3, alignment=1), np.uint8).reshape(64, 256, 3)


def even(value: float) -> np.ndarray:
    return np.full((64, 256, 3), value)


def middle(picture: np.ndarray) -> float:
    return float(picture[16:48, 96:160].mean())


def test_black_is_black_and_very_bright_is_white(studio: Studio) -> None:
    assert finished(studio, even(0.0)).max() <= 1
    assert middle(finished(studio, even(60.0))) > 235.0


def test_more_light_is_never_darker(studio: Studio) -> None:
    levels = [middle(finished(studio, even(v))) for v in (0.0, 0.004, 0.02, 0.08, 0.3, 1.0, 4.0, 20.0)]
    assert np.all(np.diff(levels) > 0.5)


def test_exposure_is_in_stops(studio: Studio) -> None:
    twice = finished(studio, even(0.2))
    lifted = finished(studio, even(0.1), exposure=1.0)
    assert np.abs(twice.astype(int) - lifted).max() <= 1


def test_a_slow_dark_ramp_has_no_bands(studio: Studio) -> None:
    ramp = np.linspace(0.010, 0.016, 256)[None, :, None] * np.ones((64, 1, 3))
    made = finished(studio, ramp).astype(float).mean(axis=2)
    columns = made.mean(axis=0)
    # Without dither the ramp would be flat steps; with it, each column's mean follows a straight line closely.
    line = np.polyval(np.polyfit(np.linspace(-1, 1, 256), columns, 9), np.linspace(-1, 1, 256))
    assert np.ptp(columns) > 3.0
    assert np.abs(columns - line).max() < 0.5
    assert 0.3 < made.std(axis=0).mean() < 2.5


def test_grain_and_dither_change_with_the_seed_only(studio: Studio) -> None:
    light = even(0.1)
    assert np.array_equal(finished(studio, light, 5), finished(studio, light, 5))
    assert not np.array_equal(finished(studio, light, 5), finished(studio, light, 6))
    assert abs(middle(finished(studio, light, 5)) - middle(finished(studio, light, 6))) < 0.3


def test_a_saturated_light_goes_to_white_without_turning(studio: Studio) -> None:
    blue = finished(studio, np.ones((64, 256, 1)) * np.array([0.02, 0.05, 1.0]))[32, 128].astype(int)
    blazing = finished(studio, np.ones((64, 256, 1)) * np.array([1.2, 3.0, 60.0]))[32, 128].astype(int)
    assert blue[2] > blue[1] > blue[0]
    assert blazing[2] >= blazing[1] >= blazing[0] > 100


def test_bloom_spreads_light_about_a_spot_and_leaves_an_even_picture_alone(studio: Studio) -> None:
    spot = even(0.0)
    spot[30:34, 126:130] = 40.0
    made = finished(studio, spot)
    assert made[32, 128].mean() > made[32, 116].mean() > 3.0
    targets_even = finished(studio, even(0.18))
    assert np.ptp(targets_even[24:40, 112:144].astype(int)) < 16


def test_what_is_no_number_spoils_no_neighbour(studio: Studio) -> None:
    broken = even(0.05)
    clean = finished(studio, broken.copy())
    broken[32, 100], broken[32, 150] = np.nan, np.inf
    made = finished(studio, broken)
    assert np.abs(made[:, :60].astype(int) - clean[:, :60]).max() <= 1
    assert made[32, 100].max() < 10 + clean[32, 100].max()
