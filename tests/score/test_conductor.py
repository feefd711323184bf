"""Following the score: beats, chords that are just, camera without jumps, the evening beginning anew."""

from fractions import Fraction

import msgspec
import numpy as np
import pytest

from installation.core.errors import InputError
from installation.core.resources import folder
from installation.hall.discover import rooms
from installation.score.conductor import Conductor
from installation.score.score import PARTS, read_score

SCORE = read_score("evening")


@pytest.fixture
def conductor():
    made = Conductor(SCORE, rooms())
    made.step(0.0, 0.0)
    return made


def run(conductor, seconds, now_s=0.0):
    again = False
    for tick in range(round(seconds * 120)):
        again |= conductor.step(1 / 120, now_s + (tick + 1) / 120)
    return again


def test_beats_come_at_the_score_s_tempo(conductor):
    run(conductor, 10.01)
    assert conductor.beats == 16
    assert conductor.bars == 4
    assert conductor.beat_at_s == pytest.approx(10.0, abs=1e-6)


def test_every_chord_is_just_and_moves_by_small_steps():
    for movement in SCORE.movements:
        for chord in movement.chords:
            assert all(Fraction(getattr(chord, part)) / Fraction(chord.root) < 9 for part in PARTS)
            assert max(Fraction(getattr(chord, p)).denominator for p in PARTS) <= 6
        for a, b in zip(movement.chords, movement.chords[1:], strict=False):
            steps = [abs(np.log2(float(Fraction(getattr(a, p)) / Fraction(getattr(b, p))))) * 12 for p in PARTS[1:]]
            assert np.median(steps) <= 5.1


def test_voices_glide_to_the_next_chord(conductor):
    run(conductor, 9.9)
    before = conductor.glided.copy()
    run(conductor, 0.2, 9.9)
    assert not np.allclose(conductor.glided, conductor.goal)
    run(conductor, 1.5, 10.1)
    assert np.allclose(conductor.glided, conductor.goal, atol=1e-6)
    assert not np.allclose(before, conductor.goal)


def test_a_scene_is_gone_to_and_the_beat_goes_on(conductor):
    run(conductor, 3.0)
    phase = conductor.phase
    conductor.go_to(SCORE.index("gathering"))
    run(conductor, 1 / 120, 3.0)
    assert SCORE.movements[conductor.movement].name == "gathering"
    assert conductor.phase == pytest.approx(phase, abs=0.01)


def test_the_evening_begins_anew(conductor):
    assert run(conductor, SCORE.bars * SCORE.bar_s + 0.5)
    assert conductor.position < 1.0


def test_colours_and_looks_dissolve_and_can_be_read_anew(conductor):
    silver = conductor.colours.copy()
    conductor.go_to(SCORE.index("rest"))
    run(conductor, 1.0)
    halfway = conductor.colours.copy()
    assert not np.allclose(halfway, silver)
    other = msgspec.structs.replace(
        SCORE, movements=[msgspec.structs.replace(m, exposure=0.5) for m in SCORE.movements]
    )
    conductor.recolour(other)
    assert conductor.exposure == 0.5


@pytest.mark.parametrize(
    ("found", "put", "reason"),
    [
        ("{ bar = 20.0, eye", "{ bar = 0.0, eye", "rising bars"),
        ("{ bar = 20.0, eye", "{ bar = 21.0, eye", "rising bars"),
        ("eye = [7.0,", "eye = [nan,", "not finite"),
        ('name = "operation"', 'name = "silver"', "names that differ"),
        ('root = "1"', 'root = "0"', "valid score"),
        ("bar_s = 2.5", "bar_s = 2.5\nbpm = 96", "bpm"),
    ],
)
def test_a_score_that_cannot_be_played_is_refused_in_one_line(tmp_path, monkeypatch, found, put, reason):
    text = (folder("configs") / "scores" / "evening.toml").read_text("utf-8")
    assert found in text
    (tmp_path / "scores").mkdir()
    (tmp_path / "scores" / "odd.toml").write_text(text.replace(found, put, 1), "utf-8")
    monkeypatch.setattr("installation.score.score.folder", lambda kind: tmp_path)
    with pytest.raises(InputError, match=reason) as caught:
        read_score("odd")
    assert "\n" not in str(caught.value)
