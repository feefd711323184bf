"""Medians over named spans."""

from __future__ import annotations

import numpy as np
import pytest

from installation.measure.windows import greatest_median, median_between, per_second

AT = np.arange(0.0, 20.0, 0.25)


def test_a_median_leaves_the_unknown_out() -> None:
    values = np.where(AT < 10.0, 1.0, 5.0)
    values[3] = np.nan
    assert median_between(AT, values, 0.0, 5.0) == 1.0
    assert median_between(AT, values, 12.0, 13.0) == 5.0
    assert np.isnan(median_between(AT, values, 40.0, 50.0))


def test_the_greatest_window_is_found() -> None:
    values = np.where((AT >= 8.0) & (AT < 13.0), 3.0, 1.0)
    value, at_s = greatest_median(AT, values, 0.0, 20.0, 5.0)
    assert value == 3.0
    assert 5.5 <= at_s <= 10.5
    assert np.isnan(greatest_median(AT, values, 0.0, 2.0, 5.0)[0])
    assert np.isnan(greatest_median(AT, np.full(AT.size, np.nan), 0.0, 20.0, 5.0)[0])


def test_one_figure_a_second() -> None:
    assert per_second(AT, np.floor(AT), 4) == pytest.approx([0.0, 1.0, 2.0, 3.0])
    assert np.isnan(per_second(AT, AT, 25)[24])
