"""Noise bands: centre, power, silence, stability while they glide, and that neighbours do not matter."""

import numpy as np
import pytest
from scipy.signal import welch

from installation.core.units import SAMPLE_RATE_HZ
from installation.dsp.desk import Desk, Kits


def bands(n=1, name="room"):
    kits = Kits(1, 1)
    return kits, Desk(kits, name, 0, 7).noise(n)


def ticks(kits, n):
    return np.concatenate([kits.render()[0, 0].copy() for _ in range(n)])


@pytest.mark.parametrize(("centre_hz", "q"), [(200.0, 8.0), (1000.0, 3.0), (5000.0, 20.0)])
def test_a_band_stands_where_it_should_with_unit_power(centre_hz, q):
    kits, b = bands()
    b.centre_hz[:], b.q[:], b.amp[:] = centre_hz, q, 0.1
    ticks(kits, 60)
    found = ticks(kits, 1200)
    assert np.sqrt(np.mean(found.astype(float) ** 2)) == pytest.approx(0.1, rel=0.15)
    freq, power = welch(found, SAMPLE_RATE_HZ, nperseg=16_384)
    peak = freq[np.argmax(np.convolve(power, np.ones(9), "same"))]
    assert peak == pytest.approx(centre_hz, rel=0.12)
    skirts = power[np.searchsorted(freq, [centre_hz / 4, centre_hz * 4 if centre_hz < 5000 else 20_000.0])]
    assert 10 * np.log10(power.max() / skirts.max()) > 10


def test_it_stays_bounded_while_centre_and_q_leap_about():
    kits, b = bands()
    chance = np.random.default_rng(1)
    for _ in range(200):
        b.centre_hz[:], b.q[:], b.amp[:] = chance.uniform(20, 17_000), chance.uniform(0.3, 100), 0.2
        assert np.abs(kits.render()).max() < 8.0


def test_bands_do_not_hear_one_another():
    alone, a = bands(1)
    among, b = bands(11)
    for noise in (a, b):
        noise.centre_hz[:1], noise.q[:1], noise.amp[:1] = 700.0, 4.0, 0.3
    assert np.array_equal(ticks(alone, 6), ticks(among, 6))


def test_silence_is_silent():
    kits, b = bands(3)
    b.amp[:] = 0.1
    ticks(kits, 3)
    b.amp[:] = 0.0
    kits.render()
    assert not ticks(kits, 2).any()


def test_the_seed_and_the_name_make_the_noise():
    def take(name, seed):
        kits = Kits(1, 1)
        Desk(kits, name, 0, seed).noise(1).amp[:] = 0.1
        return ticks(kits, 3)

    assert np.array_equal(take("a", 1), take("a", 1))
    assert not np.array_equal(take("a", 1), take("b", 1))
    assert not np.array_equal(take("a", 1), take("a", 2))


def test_what_is_no_number_is_silenced_and_told():
    kits, b = bands(2)
    b.amp[:] = 0.1
    kits.render()
    b.centre_hz[1] = np.nan
    assert np.isfinite(kits.render()).all()
    assert kits.failed[0]
