"""The record: a performance file from its first line on, whole after every gesture."""

from __future__ import annotations

import pytest

from installation.core import gestures as g
from installation.core.errors import InputError
from installation.core.performance import Header, read
from installation.live.record import Recorder


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
