"""Onset energy, vector strength and spread on ticks whose times are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from installation.measure.beat import beat_of
from installation.measure.onsets import estimated_beat_s, grid_phase, onsets, spread_ms, strength

RATE = 48_000
BEAT_S = 0.625


def ticks(times_s: np.ndarray, seconds: float, seed: int = 0) -> np.ndarray:
    """Struck modes between 6 and 11 kHz that ring for about 30 ms, each beginning at its time."""
    chance = np.random.default_rng(seed)
    out = np.zeros(round(seconds * RATE) + RATE)
    length = round(0.04 * RATE)
    at = np.arange(length) / RATE
    for t in times_s:
        hz = chance.uniform(6000, 11_000, 3)
        ring = (np.sin(2 * np.pi * hz[:, None] * at) * np.exp(-at / 0.006)).sum(axis=0)
        start = round(t * RATE)
        out[start : start + length] += 0.1 * ring
    return np.repeat(out[: round(seconds * RATE), None], 2, axis=1).astype(np.float32)


def figures(times_s: np.ndarray, seconds: float = 10.0) -> tuple[float, float, float]:
    found = onsets(ticks(times_s, seconds), RATE)
    phase = found.at_s / BEAT_S
    return (strength(found.energy, phase), *spread_ms(found.energy, phase, BEAT_S))


def test_ticks_on_the_beat() -> None:
    index, spread, centre = figures(np.arange(1, 15) * BEAT_S)
    assert index > 0.999
    assert spread < 0.6
    assert abs(centre) < 0.5


@pytest.mark.parametrize("late_ms", [-20.0, 7.0, 60.0])
def test_the_centre_tells_how_late_they_are(late_ms: float) -> None:
    _, spread, centre = figures(np.arange(1, 15) * BEAT_S + late_ms / 1e3)
    assert centre == pytest.approx(late_ms, abs=0.5)
    assert spread < 0.6


def test_the_spread_is_that_of_the_times() -> None:
    away = np.tile([-0.05, 0.05], 12)[:14]  # apart enough that none hides another
    index, spread, _ = figures(np.arange(1, 15) * BEAT_S + away)
    assert spread == pytest.approx(50.0, rel=0.05)
    assert index == pytest.approx(np.cos(2 * np.pi * 0.05 / BEAT_S), abs=0.03)


def test_ticks_anywhere_have_no_strength() -> None:
    chance = np.random.default_rng(3)
    index, spread, _ = figures(np.sort(chance.uniform(0.2, 59.0, 1200)), 60.0)
    assert index < 0.1
    assert spread > 150.0


@settings(deadline=None)
@given(st.lists(st.integers(2, 7), min_size=1, max_size=3), st.integers(0, 6))
def test_every_beat_of_every_metre_is_on_the_grid(metres: list[int], which: int) -> None:
    for m in metres:
        phase, length = grid_phase(np.array([(which % m) / m]), tuple(metres))
        assert min(phase[0] % 1.0, 1.0 - phase[0] % 1.0) < 1e-6
        assert 0.0 < length[0] <= 1.0


@given(st.lists(st.integers(2, 7), min_size=1, max_size=3))
def test_even_energy_has_no_strength_in_any_grid(metres: list[int]) -> None:
    bar = (np.arange(42_000) + 0.5) / 42_000
    phase, length = grid_phase(bar, tuple(metres))
    assert strength(np.ones(bar.size) * 1.0, phase) < 1e-3
    assert length.min() > 0.0


def test_nothing_heard_is_unknown() -> None:
    assert np.isnan(strength(np.zeros(4), np.zeros(4)))
    assert np.isnan(spread_ms(np.zeros(4), np.zeros(4), 1.0)[0])
    assert not onsets(np.zeros((RATE, 2), np.float32), RATE).energy.any()


@pytest.mark.parametrize("beat_s", [0.45, 0.625, 0.9])
def test_the_beat_is_found_without_a_performance(beat_s: float) -> None:
    sound = ticks(np.arange(1, int(19 / beat_s)) * beat_s, 20.0)
    found = onsets(sound, RATE)
    assert estimated_beat_s(found) == pytest.approx(beat_s, rel=0.005)
    index = beat_of(found, 20, 0.0, None).index
    assert np.nanmedian(index) > 0.99


def test_too_short_a_sound_has_no_beat() -> None:
    assert np.isnan(estimated_beat_s(onsets(ticks(np.array([0.1]), 0.5), RATE)))
