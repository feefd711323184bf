"""The darkness's voice: silent in calm, a crawling low cluster as far as trouble is unresolved."""

from __future__ import annotations

import numpy as np

CLUSTER_HZ = (78.1, 156.6, 166.4, 314.7)


def heard(bench, level: float) -> np.ndarray:
    darkness = bench("darkness")
    darkness.own["pitch_hz"], darkness.own["pitch_level"] = CLUSTER_HZ, level
    darkness.sound(0.2)
    return darkness.sound(2.0)


def test_it_is_silent_in_calm(bench):
    assert not heard(bench, 0.0).any()


def test_it_grows_with_what_is_unresolved(bench):
    faint, deep = (np.sqrt(np.square(heard(bench, level)).mean()) for level in (0.2, 0.8))
    assert deep > 3.0 * faint > 0.0


def test_it_lies_low(bench):
    sound = heard(bench, 0.8).sum(axis=0)
    spectrum = np.square(np.abs(np.fft.rfft(sound)))
    hz = np.fft.rfftfreq(sound.size, 1 / 48_000)
    assert spectrum[hz < 1_000].sum() > 0.95 * spectrum.sum()


def test_it_falls_silent_again(bench):
    darkness = bench("darkness")
    darkness.own["pitch_hz"], darkness.own["pitch_level"] = CLUSTER_HZ, 0.8
    darkness.sound(0.3)
    darkness.own["pitch_level"] = 0.0
    darkness.sound(0.1)
    assert np.abs(darkness.sound(0.2)).max() < 1e-6
