"""The master: its ceiling between samples, its silence below it, its delay, how soft its hand is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import butter, resample_poly, sosfilt

from installation.core.units import BLOCK, SAMPLE_RATE_HZ, amplitude
from installation.sound.master import REFERENCE_GAIN_DB, Master


def mastered(x, channels=2):
    master = Master(channels)
    master.level[:] = amplitude(REFERENCE_GAIN_DB)
    blocks = x.astype(np.float32).reshape(-1, BLOCK, channels)
    return np.concatenate([master.tick(np.ascontiguousarray(b.T), 1.0) for b in blocks])


def true_peak_dbtp(y):
    up = np.abs(resample_poly(y.astype(float), 8, 1, axis=0))[800:-800]
    return 20 * np.log10(up.max())


def hot(seed, kind):
    chance = np.random.default_rng(seed)
    white = chance.standard_normal((60 * BLOCK, 2))
    t = np.arange(len(white)) / SAMPLE_RATE_HZ
    if kind == "white":
        return 3 * white
    if kind == "dark":
        return 20 * sosfilt(butter(2, 800, fs=SAMPLE_RATE_HZ, output="sos"), white, axis=0)
    if kind == "bursts":
        return 6 * white * (np.sin(2 * np.pi * chance.uniform(2, 30) * t) > 0.9)[:, None]
    if kind == "sine":
        wave = 4 * np.sin(2 * np.pi * chance.uniform(20, 20_000) * t + chance.uniform(0, 6))
        return np.stack([wave, -0.2 * wave], 1) * np.minimum(1, 50 * t)[:, None]
    clicks = np.zeros_like(white)
    clicks[chance.integers(1000, len(white) - 1000, 40)] = 9
    return clicks


@settings(deadline=None, max_examples=25, derandomize=True)
@given(st.integers(0, 10**6), st.sampled_from(["white", "dark", "bursts", "sine", "clicks"]))
def test_the_true_peak_never_passes_minus_one(seed, kind):
    y = mastered(hot(seed, kind) / amplitude(REFERENCE_GAIN_DB))
    assert np.abs(y).max() <= amplitude(-1.0)
    assert true_peak_dbtp(y) <= -1.0


def test_below_the_ceiling_it_is_a_delay_and_a_gain():
    x = np.random.default_rng(0).uniform(-0.25, 0.25, (20 * BLOCK, 2)).astype(np.float32)
    x /= np.float32(max(1.0, amplitude(REFERENCE_GAIN_DB)))
    late = Master.latency_samples
    y = mastered(x)
    assert np.array_equal(y[late:], (x * np.float32(amplitude(REFERENCE_GAIN_DB)))[:-late])
    assert not y[:late].any()


def test_channels_are_turned_down_together():
    x = np.full((20 * BLOCK, 2), 0.1)
    x[:, 1] = 3.0 * np.sin(np.arange(len(x)) * 0.05)
    y = mastered(x / amplitude(REFERENCE_GAIN_DB))[5 * BLOCK :]
    assert y[:, 0].max() < 0.04


def test_the_gain_has_no_corners_and_comes_back():
    x = np.full((240 * BLOCK, 1), 0.1)
    x[5000:5010] = 4.0
    y = mastered(x / amplitude(REFERENCE_GAIN_DB), 1)[:, 0] / 0.1
    assert np.abs(np.diff(y[200:5000])).max() < 0.06
    assert np.abs(np.diff(y[5200:])).max() < 0.001
    assert y[-1] == pytest.approx(1.0, abs=1e-5)
    assert y[5200] < 0.5  # it lets go slowly
