"""The floor's voice: a faint glass tone in tune, that a ripple of will makes ring and trouble makes tremble."""

from __future__ import annotations

import numpy as np

PITCH_HZ = (881.0, 1468.3)


def glass(bench, trouble: float = 0.0):
    floor = bench("floor")
    floor.own["pitch_hz"], floor.own["pitch_level"] = PITCH_HZ, (0.22, 0.12)
    floor.own["trouble"] = trouble
    floor.moment["will_at_s"] = -1e6
    return floor


def level(sound: np.ndarray) -> float:
    return float(np.sqrt(np.square(sound).mean()))


def test_it_sounds_its_pitches_faintly(bench):
    floor = glass(bench)
    floor.sound(0.1)
    heard = floor.sound(4.0)
    spectrum = np.abs(np.fft.rfft(heard.sum(axis=0) * np.hanning(heard.shape[1])))
    hz = np.fft.rfftfreq(heard.shape[1], 1 / 48_000)
    loudest = float(hz[np.argmax(spectrum)])
    assert abs(1200 * np.log2(loudest / PITCH_HZ[0])) < 5.0
    assert 1e-4 < level(heard) < 0.01


def test_a_ripple_of_will_makes_it_ring(bench):
    floor = glass(bench)
    before = level(floor.sound(1.0))
    floor.moment["will_at_s"][2] = float(floor.moment["dream_time_s"])
    rung = level(floor.sound(1.0))
    floor.sound(14.0)
    assert rung > 2.5 * before
    assert level(floor.sound(1.0)) < 2.0 * before


def test_it_trembles_in_trouble(bench):
    """Its partials' levels shake several times a second."""

    def shaking(trouble: float) -> float:
        floor = glass(bench, trouble)
        floor.sound(0.1)
        amps = []
        for _ in range(120):
            floor.tick()
            amps.append(float(floor.kits.partials.amp[0]))
        return float(np.std(amps) / np.mean(amps))

    assert shaking(0.6) > 3.0 * shaking(0.0)


def test_a_ripple_makes_no_click(bench):
    floor = glass(bench)
    floor.sound(0.5)
    floor.moment["will_at_s"][0] = float(floor.moment["dream_time_s"])
    heard = floor.sound(0.5).sum(axis=0)
    spectrum = np.square(np.abs(np.fft.rfft(heard * np.hanning(heard.size))))
    hz = np.fft.rfftfreq(heard.size, 1 / 48_000)
    assert spectrum[hz > 9_000].sum() < 1e-4 * spectrum.sum()


def test_the_same_evening_sounds_the_same(bench):
    assert glass(bench).sound(0.5).tobytes() == glass(bench).sound(0.5).tobytes()
