"""The record: a performance file from its first line on, whole after every gesture."""

from __future__ import annotations

import io

import pytest

from installation.core import gestures as g
from installation.core.errors import InputError
from installation.core.performance import Header, read
from installation.core.units import WEEK_TICKS
from installation.live import record
from installation.live.record import Recorder, refuse_existing


def test_whole_after_every_line(tmp_path):
    path = tmp_path / "evening.jsonl"
    recorder = Recorder(path, Header(seed=3))
    assert read(path).header == Header(seed=3)
    recorder.write([g.Breathe(tick=4, value=0.5), g.Invite(tick=4, fault="slip")])
    assert read(path).gestures == (g.Breathe(tick=4, value=0.5), g.Invite(tick=4, fault="slip"))
    recorder.close(9)
    assert read(path).end_tick == 9


def test_one_end_is_enough(tmp_path):
    recorder = Recorder(tmp_path / "evening.jsonl", Header())
    recorder.write([g.End(tick=5)])
    recorder.close(6)
    assert [x.tick for x in read(tmp_path / "evening.jsonl").gestures] == [5]


def test_where_it_cannot_be_written_is_said(tmp_path):
    with pytest.raises(InputError, match="--record"):
        Recorder(tmp_path / "no" / "where.jsonl", Header())


def test_an_existing_file_is_never_overwritten(tmp_path):
    path = tmp_path / "evening.jsonl"
    path.write_text("mine")
    with pytest.raises(InputError, match="found an existing file; expected a new name"):
        Recorder(path, Header())
    with pytest.raises(InputError, match="found an existing file; expected a new name"):
        refuse_existing(str(path), None)
    (tmp_path / "link.jsonl").symlink_to(path)
    with pytest.raises(InputError, match="the performance that is to be played"):
        refuse_existing(str(tmp_path / "link.jsonl"), str(path))
    assert path.read_text() == "mine"


def test_a_new_file_is_not_refused_and_not_made(tmp_path):
    refuse_existing(None, None)
    refuse_existing(str(tmp_path / "new.jsonl"), str(tmp_path / "played.jsonl"))
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InputError, match="no folder"):
        refuse_existing(str(tmp_path / "no" / "where.jsonl"), None)


class Disk(io.FileIO):
    """A file on a disk with ``free`` bytes left, which takes a last part of a line before it refuses."""

    free = 0

    def write(self, data) -> int:
        if self.free == 0:
            raise OSError(28, "No space left on device")
        written = super().write(data[: self.free])
        self.free -= written
        return written


@pytest.fixture
def disk(monkeypatch):
    """``disk(free)``: files opened from here on lie on a disk with so many bytes left."""

    def fill(free: int) -> None:
        monkeypatch.setattr(Disk, "free", free)
        monkeypatch.setattr(record.Path, "open", lambda path, mode, buffering: Disk(path, mode))

    return fill


def test_a_full_disk_ends_the_record_and_nothing_else(tmp_path, disk, capfd):
    disk(150)
    path = tmp_path / "evening.jsonl"
    recorder = Recorder(path, Header(seed=3))
    for tick in range(9):
        recorder.write([g.Breathe(tick=tick, value=0.5)])
    recorder.close(9)
    told = capfd.readouterr().err.splitlines()
    assert len(told) == 1
    assert "No space left on device; the record ends here, the evening plays on" in told[0]
    with open(path, encoding="utf-8") as file:
        kept = file.read()
    assert kept.endswith("\n")
    assert 0 < kept.count("breathe") < 9


def test_a_disk_that_is_full_from_the_start_is_said_at_once(tmp_path, disk):
    disk(10)
    with pytest.raises(InputError, match="No space left on device"):
        Recorder(tmp_path / "evening.jsonl", Header())
    assert list(tmp_path.iterdir()) == []


def test_a_record_is_a_week_long_at_most(tmp_path, capfd):
    path = tmp_path / "evening.jsonl"
    recorder = Recorder(path, Header())
    recorder.write([g.Panic(tick=WEEK_TICKS)])
    recorder.write([g.Panic(tick=WEEK_TICKS + 1)])
    recorder.write([g.Panic(tick=WEEK_TICKS + 2)])
    recorder.close(WEEK_TICKS + 3)
    assert read(path).gestures == (g.Panic(tick=WEEK_TICKS), g.End(tick=WEEK_TICKS))
    assert capfd.readouterr().err.count("a week is full") == 1
