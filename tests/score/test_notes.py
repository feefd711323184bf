"""Played notes are drawn into the hall's tuning."""

import numpy as np
import pytest

from installation.core import gestures as g
from installation.score.evening import NOTES
from installation.score.notes import Notes, tuned

ROOT = float(np.log2(73.41619))
CHORD = ROOT + np.log2(np.array([1, 1, 3 / 2, 5 / 2, 4]))


def test_a_note_near_a_tone_of_the_chord_becomes_it():
    third = np.log2(440.0) + (66 - 69) / 12  # f sharp, 14 cents above the just third over d
    assert (tuned(third, CHORD, ROOT) - (ROOT + np.log2(5 / 4))) % 1.0 == pytest.approx(0.0, abs=1e-9)


def test_a_note_sounds_and_is_released():
    notes = Notes()
    notes.play(g.Play(tick=0, pitch=69.0, velocity=0.8, id=1), CHORD, ROOT)
    for _ in range(60):
        notes.step(1 / 120)
    assert notes.level.max() > 0.6
    notes.play(g.Play(tick=0, pitch=69.0, velocity=0.0, id=1), CHORD, ROOT)
    for _ in range(1200):
        notes.step(1 / 120)
    assert notes.level.max() == 0.0


def test_more_notes_than_places_take_the_oldest():
    notes = Notes()
    for pitch in range(60, 60 + NOTES + 3):
        notes.play(g.Play(tick=0, pitch=pitch, velocity=0.8), CHORD, ROOT)
        for _ in range(12):
            notes.step(1 / 120)
    assert 60.0 not in notes.key
    assert 60.0 + NOTES + 2 in notes.key
