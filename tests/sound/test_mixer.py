"""The mixer: exact repeats, checkpoints, stems, and voices that fail."""

import logging

import numpy as np
import pytest

from installation.core.errors import MachineError
from installation.core.units import BLOCK
from installation.sound.master import Master


def test_two_mixers_and_a_reset_give_the_same_bytes(evening):
    e = evening(a="Choir", b="Choir")
    one, two = e.mixer(), e.mixer()
    first = e.play(one, 0, 130)
    assert np.abs(first).max() > 0.01
    assert first.tobytes() == e.play(two, 0, 130).tobytes()
    one.reset()
    assert first.tobytes() == e.play(one, 0, 130).tobytes()


@pytest.mark.parametrize("at_once", [1, 7, 64])
def test_how_many_ticks_are_asked_for_makes_no_difference(evening, at_once):
    e = evening(a="Choir")
    straight = e.play(e.mixer(), 0, 128)
    mixer, parts = e.mixer(), []
    for start in range(0, 128, at_once):
        parts.append(e.play(mixer, start, min(start + at_once, 128)))
        mixer.warm()  # whatever goes on between calls
    assert np.concatenate(parts).tobytes() == straight.tobytes()


@pytest.mark.parametrize("tick", [0, 1, 33, 90])
def test_a_checkpoint_goes_on_bit_for_bit(evening, tick):
    e = evening(a="Choir", b="Choir")
    mixer = e.mixer(channels=4)
    e.play(mixer, 0, tick) if tick else None
    saved = mixer.checkpoint()
    assert saved == mixer.checkpoint()
    expected = e.play(mixer, tick, tick + 60)
    fresh = e.mixer(channels=4)
    e.play(fresh, 40, 57)
    fresh.restore(saved)
    assert e.play(fresh, tick, tick + 60).tobytes() == expected.tobytes()


def test_a_checkpoint_that_does_not_fit_is_refused_and_nothing_is_touched(evening):
    e, other = evening(a="Choir"), evening(b="Choir")
    mixer = e.mixer()
    e.play(mixer, 0, 10)
    before = mixer.checkpoint()
    for bad in (other.mixer().checkpoint(), e.mixer(channels=4).checkpoint(), b"", before[: len(before) // 2]):
        with pytest.raises(ValueError, match="sound checkpoint"):
            mixer.restore(bad)
    assert mixer.checkpoint() == before


@pytest.mark.parametrize("channels", [1, 2, 4, 6, 8])
def test_stems_sum_to_the_mix(evening, channels):
    e = evening(a="Choir", silent="", b="Choir")
    mixer = e.mixer(channels=channels)
    out, sums = [], []
    for k in range(60):
        out.append(mixer.tick(e.moment(k), e.events(k)))
        sums.append(sum(mixer.stems.values()))
    assert sorted(mixer.stems) == ["a", "b", "hall"]
    mix, mastered = np.concatenate(sums), np.concatenate(out)
    assert mastered.shape == (60 * BLOCK, channels)
    assert mastered.dtype == np.float32
    late = mastered[BLOCK + mixer.latency_samples :]
    gain = late.std() / mix[BLOCK : BLOCK + len(late)].std()
    assert np.abs(late - gain * mix[BLOCK : BLOCK + len(late)]).max() < 1e-4


def test_a_room_is_as_loud_as_its_voice_and_presence(evening):
    e = evening(a="Choir")
    mixer = e.mixer()
    quiet = e.moment(3)
    quiet["a"]["presence"] = 0.0
    e.play(mixer, 0, 20)
    mixer.tick(quiet, e.events(1))
    assert mixer.stems["a"].any()  # on its way down, no step
    mixer.tick(quiet, e.events(1))
    assert not mixer.stems["a"].any()


@pytest.mark.parametrize("kind", ["Sick", "NanSick", "StrikeSick"])
def test_a_failing_voice_fades_out_and_the_others_play_on(evening, kind, caplog):
    well, ill = evening(a="Choir", b="Choir"), evening(a="Choir", b=kind)
    good, bad = well.mixer(), ill.mixer()
    levels = []
    with caplog.at_level(logging.CRITICAL):
        for k in range(40):
            good.tick(well.moment(k), well.events(k))
            assert np.isfinite(bad.tick(ill.moment(k), ill.events(k))).all()
            assert np.array_equal(good.stems["a"], bad.stems["a"])
            levels.append(np.abs(bad.stems["b"]).max())
    assert bad.failures == ["b"]
    assert levels[19] > 0.01
    assert levels[22] > 0  # faded, not cut
    assert not any(levels[28:])  # 50 ms are six ticks


@pytest.mark.parametrize("kind", ["Sick", "NanSick", "StrikeSick"])
def test_strict_raises(evening, kind):
    e = evening(b=kind)
    mixer = e.mixer(strict=True)
    with pytest.raises((MachineError, RuntimeError, ValueError)):
        e.play(mixer, 0, 30)


def test_a_voice_that_cannot_be_made_is_left_out(evening):
    e = evening(a="Choir", b="Missing")
    mixer = e.mixer()
    assert np.abs(e.play(mixer, 0, 20)).max() > 0
    assert mixer.failures == ["b"]
    with pytest.raises(AttributeError):
        e.mixer(strict=True)


def test_a_level_that_is_no_number_is_silence(evening):
    e = evening(a="Choir")
    mixer = e.mixer()
    e.play(mixer, 0, 10)
    ill = e.moment(10)
    ill["level"], ill["a"]["voice"] = np.nan, np.nan
    for _ in range(3):
        out = mixer.tick(ill, e.events(1))
    assert np.isfinite(out).all()
    assert np.abs(out).max() < 1e-6


def test_the_level_scales_the_whole(evening):
    e = evening(a="Choir")

    def loudness(level):
        mixer, out = e.mixer(), []
        for k in range(40):
            m = e.moment(k)
            m["level"] = level
            out.append(mixer.tick(m, e.events(k)))
        return np.concatenate(out)[4000:].std()

    assert loudness(0.5) == pytest.approx(0.5 * loudness(1.0), rel=1e-3)


def test_warm_leaves_no_trace(evening):
    e = evening(a="Choir")
    warmed, cold = e.mixer(), e.mixer()
    warmed.warm()
    assert e.play(warmed, 0, 20).tobytes() == e.play(cold, 0, 20).tobytes()
    assert warmed.latency_samples == Master.latency_samples
