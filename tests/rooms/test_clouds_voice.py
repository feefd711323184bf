"""The wind: hardly there in calm, buffeting in trouble, lying down after it."""

from __future__ import annotations

import numpy as np


def level(sound: np.ndarray) -> float:
    return float(np.sqrt(np.square(sound).mean()))


def blown(bench, trouble: float):
    clouds = bench("clouds")
    clouds.own["trouble"] = trouble
    clouds.sound(2.0)
    return clouds


def test_in_calm_it_is_hardly_there(bench):
    calm = level(blown(bench, 0.0).sound(3.0))
    assert 1e-4 < calm < 0.01


def test_trouble_lets_it_loose_and_it_lies_down_after_it(bench):
    calm = level(blown(bench, 0.0).sound(3.0))
    clouds = blown(bench, 0.5)
    storm = level(clouds.sound(3.0))
    clouds.own["trouble"] = 0.0
    falling = level(clouds.sound(1.0))
    clouds.sound(20.0)
    assert storm > 2.5 * calm
    assert falling > 1.5 * calm  # it does not stop at once
    assert level(clouds.sound(3.0)) < 1.3 * calm


def test_it_buffets(bench):
    """Its level over tenths of a second moves more in trouble than in calm."""

    def unrest(trouble: float) -> float:
        heard = blown(bench, trouble).sound(8.0)
        tenths = np.sqrt(np.square(heard).reshape(2, -1, 4_800).mean(axis=(0, 2)))
        return float(tenths.std() / tenths.mean())

    assert unrest(0.8) > 1.3 * unrest(0.0)


def test_it_is_bounded_at_its_worst(bench):
    assert np.abs(blown(bench, 1.0).sound(4.0)).max() < 0.5


def test_the_same_evening_sounds_the_same(bench):
    assert blown(bench, 0.4).sound(0.5).tobytes() == blown(bench, 0.4).sound(0.5).tobytes()
