"""Gaps and clicks that were put there are found, and nothing else is."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from installation.measure.continuity import clicks, gaps

RATE = 48_000


def hum(seconds: float = 1.0) -> np.ndarray:
    at = np.arange(round(seconds * RATE)) / RATE
    wave = 0.3 * np.sin(2 * np.pi * 110 * at + 0.4) + 0.1 * np.sin(2 * np.pi * 731 * at)
    return np.stack([wave, 0.8 * wave], axis=1).astype(np.float32)


@settings(deadline=None)
@given(st.integers(1, 40_000), st.integers(32, 4000))
def test_a_gap_is_found_where_it_is(start: int, length: int) -> None:
    sound = hum() + np.float32(1e-4)
    sound[start : start + length] = 0.0
    assert [(g.start, g.length) for g in gaps(sound)] == [(start, length)]


def test_silence_before_and_after_is_no_gap() -> None:
    sound = np.concatenate([np.zeros((5000, 2)), hum() + 1e-4, np.zeros((5000, 2))]).astype(np.float32)
    assert gaps(sound) == []
    assert gaps(np.zeros((5000, 2), np.float32)) == []


def test_a_gap_in_one_channel_only_is_none() -> None:
    sound = hum() + np.float32(1e-4)
    sound[1000:2000, 0] = 0.0
    assert gaps(sound) == []


def test_clean_sound_has_no_clicks() -> None:
    assert len(clicks(hum())) == 0


def test_a_jump_and_a_lost_sample_are_clicks() -> None:
    sound = hum()
    sound[20_000:] += np.float32(0.3)
    sound[30_000, 1] = 0.9
    assert [round(int(k), -1) for k in clicks(sound)] == [20_000, 30_000]


def test_something_struck_is_no_click() -> None:
    sound = hum()
    at = np.arange(2400) / RATE
    ring = sum(np.sin(2 * np.pi * f * at) * np.exp(-at / 0.004) for f in (6100.0, 7900.0, 9700.0))
    sound[10_000:12_400] += (0.2 * ring[:, None]).astype(np.float32)
    assert len(clicks(sound)) == 0
