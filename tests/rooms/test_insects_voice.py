"""The insects' voice: sharp ticks on the beat, a crowd no louder than it should be, the shriek and its overtones."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt

RATE_HZ = 48_000
BAND = butter(4, (5_000.0, 14_000.0), "bandpass", fs=RATE_HZ, output="sos")


def power(sound: np.ndarray) -> np.ndarray:
    return np.square(sosfiltfilt(BAND, sound.astype(np.float64), axis=1)).sum(axis=0)


def test_a_tick_is_over_within_a_millisecond(bench, beat_events):
    heard = bench("insects").sound(0.1, {4: beat_events([0], 123.0)})
    energy = power(heard)
    at_ms = (np.arange(energy.size) - (4 * 400 + 123)) / 48.0
    centre = (energy * at_ms).sum() / energy.sum()
    spread = np.sqrt((energy * (at_ms - centre) ** 2).sum() / energy.sum())
    assert 0.0 < centre < 0.6
    assert spread < 1.0


def test_a_tick_sounds_where_its_insect_sits(bench, beat_events):
    insects = bench("insects")
    x = np.array(insects.room.oscillators.places)[:, 0]
    for perch, louder in ((int(np.argmax(x)), 1), (int(np.argmin(x)), 0)):
        left_right = power_of_channels(bench("insects").sound(0.05, {1: beat_events([perch])}))
        assert left_right[louder] > 4.0 * left_right[1 - louder]


def power_of_channels(sound: np.ndarray) -> np.ndarray:
    return np.square(sosfiltfilt(BAND, sound.astype(np.float64), axis=1)).sum(axis=1)


def test_unison_and_scatter_carry_like_energy(bench, beat_events):
    n = bench("insects").room.oscillators.count
    together = bench("insects").sound(0.7, {8: beat_events(range(n), 10.0)})
    order = np.random.default_rng(3).permutation(n)
    scattered = {8 + k: beat_events(order[4 * k : 4 * k + 4], [3.0, 99.0, 201.0, 333.0]) for k in range(n // 4)}
    apart = bench("insects").sound(0.7, scattered)
    assert abs(10 * np.log10(power(together).sum() / power(apart).sum())) < 8.0
    assert np.abs(together).max() < 0.8
    assert np.abs(apart).max() > 0.01


@pytest.mark.parametrize(("metre", "low_hz", "high_hz"), [(3, 700, 3_500), (4, 7_500, 14_000), (5, 1_500, 4_600)])
def test_each_metre_has_a_band_of_its_own(bench, beat_events, metre, low_hz, high_hz):
    def sounding(events: dict) -> np.ndarray:
        insects = bench("insects")
        insects.own["metre"] = metre
        insects.own["pitch_hz"] = 7.0 * 73.41619
        return insects.sound(0.2, events).sum(axis=0)

    heard = sounding({0: beat_events([0, 1, 2])}) - sounding({})  # without the wings, which are the same in both
    spectrum = np.square(np.abs(np.fft.rfft(heard)))
    hz = np.fft.rfftfreq(heard.size, 1 / RATE_HZ)
    assert spectrum[(hz > low_hz) & (hz < high_hz)].sum() > 0.7 * spectrum.sum()


def shriek_level(insects, seconds: float = 0.5) -> float:
    return float(np.sqrt(np.square(insects.sound(seconds)).mean()))


def test_the_shriek_is_heard_only_while_timing_is_lost(bench):
    insects = bench("insects")
    calm = shriek_level(insects)
    insects.own["slip_severity"], insects.own["slip_count"] = 0.8, 1
    insects.own["slip_at_s"] = float(insects.moment["dream_time_s"])
    insects.own["coherence"] = 0.2
    torn = shriek_level(insects)
    insects.own["coherence"] = 1.0
    insects.sound(6.0)
    assert torn > 20.0 * calm
    assert shriek_level(insects) < 0.05 * torn


def test_an_invited_shriek_settles_on_overtones_of_the_chord(bench):
    insects = bench("insects")
    root_hz = 97.9
    insects.own["pitch_hz"] = root_hz * np.array([7.0, 11.0, 13.0])
    insects.own["pitch_level"] = (0.24, 0.15, 0.11)
    insects.own["slip_guest"] = 1.0
    insects.own["slip_invited_at_s"] = 0.0
    insects.sound(5.0)
    heard = insects.sound(2.0).sum(axis=0)
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(heard.size)))
    hz = np.fft.rfftfreq(heard.size, 1 / RATE_HZ)
    for partial in (7, 11, 13, 20, 24):
        near = np.abs(hz - partial * root_hz) < 5.0
        between = np.abs(hz - (partial + 0.5) * root_hz) < 0.3 * root_hz
        assert spectrum[near].max() > 5.0 * spectrum[between].max(), partial


def test_the_choir_is_silent_without_its_guest(bench):
    insects = bench("insects")
    alone = insects.sound(0.5)
    insects.own["pitch_level"], insects.own["pitch_hz"] = 0.24, (514.0, 807.0, 954.0)
    assert np.abs(insects.sound(0.5)).max() > 2.5 * np.abs(alone).max()
