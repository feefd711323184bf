"""The world beside its sound: what inspect knows of a performance, and the story it tells of a fault."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from installation.core.performance import Performance
from installation.hall.play import play
from installation.measure.beat import beat_of, metres_at
from installation.measure.onsets import Onsets
from installation.measure.replay import Replay, replay
from installation.measure.story import Series, story


@pytest.fixture(scope="module")
def world(slipping: Performance) -> Replay:
    return replay(slipping)


def test_it_says_what_the_moments_say(world: Replay, slipping: Performance) -> None:
    for tick, _, after, _ in play(slipping, 300, 303):
        assert world.coherence[tick + 1] == after["coherence"]
        assert world.pitches[tick + 1] == after["distinct_pitches"]
        assert world.severity["slip"][tick + 1] == after["insects"]["slip_severity"]
        assert world.bar[tick + 1] % 1.0 == pytest.approx(float(after["bar_phase"]), abs=1e-9)
    assert len(world.bar) == 721


def test_the_bar_only_goes_on(world: Replay) -> None:
    assert (np.diff(world.bar) > 0.0).all()
    assert world.bar_at(np.array([1.0]))[0] == pytest.approx(world.bar[120] % 1.0)


def test_metres_are_those_in_use(world: Replay) -> None:
    assert metres_at(world, 0.5, "insects") == (4,)
    assert metres_at(world, 0.5) == (4,)
    three = replace(world, metres={"insects": [(3, 4, 5)]})
    assert metres_at(three, 99.0, "insects") == (3, 4, 5)


def test_energy_on_the_worlds_beat_has_full_strength(world: Replay) -> None:
    bin_s = 1e-4
    at = (np.arange(60_000) + 0.5) * bin_s
    beats = np.floor(np.interp(at, world.at_s, world.bar) * world.beats)
    found = beat_of(Onsets(np.diff(beats, prepend=beats[0]), bin_s), 6, 0.0, world)
    assert np.nanmin(found.index) > 0.9999
    assert np.nanmax(found.spread_ms) < 0.1
    assert np.nanmax(np.abs(found.centre_ms)) < 0.2


def test_a_sound_that_begins_later_is_measured_there(world: Replay) -> None:
    bin_s, start_s = 1e-4, 1.3
    at = (np.arange(40_000) + 0.5) * bin_s + start_s
    beats = np.floor(np.interp(at, world.at_s, world.bar) * world.beats)
    found = beat_of(Onsets(np.diff(beats, prepend=beats[0]), bin_s), 4, start_s, world)
    assert np.nanmin(found.index) > 0.9999


def test_the_story_of_a_fault(world: Replay) -> None:
    at = np.arange(0.0, 6.0, 0.25)
    rough = np.where(at < 1.0, 0.1, 0.3)
    told = story(world, Series(at, rough), Series(at, np.where(at < 1.0, 1.0, 0.2)), 0.0, 6.0)
    assert told is not None
    assert (told["fault"], told["began_s"]) == ("slip", 1.0)
    assert told["dissonance"]["before"] == 0.1
    assert told["dissonance"]["after_to_before"] == pytest.approx(3.0)
    assert told["coherence"]["before"] == pytest.approx(1.0, abs=1e-3)
    assert told["coherence"]["least"] < 0.9
    assert told["onset_index"]["least"] == 0.2


def test_no_fault_no_story(world: Replay) -> None:
    calm = replace(world, gestures=())
    empty = Series(np.zeros(0), np.zeros(0))
    assert story(calm, empty, empty, 0.0, 6.0) is None
    assert story(world, empty, empty, 2.0, 6.0) is None


def test_a_room_that_has_not_entered_keeps_no_metre_and_sings_no_tone(world: Replay) -> None:
    heard = np.isfinite(world.tones_hz).any(axis=0)
    singing = {room for room, sounds in zip(world.voices, heard, strict=True) if sounds}
    assert "magnolias" in world.voices
    assert world.metres["magnolias"][0] == ()
    assert "magnolias" not in singing
    assert "vault" in singing
