"""The engine's voice: the song sings its pitches, the heart strikes on its beats, played notes sound."""

from __future__ import annotations

import numpy as np

SONG_HZ = (440.5, 440.5, 146.8, 73.4)


def singing(bench, trouble: float = 0.0):
    engine = bench("engine")
    engine.own["pitch_hz"], engine.own["pitch_level"] = SONG_HZ, (1.0, 0.45, 0.4, 0.25)
    engine.own["trouble"] = trouble
    engine.sound(0.3)
    return engine


def peak_hz(sound: np.ndarray, low_hz: float, high_hz: float) -> float:
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(sound.size), 1 << 18))
    hz = np.fft.rfftfreq(1 << 18, 1 / 48_000)
    inside = (hz > low_hz) & (hz < high_hz)
    return float(hz[inside][np.argmax(spectrum[inside])])


def test_the_song_sings_its_pitch(bench):
    heard = singing(bench).sound(2.0).sum(axis=0)
    assert abs(1200 * np.log2(peak_hz(heard, 400, 490) / SONG_HZ[0])) < 12.0
    assert abs(1200 * np.log2(peak_hz(heard, 830, 930) / (2 * SONG_HZ[0]))) < 12.0


def test_a_new_note_sets_out_softly_and_vibrato_comes_late(bench):
    engine = singing(bench)
    before = np.square(engine.sound(0.3)).mean()
    engine.own["pitch_at_s"] = float(engine.moment["dream_time_s"])
    engine.sound(0.05)
    assert np.square(engine.sound(0.03)).mean() < 0.8 * before
    partial = engine.kits.partials.freq_hz
    early = np.ptp([(engine.tick(), partial[0])[1] for _ in range(30)])
    engine.sound(1.5)
    late = np.ptp([(engine.tick(), partial[0])[1] for _ in range(30)])
    assert late > 1.5 * early


def test_trouble_makes_it_growl_between_the_harmonics(bench):
    def between(trouble: float) -> float:
        heard = singing(bench, trouble).sound(2.0).sum(axis=0)
        spectrum = np.abs(np.fft.rfft(heard * np.hanning(heard.size)))
        hz = np.fft.rfftfreq(heard.size, 1 / 48_000)
        return float(spectrum[(hz > 640) & (hz < 690)].max() / spectrum[(hz > 420) & (hz < 460)].max())

    assert between(0.9) > 3.0 * between(0.0)


def test_the_heart_strikes_on_its_beat_and_once_more(bench, beat_events):
    engine = bench("engine")
    engine.own["pitch_hz"] = SONG_HZ
    quiet = np.abs(engine.sound(0.1)).max()
    heard = engine.sound(0.6, {10: beat_events([0], 200.0)})
    onset = np.flatnonzero(np.abs(heard[0]) > 1e-3)[0]
    assert quiet < 1e-4
    assert 0 <= onset - (10 * 400 + 200) < 48
    assert abs(peak_hz(heard[0], 50, 130) - SONG_HZ[3]) < 3.0
    engine.own["heart_phase"] = 0.27
    engine.tick()
    engine.own["heart_phase"] = 0.29
    before = np.abs(heard[:, -800:]).max()
    assert np.abs(engine.sound(0.05)).max() > 1.5 * before


def test_strokes_leave_no_constant_behind(bench, beat_events):
    engine = bench("engine")
    engine.own["pitch_hz"] = SONG_HZ
    total = []
    for beat in range(8):
        engine.own["beats"][0] = beat
        total.append(engine.sound(0.5, {0: beat_events([0])}))
    sound = np.concatenate(total, axis=1)
    assert abs(sound.mean()) < 0.02 * np.sqrt(np.square(sound).mean())


def test_a_played_note_is_struck_and_sings_on(bench):
    def played(velocity: float) -> np.ndarray:
        engine = bench("engine")
        engine.own["pitch_hz"] = SONG_HZ
        engine.sound(0.05)
        engine.moment["note_hz"][2], engine.moment["note_count"][2] = 660.0, 1
        engine.moment["note_level"][2] = 0.69 * velocity
        struck = engine.sound(0.05)
        engine.moment["note_level"][2] = velocity
        return np.concatenate([struck, engine.sound(1.0)], axis=1)

    loud, soft = played(0.9), played(0.3)
    assert np.abs(loud[:, 24_000:]).max() > 0.01
    assert np.square(loud).sum() > 3.0 * np.square(soft).sum()
    assert abs(peak_hz(loud[0, 24_000:], 600, 720) - 660.0) < 2.0
