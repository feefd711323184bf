"""Dissonance of synthetic spectra with known answers, and of sound against its partials."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from installation.measure.dissonance import HOP_S, WINDOW, of_partials, over_time, peaks

RATE = 48_000


def tone(hz: list[float], amp: list[float], seconds: float = 1.0) -> np.ndarray:
    at = np.arange(round(seconds * RATE)) / RATE
    wave = sum(a * np.sin(2 * np.pi * f * at + k) for k, (f, a) in enumerate(zip(hz, amp, strict=True)))
    return np.repeat(np.asarray(wave, np.float32)[:, None], 2, axis=1)


def test_two_partials_by_hand() -> None:
    s = 0.24 / (0.0207 * 440.0 + 18.96)
    by_hand = 0.5 * (np.exp(-3.5 * s * 30.0) - np.exp(-5.75 * s * 30.0)) / 1.5
    assert of_partials(np.array([470.0, 440.0]), np.array([0.5, 1.0])) == pytest.approx(by_hand, rel=1e-12)


def test_fewer_than_two_partials_are_consonant() -> None:
    assert of_partials(np.zeros(0), np.zeros(0)) == 0.0
    assert of_partials(np.array([440.0]), np.array([1.0])) == 0.0


partials = st.lists(st.tuples(st.floats(50, 5000), st.floats(0.01, 1.0)), min_size=2, max_size=12)


@given(partials, st.floats(0.01, 100.0), st.randoms(use_true_random=False))
def test_neither_loudness_nor_order_matters(some: list[tuple[float, float]], gain: float, chance) -> None:
    hz, amp = (np.array(x) for x in zip(*some, strict=True))
    order = list(range(len(some)))
    chance.shuffle(order)
    assert of_partials(hz[order], gain * amp[order]) == pytest.approx(of_partials(hz, amp), rel=1e-9, abs=1e-12)


@settings(deadline=None, max_examples=25)
@given(st.floats(80.0, 6000.0), st.floats(0.01, 0.5))
def test_a_peak_is_found_where_it_is(hz: float, amp: float) -> None:
    part = tone([hz], [amp], WINDOW / RATE)[:WINDOW, 0].astype(float)
    from scipy.signal.windows import blackmanharris

    window = blackmanharris(WINDOW, sym=False)
    found_hz, found_amp = peaks(np.abs(np.fft.rfft(part * window) * 2 / window.sum()) ** 2, RATE)
    assert found_hz[0] == pytest.approx(hz, abs=0.1)
    assert found_amp[0] == pytest.approx(amp, rel=0.01)


def test_sound_agrees_with_its_partials() -> None:
    hz, amp = [220.0, 233.0, 440.0, 466.0, 660.0, 699.0], [0.2, 0.2, 0.1, 0.1, 0.05, 0.05]
    _, values = over_time(tone(hz, amp, 2.0), RATE)
    assert np.median(values) == pytest.approx(of_partials(np.array(hz), np.array(amp)), rel=0.02)


def test_a_semitone_is_rougher_than_a_fifth_and_a_fifth_than_one_tone() -> None:
    def harmonics(f0: float) -> list[float]:
        return [f0 * k for k in range(1, 7)]

    amp = [0.1 / k for k in range(1, 7)]
    rough = [
        float(np.median(over_time(tone(harmonics(220.0) + harmonics(220.0 * r), amp + amp), RATE)[1]))
        for r in (16 / 15, 3 / 2)
    ]
    alone = float(np.median(over_time(tone(harmonics(220.0), amp), RATE)[1]))
    assert rough[0] > 2.0 * rough[1] > 2.0 * alone


def test_opposite_phases_in_two_channels_do_not_cancel() -> None:
    sound = tone([440.0, 470.0], [0.2, 0.2])
    sound[:, 1] *= -1.0
    assert np.median(over_time(sound, RATE)[1]) == pytest.approx(
        np.median(over_time(tone([440.0, 470.0], [0.2, 0.2]), RATE)[1])
    )


def test_silence_is_unknown_and_windows_come_every_quarter_second() -> None:
    at, values = over_time(np.zeros((RATE, 2), np.float32), RATE)
    assert np.isnan(values).all()
    assert np.diff(at) == pytest.approx(HOP_S)
    assert len(over_time(np.zeros((10, 2), np.float32), RATE)[1]) == 1
