"""Sensory dissonance, its gradient, and adaptive tuning: every voice comes home, or goes where it was chosen to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.core.room import Pitch, Room
from installation.score.harmony import Harmony, dissonance_of, distinct_pitches, gradient, valleys

JUST = (1.0, 9 / 8, 6 / 5, 5 / 4, 4 / 3, 3 / 2, 8 / 5, 5 / 3, 7 / 4, 15 / 8, 2.0, 5 / 2, 3.0, 7 / 2, 4.0, 11 / 2)
chords = st.lists(st.sampled_from(JUST), min_size=2, max_size=8, unique=True)
roots = st.floats(60.0, 400.0)


def harmony_of(chord, root_hz, pitches_free=True) -> Harmony:
    room = Room("choir", ("X",), pitches=tuple(Pitch(f"v{i}", "lead") for i in range(len(chord))))
    made = Harmony.of((room,), 0)
    made.target[:] = np.log2(root_hz * np.array(chord))
    made.level[:] = 1.0
    return made


def plain_dissonance(hz, amp):
    """The formula over all pairs, as it is written in the literature."""
    total = 0.0
    for i in range(len(hz)):
        for j in range(i + 1, len(hz)):
            low, df = min(hz[i], hz[j]), abs(hz[i] - hz[j])
            s = 0.24 / (0.0207 * low + 18.96)
            total += min(amp[i], amp[j]) * (np.exp(-3.5 * s * df) - np.exp(-5.75 * s * df))
    return total / sum(amp)


@given(chords, roots)
def test_it_is_the_published_sum_but_for_pairs_that_hardly_beat(chord, root_hz):
    harmony = harmony_of(chord, root_hz)
    hz = np.concatenate([2.0 ** harmony.target[i] * np.arange(1, 9) for i in range(len(chord))])
    amp = harmony.weights.ravel()
    sounding = amp > 1e-5
    value = dissonance_of(harmony.target, harmony.level, harmony.weights)
    assert value == pytest.approx(plain_dissonance(hz[sounding], amp[sounding]), abs=0.02)


@given(chords, roots, st.integers(0, 7), st.floats(-60.0, 60.0))
def test_the_gradient_is_the_slope(chord, root_hz, which, cents):
    harmony = harmony_of(chord, root_hz)
    which %= len(chord)
    at = harmony.target.copy()
    at[which] += cents / 1200.0
    step = np.zeros(len(chord))
    step[which] = 0.01 / 1200.0
    below, here, above = (dissonance_of(at + k * step, harmony.level, harmony.weights) for k in (-1, 0, 1))
    sides = sorted(((here - below) / 0.01, (above - here) / 0.01))
    # Where two partials meet the curve has a kink, and any slope between its two sides is one of the curve's.
    assert sides[0] - 2e-5 <= gradient(at, harmony.level, harmony.weights)[which] <= sides[1] + 2e-5


@given(chords, roots, st.integers(0, 7), st.floats(-100.0, 100.0))
def test_a_voice_within_a_semitone_comes_home(chord, root_hz, which, cents):
    harmony = harmony_of(chord, root_hz)
    which %= len(chord)
    harmony.offset[which] = cents
    for _ in range(3 * 60):
        harmony.step(1 / 60)
    assert abs(harmony.offset[which]) < 7.0
    assert np.abs(harmony.offset).max() < 7.0


@given(chords, roots, st.floats(-100.0, 100.0), st.integers(0, 3))
def test_a_voice_goes_to_the_consonance_that_was_chosen(chord, root_hz, cents, choice):
    harmony = harmony_of(chord, root_hz)
    found = valleys(harmony, 0)
    harmony.chosen[0] = found[choice % len(found)]
    harmony.offset[0] = cents
    for _ in range(3 * 60):
        harmony.step(1 / 60)
    assert harmony.offset[0] == pytest.approx(harmony.chosen[0], abs=7.0)


def test_the_score_s_own_tone_is_always_a_choice():
    assert valleys(harmony_of((1.0, 5 / 4, 3 / 2), 220.0), 1)[0] == 0.0


def test_trouble_holds_voices_off_and_lets_them_go():
    harmony = harmony_of((1.0, 3 / 2, 2.0, 5 / 2, 3.0, 4.0), 110.0)
    home = dissonance_of(harmony.log2_hz, harmony.level, harmony.weights)
    harmony.strain[:] = (30.0, -45.0, 60.0, -50.0, 40.0, -60.0)
    for _ in range(180):
        harmony.step(1 / 60)
    assert harmony.offset == pytest.approx(harmony.strain, abs=12.0)
    assert harmony.figures[0] > 1.5 * home
    harmony.strain[:] = 0.0
    for _ in range(180):
        harmony.step(1 / 60)
    assert harmony.figures[0] == pytest.approx(home, rel=0.1)


@pytest.mark.parametrize(
    ("cents", "levels", "count"),
    [
        ((0, 30, 700), (1, 1, 1), 2),
        ((0, 1200, 2400), (1, 1, 1), 3),
        ((0, 700), (1, 0.009), 1),
        ((0, 700), (1, 0.011), 2),
        ((0, 51), (0, 0), 0),
    ],
)
def test_distinct_pitches_are_fifty_cents_apart_and_within_forty_decibels(cents, levels, count):
    assert distinct_pitches(8.0 + np.array(cents) / 1200.0, np.array(levels, float)) == count
