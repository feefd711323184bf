"""Struck modes: pitch, decay, the sample they start at, stealing, and what is refused."""

import numpy as np
import pytest

from installation.core.units import BLOCK, SAMPLE_RATE_HZ
from installation.dsp.desk import Desk, Kits


def body(table, slots=16, channels=1):
    kits = Kits(1, channels)
    return kits, Desk(kits, "room", 0, 7).modes(np.array(table, float), slots)


def ticks(kits, n):
    return np.concatenate([kits.render()[0, 0].copy() for _ in range(n)])


@pytest.mark.parametrize("at", [0.0, 10.25, 237.5, 399.0])
def test_a_strike_is_a_decaying_sine_from_its_own_sample(at):
    kits, m = body([[[1234.5, 0.8, 0.5]]])
    m.strike(at, 0, 0.5)
    found = ticks(kits, 60)
    t = (np.arange(len(found)) - at) / SAMPLE_RATE_HZ
    expected = np.where(t >= 0, 0.25 * 10 ** (-3 * t / 0.8) * np.sin(2 * np.pi * 1234.5 * t), 0.0)
    assert np.abs(found - expected).max() < 2e-5


def test_decay_as_measured():
    kits, m = body([[[700.0, 1.5, 1.0]]])
    m.strike(0, 0, 1.0)
    found = ticks(kits, 240)
    rms = np.sqrt(np.mean(found.reshape(-1, 4800).astype(float) ** 2, axis=1))  # every 0.1 s
    slope_db_s = np.polyfit(np.arange(len(rms)) * 0.1, 20 * np.log10(rms), 1)[0]
    assert -60.0 / slope_db_s == pytest.approx(1.5, rel=0.01)


def test_pitch_ratio_moves_every_mode_and_none_folds_back():
    kits, m = body([[[400.0, 1.0, 0.5], [9000.0, 1.0, 0.5]]])
    m.strike(0, 0, 1.0, 0.0, 2.5)  # the upper mode would stand at 22.5 kHz
    spectrum = np.abs(np.fft.rfft(ticks(kits, 120) * np.hanning(48_000)))
    assert np.argmax(spectrum) == pytest.approx(1000, abs=1)
    assert spectrum[15_000:].max() < 1e-4 * spectrum.max()


def test_many_strikes_in_a_tick_sum():
    kits, m = body([[[500.0, 0.5, 0.2]], [[800.0, 0.3, 0.1]]])
    m.strike([3.0, 100.5], [0, 1], [0.5, 0.7], [0.0, 0.0], [1.0, 1.5])
    both = ticks(kits, 8)
    parts = []
    for at, which, gain, ratio in ((3.0, 0, 0.5, 1.0), (100.5, 1, 0.7, 1.5)):
        kits, m = body([[[500.0, 0.5, 0.2]], [[800.0, 0.3, 0.1]]])
        m.strike(at, which, gain, 0.0, ratio)
        parts.append(ticks(kits, 8))
    assert both == pytest.approx(sum(parts), abs=1e-6)


def test_the_weakest_gives_way_without_a_click():
    kits, m = body([[[150.0, 4.0, 0.5]]], slots=2)
    m.strike(0, 0, 0.2)
    m.strike(0, 0, 0.9)
    before = ticks(kits, 2)
    m.strike(200.0, 0, 0.5)
    after = ticks(kits, 2)
    assert np.abs(np.diff(np.concatenate([before, after]))).max() < 0.03
    assert np.abs(after).max() > 0.35  # the strong one still rings
    assert (kits.modes.live > 0).sum() == 2


def test_a_slot_is_free_again_when_it_has_rung_out():
    kits, m = body([[[300.0, 0.05, 0.5], [900.0, 0.02, 0.5]]], slots=1)
    m.strike(0, 0, 1.0)
    ticks(kits, 24)
    assert not kits.modes.live.any()
    assert not ticks(kits, 1).any()


def test_places_and_the_hall_get_their_share():
    kits, m = body([[[300.0, 1.0, 1.0]]], channels=2)
    m.send[:] = 0.5
    m.strike(0, 0, 1.0, 0.25)
    out = kits.render()[0]
    assert not out[0].any()
    assert out[2] == pytest.approx(0.5 * out[1], abs=1e-5)


@pytest.mark.parametrize(
    "strike", [(np.nan, 0, 1), (0, 0, np.inf), (-1, 0, 1), (BLOCK, 0, 1), (0, 1, 1), (0, 0, 1, 0, 0), (0, 0, 1e9)]
)
def test_a_strike_that_makes_no_sense_is_refused(strike):
    _, m = body([[[300.0, 1.0, 1.0]]])
    with pytest.raises(ValueError, match="strike"):
        m.strike(*strike)


@pytest.mark.parametrize("table", [[[300.0, 1.0, 1.0]], [[[300.0, 0.0, 1.0]]], [[[np.nan, 1.0, 1.0]]]])
def test_a_table_that_makes_no_sense_is_refused(table):
    with pytest.raises(ValueError, match="modes"):
        body(table)
