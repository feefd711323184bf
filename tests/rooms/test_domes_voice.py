"""The lullaby: silent until it is called, hummed in tune, breath drawn one after another."""

from __future__ import annotations

import numpy as np

PITCH_HZ = (73.4, 183.5, 220.2)


def choir(bench, called: float):
    domes = bench("domes")
    domes.own["pitch_hz"] = PITCH_HZ
    domes.own["pitch_level"] = np.array((0.5, 0.45, 0.6)) * called
    return domes


def hum(domes, seconds: float) -> np.ndarray:
    """Sing on, the bar going on with the time."""
    made = []
    for _ in range(round(seconds * 120)):
        bar = (float(domes.moment["dream_time_s"]) + 1 / 120) / 2.5
        domes.moment["bars"], domes.moment["bar_phase"] = int(bar), bar % 1.0
        domes.own["phase"] = bar % 1.0
        made.append(domes.tick())
    return np.concatenate(made, axis=1)


def test_it_is_silent_until_it_is_called(bench):
    assert not hum(choir(bench, 0.0), 1.0).any()


def test_it_falls_silent_when_it_is_done(bench):
    domes = choir(bench, 1.0)
    assert np.abs(hum(domes, 2.0)).max() > 0.01
    domes.own["pitch_level"] = 0.0
    hum(domes, 2.0)
    assert not hum(domes, 0.2).any()


def test_it_is_hummed_in_tune_and_low(bench):
    domes = choir(bench, 1.0)
    hum(domes, 1.0)
    heard = hum(domes, 4.0).sum(axis=0)
    spectrum = np.square(np.abs(np.fft.rfft(heard * np.hanning(heard.size), 1 << 18)))
    hz = np.fft.rfftfreq(1 << 18, 1 / 48_000)
    for pitch in PITCH_HZ[1:]:
        near = (hz > 0.95 * pitch) & (hz < 1.05 * pitch)
        centre = (spectrum[near] * hz[near]).sum() / spectrum[near].sum()
        assert abs(1200 * np.log2(centre / pitch)) < 12.0
    assert spectrum[hz < 1_000].sum() > 0.95 * spectrum.sum()


def test_monks_draw_breath_one_after_another(bench):
    """Each falls silent between two phrases, none at the same time as another; the choir as a whole goes on."""
    domes = choir(bench, 1.0)
    hum(domes, 5.0)
    levels = []
    for _ in range(60):
        hum(domes, 1 / 12)
        levels.append(domes.voice.memory["level"].copy())
    levels = np.array(levels)
    assert (levels.min(axis=0) < 0.25 * levels.max(axis=0)).all()
    assert len(set(levels.argmin(axis=0))) == 7
    assert levels.sum(axis=1).min() > 0.2 * levels.sum(axis=1).max()


def test_it_comes_softly(bench):
    """Called at once, it swells in: no monk begins at full level."""
    domes = choir(bench, 1.0)
    first = np.abs(hum(domes, 1 / 40)).max()
    assert first < 0.3 * np.abs(hum(domes, 2.0)).max()


def test_the_same_evening_sounds_the_same(bench):
    assert hum(choir(bench, 0.7), 0.5).tobytes() == hum(choir(bench, 0.7), 0.5).tobytes()
