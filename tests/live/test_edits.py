"""Edits while the evening runs: shaders are named to the window, a score's colours reach the moment; nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from installation.core import resources
from installation.core.performance import Header, Performance
from installation.core.ring import RingReader, RingWriter
from installation.core.units import BLOCK
from installation.hall.world import World
from installation.live import watch
from installation.live.config import read_live
from installation.live.edits import ScoreEdits, ShaderEdits
from installation.live.post import PostBox
from installation.live.pulse import Parts, Pulse
from installation.score import score as scores
from installation.score.palette import linear_rgb
from installation.sound.mixer import Mixer

from .conftest import until, wait_for
from .test_pulse import Tape

KEY = "key = [0.86, 0.030, 235.0]"  # of the first movement
RED = "key = [0.62, 0.220, 29.0]"


@pytest.fixture
def checkout(tmp_path, monkeypatch) -> Path:
    """A checkout with configs and shaders of its own."""
    for kind in ("configs", "shaders"):
        shutil.copytree(resources.folder(kind), tmp_path / kind)
    for module in (watch, scores):
        monkeypatch.setattr(module, "folder", lambda kind: tmp_path / kind)
    return tmp_path


def test_shaders_are_told_by_their_names(checkout):
    edits = ShaderEdits.open(True)
    try:
        (checkout / "shaders/vault/notes.txt").write_text("no shader")
        wall = checkout / "shaders/vault/wall.frag"
        found = until(lambda: wall.write_text(wall.read_text()), edits.take, "a change")
        assert found == {"shaders/vault/wall.frag"}
        new = checkout / "shaders/lib/new.glsl"
        new.with_suffix(".part").write_text("float f;\n")
        new.with_suffix(".part").rename(new)  # as many editors save
        assert wait_for(edits.take, 10, "a new file") == {"shaders/lib/new.glsl"}
        assert edits.take() == set()
    finally:
        edits.close()
    assert not edits._watch._thread.is_alive()


def test_an_installed_piece_and_a_gallery_are_not_watched(checkout, tmp_path, monkeypatch):
    assert watch.checkout("shaders") == checkout / "shaders"
    assert ShaderEdits.open(False) is None
    monkeypatch.setattr(watch, "PACKAGE", tmp_path)
    assert watch.checkout("shaders") is None
    assert ShaderEdits.open(True) is None
    (tmp_path / "live.toml").write_text("[picture]\nreload = false\n")
    assert read_live(tmp_path / "live.toml").picture.reload is False
    assert read_live().picture.reload is True


def test_what_cannot_be_watched_is_one_line(tmp_path, caplog):
    watch.Watch(tmp_path / "nowhere", lambda path: True, lambda paths: None)._thread.join(10)
    assert len(caplog.records) == 1
    assert "nowhere is not watched" in caplog.records[0].getMessage()


class Score:
    """The first movement's score file, its watch, and what the watch has said."""

    def __init__(self, path: Path, edits: ScoreEdits, caplog) -> None:
        self.path, self.edits, self._caplog = path, edits, caplog
        self._whole = path.read_text()

    def taken(self, old: str, new: str) -> object:
        """What comes of an edit."""
        assert old in self._whole
        return until(lambda: self.path.write_text(self._whole.replace(old, new, 1)), self.edits.take, "a new reading")

    def refused(self, old: str, new: str) -> str:
        """What is said of an edit of which nothing comes."""
        assert old in self._whole
        self._caplog.clear()
        text = self._whole.replace(old, new, 1)
        until(lambda: self.path.write_text(text), lambda: self._caplog.records, "a line")
        assert self.edits.take() is None
        return self._caplog.records[0].getMessage()


@pytest.fixture
def score(checkout, caplog):
    edits = ScoreEdits.open(True, "evening", scores.read_score("evening"))
    yield Score(checkout / "configs/scores/evening.toml", edits, caplog)
    edits.close()


def test_colours_that_were_edited_come_in_while_it_plays(score, tmp_path):
    """The moment's palette moves to the new key slowly, and the notes stay what they were."""
    parts, pulse = playing(tmp_path, score.edits)
    ring = RingReader(tmp_path / "moments", parts.world.layout)
    pulse._fill()
    before = parts.world.moment["palette"].copy()
    goal = linear_rgb(np.array([0.62, 0.220, 29.0]))
    edited = score.taken(KEY, RED)
    score.edits._newest.append(edited)
    steps = []
    while parts.world.tick < 3 * 120:
        pulse._turn()
        steps.append(parts.world.moment["palette"][0].copy())
    distance = np.abs(np.array(steps) - goal).max(axis=1)
    assert distance[-1] < 0.6 * np.abs(before[0] - goal).max()
    assert (np.diff(distance) <= 1e-9).all()
    assert -np.diff(distance).min() < 0.02, "it dissolves, it does not jump"
    assert np.array_equal(parts.world.moment["palette"][1:], before[1:])
    plain = World.open(Header())
    while plain.tick < parts.world.tick:
        plain.step()
    last, _ = ring.read(parts.world.tick)
    assert np.array_equal(last["engine"]["pitch_hz"], plain.moment["engine"]["pitch_hz"])
    parts.ring.close()
    parts.box.close()


def playing(folder: Path, edits: ScoreEdits) -> tuple[Parts, Pulse]:
    world = World.open(Header())
    ring, box = RingWriter(folder / "moments", world.layout), PostBox(folder / "gestures")
    parts = Parts(world, Mixer(world.cast, 7), Tape(keep=False), ring, box, Performance(Header()), None, edits)
    return parts, Pulse(parts, 3 * BLOCK, None)


def test_a_broken_score_changes_nothing_and_says_why(score):
    line = score.refused(KEY, "key = [0.86, 0.030")
    assert "evening.toml" in line
    assert "line " in line
    assert line.endswith("the colours stay as they were")
    assert score.taken(KEY, RED).movements[0].palette.key == (0.62, 0.22, 29.0)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (KEY, "key = [86.0, 3.0, 235.0]", "silver.palette"),
        ("exposure = 0.0", "exposure = 40.0", "silver.exposure"),
        (KEY, "key = [nan, 0.0, 0.0]", "not finite"),
        ('name = "silver"', 'name = "gold"', "other movements or bars"),
        ("bars = 20", "bars = 21", "other movements or bars"),
    ],
)
def test_what_would_blind_or_move_the_evening_is_not_taken_over(score, old, new, told):
    assert told in score.refused(old, new)


def test_chords_that_were_edited_wait_for_the_next_evening(score, caplog):
    edited = score.taken('bass = "1"', 'bass = "3/2"')
    assert edited.movements[0].chords[0].bass == "3/2"
    assert "the rest waits for the next evening" in caplog.records[0].getMessage()
