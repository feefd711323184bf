"""The partial bank against numpy in float64: frequency, ramps, the top of the band, targets that are no numbers."""

import numpy as np
import pytest

from installation.core.units import BLOCK, SAMPLE_RATE_HZ
from installation.dsp.desk import Desk, Kits


def bank(n=1, channels=1):
    kits = Kits(1, channels)
    return kits, Desk(kits, "room", 0, 7).partials(n)


def ticks(kits, n, row=0):
    return np.concatenate([kits.render()[0, row].copy() for _ in range(n)])


def error_db(found, expected):
    return 20 * np.log10(np.sqrt(np.mean((found - expected) ** 2)) / np.sqrt(np.mean(expected**2)))


@pytest.mark.parametrize("freq_hz", [27.5, 441.3, 3333.3, 17_900.0])
def test_a_steady_partial_is_a_sine_for_seconds(freq_hz):
    kits, p = bank()
    p.phase_turns[:], p.freq_hz[:], p.amp[:] = 0.3, freq_hz, 0.5
    found = ticks(kits, 240)
    t = np.arange(len(found)) / SAMPLE_RATE_HZ
    expected = 0.5 * np.minimum(1.0, np.arange(len(t)) / BLOCK) * np.sin(2 * np.pi * (0.3 + freq_hz * t))
    assert error_db(found, expected) < -90


def test_frequency_and_gain_run_in_straight_lines():
    kits, p = bank(channels=2)
    p.phase_turns[:], p.freq_hz[:], p.amp[:], p.azimuth_turns[:] = 0.0, 500.0, 0.5, -0.25
    kits.render()
    start = float(p.phase_turns[0])
    p.freq_hz[:], p.amp[:], p.azimuth_turns[:], p.send[:] = 800.0, 0.8, 0.25, 0.5
    out = kits.render()[0].astype(float)
    i = np.arange(BLOCK)
    wave = np.sin(2 * np.pi * (start + (500.0 * i + 300.0 * i * i / (2 * BLOCK)) / SAMPLE_RATE_HZ))
    assert error_db(out[0], wave * 0.5 * (1 - i / BLOCK)) < -90
    assert error_db(out[1], wave * 0.8 * i / BLOCK) < -90
    assert error_db(out[2], wave * 0.4 * i / BLOCK) < -90


def test_there_is_no_step_from_tick_to_tick():
    kits, p = bank()
    chance = np.random.default_rng(3)
    found = []
    for _ in range(40):
        p.freq_hz[:], p.amp[:] = chance.uniform(100, 400), chance.uniform(0, 1)
        found.append(kits.render()[0, 0].copy())
    steepest = 2 * np.pi * 400 / SAMPLE_RATE_HZ + 1 / BLOCK
    assert np.abs(np.diff(np.concatenate(found))).max() < 1.05 * steepest


def test_above_the_band_a_partial_fades_and_none_folds_back():
    kits, p = bank()
    p.amp[:] = 0.5
    p.freq_hz[:] = 19_000.0
    ticks(kits, 2)
    assert np.abs(ticks(kits, 4)).max() == pytest.approx(0.25, abs=0.01)
    for freq_hz in (20_000.0, 30_000.0, 1e9):
        p.freq_hz[:] = freq_hz
        kits.render()
        assert not ticks(kits, 2).any()


def test_a_partial_that_was_silent_starts_at_its_own_pitch():
    kits, p = bank()
    p.freq_hz[:] = 5000.0
    kits.render()
    p.phase_turns[:], p.freq_hz[:], p.amp[:] = 0.0, 200.0, 1.0
    found = kits.render()[0, 0]
    assert np.count_nonzero(np.diff(np.signbit(found[1:]))) in (2, 3)


@pytest.mark.parametrize("field", ["freq_hz", "amp", "azimuth_turns", "send"])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_what_is_no_number_is_silenced_and_told(field, value):
    kits, p = bank(2)
    p.freq_hz[:], p.amp[:] = 300.0, 0.1
    kits.render()
    getattr(p, field)[1] = value
    out = kits.render()
    assert np.isfinite(out).all()
    assert kits.failed[0]
    kits.render()
    assert not kits.failed[0]


def test_a_full_bank_says_so():
    kits = Kits(1, 2)
    with pytest.raises(ValueError, match="partials"):
        Desk(kits, "room", 0, 7).partials(10_000)
