"""Smoothing: time constants in seconds, limits a second."""

import numpy as np
import pytest

from installation.dsp.smooth import follow, rise_and_fall, slew


def test_follow_takes_its_time():
    value = np.zeros(3)
    for _ in range(60):
        follow(value, 1.0, 0.5)
    assert value == pytest.approx(1 - np.exp(-1), abs=1e-9)
    assert follow(value, 2.0, 0.0) == pytest.approx(2.0)


def test_slew_is_limited_both_ways():
    value = np.array([0.0, 1.0])
    slew(value, np.array([1.0, 0.999]), 0.6)
    assert value == pytest.approx([0.005, 0.999])


def test_rise_and_fall_differ():
    up, down = np.zeros(1), np.ones(1)
    for _ in range(12):
        rise_and_fall(up, 1.0, 0.1, 10.0)
        rise_and_fall(down, 0.0, 0.1, 10.0)
    assert up[0] == pytest.approx(1 - np.exp(-1), abs=1e-6)
    assert down[0] == pytest.approx(np.exp(-0.01), abs=1e-6)
