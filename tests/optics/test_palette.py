"""OKLCh to linear RGB: greys stay grey, the gamut is kept by giving up chroma only."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.optics.palette import oklch


def test_white_black_and_grey() -> None:
    assert oklch(1.0, 0.0, 0.0) == pytest.approx((1.0, 1.0, 1.0), abs=1e-4)
    assert oklch(0.0, 0.0, 0.0) == pytest.approx((0.0, 0.0, 0.0), abs=1e-9)
    assert np.ptp(oklch(0.5, 0.0, 123.0)) < 1e-4


def test_the_reds_of_srgb_are_where_ottosson_puts_them() -> None:
    assert oklch(0.62796, 0.25768, 29.234) == pytest.approx((1.0, 0.0, 0.0), abs=2e-3)


@given(st.floats(0.05, 0.98), st.floats(0.0, 0.5), st.floats(0.0, 360.0))
def test_the_gamut_is_kept_and_what_fits_is_left_alone(lightness: float, chroma: float, hue: float) -> None:
    colour = oklch(lightness, chroma, hue)
    assert ((colour >= 0.0) & (colour <= 1.0)).all()
    smaller = oklch(lightness, chroma / 2.0, hue)
    assert np.ptp(smaller) <= np.ptp(colour) + 1e-3
