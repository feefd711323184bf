"""Gestures by datagram: whatever arrives, only gestures come out, at the heart's tick."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.core import gestures as g
from installation.core.performance import MAX_LINE_BYTES
from installation.live.post import MOST_A_TICK, PostBox, Sender, decoded, newest


@pytest.fixture
def box(tmp_path):
    made = PostBox(tmp_path / "gestures")
    yield made
    made.close()


def test_what_is_sent_arrives_at_the_hearts_tick(box):
    sender = Sender(box.path)
    assert sender.send([g.Will(tick=0, x=0.5, y=-0.25, source="keyboard")]) == 0
    assert box.take(77) == [g.Will(tick=77, x=0.5, y=-0.25, source="keyboard")]
    assert box.take(78) == []


def test_of_a_continuous_gesture_the_newest_wins(box):
    sender = Sender(box.path)
    for value in (0.1, 0.2, 0.9):
        sender.send([g.Breathe(tick=0, value=value), g.Play(tick=0, pitch=60 + value, velocity=0.5)])
    kinds = [type(found).__name__ for found in box.take(3)]
    assert kinds.count("Breathe") == 1
    assert kinds.count("Play") == 3


def test_notes_bend_apart():
    bends = [g.Bend(tick=0, id=i, semitones=s) for i, s in ((1, 0.1), (2, 0.2), (1, 0.3))]
    assert newest(bends) == bends[1:]


def test_hostile_datagrams_are_counted_and_dropped(box):
    raw = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    hostile = (
        b"",
        b"\xff\xfe",
        b"{}",
        b"[" * 4000,
        b'{"tick":0,"gesture":"breathe","value":2}',
        b"x" * MAX_LINE_BYTES * 2,
    )
    for datagram in hostile:
        raw.sendto(datagram, str(box.path))
    assert box.take(0) == []
    assert box.refused == len(hostile)


def test_a_flood_is_taken_a_little_at_a_time(box):
    sender = Sender(box.path)
    taken, waiting = [], sender.send(g.Play(tick=0, pitch=60.0, velocity=i / 200) for i in range(200))
    while waiting or not taken or taken[-1]:
        taken.append(box.take(len(taken)))
        waiting = sender.send()
    assert max(map(len, taken)) <= MOST_A_TICK
    assert [found.velocity for tick in taken for found in tick] == [i / 200 for i in range(200)]


def test_a_heart_that_comes_later_gets_what_counts(tmp_path):
    sender = Sender(tmp_path / "later")
    assert sender.send([g.Panic(tick=0), g.Breathe(tick=0, value=0.2)]) == 2
    assert sender.send([g.Breathe(tick=0, value=0.0)]) == 2
    box = PostBox(tmp_path / "later")
    assert sender.send() == 0
    assert box.take(1) == [g.Panic(tick=1), g.Breathe(tick=1, value=0.0)]
    box.close()


def test_the_box_is_private_and_goes(tmp_path):
    box = PostBox(tmp_path / "gestures")
    assert box.path.stat().st_mode & 0o077 == 0
    box.close()
    assert list(tmp_path.iterdir()) == []


FIELDS = st.dictionaries(st.sampled_from(["value", "x", "tick", "id"]), st.floats())


@given(st.binary(max_size=200))
def test_no_bytes_raise(datagram):
    found = decoded(datagram, 5)
    assert found is None or found.tick == 5


@given(st.sampled_from(sorted(g.VOCABULARY)), FIELDS)
def test_no_line_raises(name, fields):
    text = "{" + ",".join([f'"gesture":"{name}"', *(f'"{k}":{v}' for k, v in fields.items())]) + "}"
    found = decoded(text.encode(), 9)
    assert found is None or found.tick == 9
