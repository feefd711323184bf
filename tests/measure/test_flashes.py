"""Flashes counted on flicker whose rate, depth, area and colour are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from installation.measure.flashes import CELLS, FIELD, FlashMeter, cells, chroma, most_in_a_field

SIZE = (96, 128)
FPS = 30


def code(luminance: float) -> int:
    """The sRGB code of a grey of that relative luminance."""
    encoded = 12.92 * luminance if luminance <= 0.0031308 else 1.055 * luminance ** (1 / 2.4) - 0.055
    return round(255 * encoded)


def flicker(
    low: tuple[int, ...], high: tuple[int, ...], hz: float, seconds: float = 2.0, part: tuple[int, int] = SIZE
) -> FlashMeter:
    """A square wave between two colours over ``part`` (rows, columns) of the picture."""
    meter = FlashMeter()
    for k in range(round(seconds * FPS)):
        frame = np.full((*SIZE, 3), low, np.uint8)
        if int(2 * hz * k / FPS) % 2:
            frame[: part[0], : part[1]] = high
        meter.frame(k / FPS, frame)
    return meter


def grey(luminance: float) -> tuple[int, ...]:
    return (code(luminance),) * 3


@pytest.mark.parametrize("hz", [1, 2, 3, 5])
def test_flicker_is_counted(hz: int) -> None:
    assert flicker(grey(0.1), grey(0.4), hz).general == hz


@pytest.mark.parametrize(
    ("low", "high", "flashes"),
    [(0.1, 0.17, 0), (0.1, 0.24, 5), (0.82, 0.98, 0), (0.7, 0.9, 5)],
    ids=["too small a step", "a tenth and more", "both bright", "the darker one below 0.8"],
)
def test_what_counts_as_a_flash(low: float, high: float, flashes: int) -> None:
    assert flicker(grey(low), grey(high), 5).general == flashes


def test_only_more_than_a_quarter_of_a_field_counts() -> None:
    rows, columns = FIELD
    assert flicker(grey(0.1), grey(0.5), 5, part=(rows // 2, columns // 2)).general == 0
    assert flicker(grey(0.1), grey(0.5), 5, part=(rows // 2 + 1, columns // 2 + 2)).general == 5


def test_the_field_may_lie_anywhere() -> None:
    counts = np.zeros(CELLS, np.int16)
    counts[61:79, 85:108] = 4
    assert most_in_a_field(counts) == 4
    counts[61:79, 85:108:2] = 1
    assert most_in_a_field(counts) == 1


def test_slow_and_one_way_changes_are_no_flashes() -> None:
    meter = FlashMeter()
    for k in range(3 * FPS):
        meter.frame(k / FPS, np.full((*SIZE, 3), code(min(0.01 + 0.3 * k / FPS, 0.9)), np.uint8))
    assert meter.worst == 0


def test_a_fade_over_several_frames_counts_once_each_way() -> None:
    meter = FlashMeter()
    for k in range(4 * FPS):
        light = 0.3 + 0.2 * np.sin(2 * np.pi * 2.0 * k / FPS)
        meter.frame(k / FPS, np.full((*SIZE, 3), code(light), np.uint8))
    assert meter.general == 2


def test_red_flashes() -> None:
    dim_blue, red = (20, 20, 60), (150, 0, 0)
    meter = flicker(dim_blue, red, 4)
    assert meter.red == 4
    assert flicker((40, 40, 40), (40, 60, 40), 4).red == 0
    assert flicker((150, 0, 0), (180, 0, 0), 4).red == 0


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 255), st.integers(0, 255), st.integers(1, 14))
def test_never_more_flashes_than_the_flicker_has(a: int, b: int, hz: int) -> None:
    meter = flicker((a, a, a), (b, b, b), hz, 1.5)
    assert meter.worst <= hz


def test_cells_keep_the_mean_light_of_any_size() -> None:
    chance = np.random.default_rng(5)
    for size in ((180, 320), (97, 131), (20, 30), (720, 1280)):
        frame = chance.integers(0, 256, (*size, 3), np.uint8)
        assert cells(frame).shape == (*CELLS, 3)
        whole = np.where(frame / 255 <= 0.04045, frame / 255 / 12.92, ((frame / 255 + 0.055) / 1.055) ** 2.4).mean()
        assert float(cells(frame).mean()) == pytest.approx(whole, rel=0.05)


def test_black_has_no_hue() -> None:
    redness, uv = chroma(np.array([[[0.004, 0.0, 0.0], [0.5, 0.0, 0.0]]]))
    assert redness.tolist() == [[0.0, 1.0]]
    assert uv[0, 1] == pytest.approx([0.4507, 0.5229], abs=2e-3)
