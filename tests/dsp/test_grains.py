"""Grain clouds: how many, how loud, where in time, and that chance is seeded."""

import numpy as np
import pytest

from installation.core.units import SAMPLE_RATE_HZ
from installation.dsp.desk import Desk, Kits


def cloud(seed=7, **targets):
    kits = Kits(1, 1)
    g = Desk(kits, "room", 0, seed).grains(1)
    for name, value in targets.items():
        getattr(g, name)[:] = value
    return kits, g


def ticks(kits, n):
    return np.concatenate([kits.render()[0, 0].copy() for _ in range(n)])


def test_an_even_cloud_is_even():
    kits, _ = cloud(rate_hz=20.0, freq_hz=2000.0, duration_s=0.01, amp=0.2)
    found = np.abs(ticks(kits, 240))
    sounding = np.flatnonzero(np.diff(np.concatenate([[0], (found > 1e-4).astype(int)])) == 1)
    starts = sounding[np.diff(np.concatenate([[-10_000], sounding])) > 600]
    assert len(starts) == 40
    assert np.diff(starts) == pytest.approx(SAMPLE_RATE_HZ / 20.0, abs=30)


@pytest.mark.parametrize("scatter", [0.0, 1.0])
@pytest.mark.parametrize("noise", [0.0, 1.0])
def test_a_dense_cloud_is_as_loud_as_it_says(scatter, noise):
    kits, _ = cloud(rate_hz=200.0, freq_hz=900.0, duration_s=0.1, scatter=scatter, noise=noise, amp=0.2)
    ticks(kits, 60)
    found = ticks(kits, 600).astype(float)
    assert np.sqrt(np.mean(found**2)) == pytest.approx(0.2, rel=0.35)


def test_grains_begin_and_end_without_a_click():
    kits, _ = cloud(rate_hz=30.0, freq_hz=300.0, duration_s=0.03, scatter=0.5, amp=0.3)
    assert np.abs(np.diff(ticks(kits, 120))).max() < 0.1


def test_the_same_seed_makes_the_same_cloud():
    settings = {"rate_hz": 50.0, "scatter": 1.0, "amp": 0.2}
    one, two, other = (ticks(cloud(seed, **settings)[0], 30) for seed in (1, 1, 2))
    assert np.array_equal(one, two)
    assert not np.array_equal(one, other)


def test_nothing_folds_back_and_nothing_rings_on():
    kits, g = cloud(rate_hz=100.0, freq_hz=15_000.0, duration_s=0.02, scatter=1.0, amp=0.2)
    spectrum = np.abs(np.fft.rfft(ticks(kits, 120)))
    assert spectrum[:5000].max() < 1e-2 * spectrum.max()
    g.amp[:] = 0.0
    ticks(kits, 4)
    assert not ticks(kits, 2).any()


def test_what_is_no_number_is_silenced_and_told():
    kits, g = cloud(rate_hz=100.0, amp=0.2)
    kits.render()
    g.freq_hz[:] = np.nan
    assert np.isfinite(kits.render()).all()
    assert kits.failed[0]
