"""The magnolias' voice: strings on their slots, in tune, where they stand; petals that bounce; the sprite's flute."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt

from installation.core.moment import EVENT
from installation.core.room import INVITED, STARTLED
from installation.core.units import TICK_S

RATE_HZ = 48_000
PITCH_HZ = (146.8, 220.2, 367.1, 440.5, 734.2, 881.0)
LEVELS = (0.42, 0.42, 0.40, 0.36, 0.28, 0.22)
GUEST_HZ = (1101.2, 1321.5, 1541.7)
BAR_S = 2.5


def harp(bench, guest: float = 0.0):
    magnolias = bench("magnolias")
    magnolias.own["pitch_hz"] = (*PITCH_HZ, *GUEST_HZ)
    magnolias.own["pitch_level"] = (*LEVELS, *(guest * level for level in (0.2, 0.13, 0.09)))
    magnolias.own["popcorn_guest"], magnolias.own["popcorn_invited_at_s"] = guest, -20.0
    magnolias.moment["bar_s"] = BAR_S
    return magnolias


def perform(magnolias, beat_events, bars: float, lag=0.0) -> np.ndarray:
    """Play the streams through the bar, each ``lag (24,)`` turns behind; beats fall where their phases cross them."""
    n = magnolias.room.oscillators.count
    behind = np.broadcast_to(lag, n)
    step = TICK_S / BAR_S
    made = []
    for tick in range(round(bars / step)):
        bar = tick * step
        metre = magnolias.own["metre"]
        phase, after = bar - behind, bar + step - behind
        crossed = np.flatnonzero(np.floor(after * metre - 1e-9) > np.floor(phase * metre - 1e-9))
        edge = np.floor(after * metre - 1e-9)[crossed] / metre[crossed]
        magnolias.own["phase"] = after % 1.0
        magnolias.own["beats"][crossed] += 1
        magnolias.moment["bars"], magnolias.moment["bar_phase"] = int(bar + step), (bar + step) % 1.0
        sample = np.clip((edge - phase[crossed]) / step * 400.0, 0.0, 399.0)
        made.append(magnolias.tick(beat_events(crossed, sample) if len(crossed) else None))
    return np.concatenate(made, axis=1)


def onset_places(sound: np.ndarray) -> np.ndarray:
    """Eighths of the bar (fractional) at which the bright beginnings of plucks lie."""
    band = butter(4, (5_000.0, 12_000.0), "bandpass", fs=RATE_HZ, output="sos")
    power = np.square(sosfiltfilt(band, sound.astype(np.float64), axis=1)).sum(axis=0)
    loud = np.flatnonzero(power > 0.05 * power.max())
    first = loud[np.diff(loud, prepend=-10_000) > 2_400]
    return first / RATE_HZ / (BAR_S / 8)


def test_plucks_begin_on_the_eighths_and_nowhere_else(bench, beat_events):
    places = onset_places(perform(harp(bench), beat_events, 2.0))
    assert 8 <= len(places) <= 16
    assert np.abs(places - np.round(places)).max() < 0.01


def test_the_figure_is_the_same_after_streams_were_lost_and_found(bench, beat_events):
    """Slots are read from the phases, not counted: beats missed or doubled in between change nothing."""
    straight, found = harp(bench), harp(bench)
    found.own["beats"] += np.arange(24)
    a, b = perform(straight, beat_events, 1.0), perform(found, beat_events, 1.0)
    assert a.tobytes() == b.tobytes()


def test_bars_differ_and_come_again(bench, beat_events):
    magnolias = harp(bench)
    heard = perform(magnolias, beat_events, 3.0).sum(axis=0)
    bar = round(BAR_S * RATE_HZ)
    one, two, three = (np.abs(heard[k * bar : (k + 1) * bar]) for k in range(3))
    blocks = [part.reshape(-1, 2_500).mean(axis=1) for part in (one, two, three)]
    assert np.corrcoef(blocks[0], blocks[2])[0, 1] > np.corrcoef(blocks[0], blocks[1])[0, 1]


@pytest.mark.parametrize("pitch", range(6))
def test_strings_are_in_tune(bench, pitch):
    magnolias = harp(bench)
    magnolias.tick()
    magnolias.voice._harp.pluck(4, 0.0, PITCH_HZ[pitch], 0.4)
    heard = magnolias.sound(1.5).sum(axis=0)
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(heard.size), 1 << 18))
    hz = np.fft.rfftfreq(1 << 18, 1 / RATE_HZ)
    near = (hz > 0.9 * PITCH_HZ[pitch]) & (hz < 1.1 * PITCH_HZ[pitch])
    found = float(hz[near][np.argmax(spectrum[near])])
    assert abs(1200 * np.log2(found / PITCH_HZ[pitch])) < 6.0


def test_a_string_sounds_where_its_stream_flies(bench):
    x = np.array(bench("magnolias").room.oscillators.places)[:, 0]
    for string, louder in ((int(np.argmax(x)), 1), (int(np.argmin(x)), 0)):
        magnolias = harp(bench)
        magnolias.tick()
        magnolias.voice._harp.pluck(string, 0.0, 440.0, 0.4)
        power = np.square(magnolias.sound(0.4)).sum(axis=1)
        assert power[louder] > 4.0 * power[1 - louder]


def test_high_strings_die_sooner(bench):
    def lasting(hz: float) -> float:
        magnolias = harp(bench)
        magnolias.tick()
        magnolias.voice._harp.pluck(0, 0.0, hz, 0.4)
        heard = magnolias.sound(1.6)
        return float(np.square(heard[:, 48_000:]).sum() / np.square(heard[:, :24_000]).sum())

    assert lasting(110.0) > 5.0 * lasting(1760.0) > 0.0


def test_scattered_streams_smear_the_figure_and_petals_knock(bench, beat_events):
    lost, calm = harp(bench), harp(bench)
    lost.own["popcorn_severity"] = 0.9
    lag = np.random.default_rng(2).random(24)
    apart, together = perform(lost, beat_events, 2.0, lag), perform(calm, beat_events, 2.0)
    places, ordered = onset_places(apart), onset_places(together)
    off = np.abs(places - np.round(places)).mean()
    assert off > 0.1 > np.abs(ordered - np.round(ordered)).mean()
    assert np.abs(apart).max() < 1.0


def test_petals_lie_still_in_calm(bench, beat_events):
    """Beats that no string sounds on are silent; under trouble the same beats knock."""

    def knocks(severity: float) -> float:
        magnolias = harp(bench)
        magnolias.own["pitch_level"] = 0.0
        magnolias.own["popcorn_severity"] = severity
        return float(np.abs(perform(magnolias, beat_events, 0.5)).max())

    assert knocks(0.9) > 0.005
    assert knocks(0.0) < 1e-3  # nails without strings


def test_the_guest_adds_its_tones_and_is_silent_before(bench):
    def at(magnolias, hz: float) -> float:
        magnolias.sound(1.0)
        heard = magnolias.sound(2.0).sum(axis=0)
        spectrum = np.abs(np.fft.rfft(heard * np.hanning(heard.size))) / heard.size
        return float(spectrum[round(hz * 2.0) - 8 : round(hz * 2.0) + 9].max())

    for hz in GUEST_HZ:
        assert at(harp(bench, 1.0), hz) > 1e-4
        assert at(harp(bench, 0.0), hz) < 1e-8


def test_the_sprite_is_startled_as_she_comes(bench):
    magnolias = harp(bench, 1.0)
    magnolias.own["popcorn_invited_at_s"] = 0.0
    freq = magnolias.kits.partials.freq_hz
    magnolias.sound(0.1)
    early = abs(np.log2(freq[0] / GUEST_HZ[0]))
    magnolias.sound(6.0)
    assert early > 0.1
    assert abs(np.log2(freq[0] / GUEST_HZ[0])) < 0.01


def test_with_the_guest_the_right_hand_plays_three_against_two(bench, beat_events):
    magnolias = harp(bench)
    magnolias.own["metre"] = np.resize(magnolias.room.oscillators.guest_metre, 24)
    places = onset_places(perform(magnolias, beat_events, 2.0))
    off_eighths = np.abs(places - np.round(places)) > 0.05
    twelfths = places[off_eighths] * 12 / 8
    assert off_eighths.sum() >= 3
    assert np.abs(twelfths - np.round(twelfths)).max() < 0.02


@pytest.mark.parametrize(("kind", "lasts_s"), [(INVITED, 1.9), (STARTLED, 0.32)])
def test_an_answer_sweeps_all_strings_once(bench, kind, lasts_s):
    """Slowly as the sprite joins, in a start as she is startled."""
    magnolias = harp(bench)
    magnolias.sound(0.1)
    told = np.zeros(1, EVENT)
    told["kind"] = kind
    plucked = []
    pluck = magnolias.voice._harp.pluck
    magnolias.voice._harp.pluck = lambda string, *how: (plucked.append((tick, string)), pluck(string, *how))
    for tick in range(360):
        magnolias.tick(told if tick == 0 else None)
    assert [string for _, string in plucked] == list(range(24))
    assert abs(plucked[-1][0] / 120 - lasts_s * 23 / 24) < 0.02


def test_the_same_evening_sounds_the_same(bench, beat_events):
    a, b = (perform(harp(bench, 1.0), beat_events, 1.0, 0.01) for _ in range(2))
    assert a.tobytes() == b.tobytes()
