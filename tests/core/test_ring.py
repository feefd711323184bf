"""The ring of moments: whole or not at all, between two real processes and across the writer's death."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from installation.core.errors import MachineError
from installation.core.moment import EVENT, MAX_EVENTS, Field, Layout, words
from installation.core.ring import ENDING, PLAYING, SLOTS, Clock, RingReader, RingWriter

LAYOUT = Layout((Field("tick", "held", whole=True), Field("x", shape=(500,))), (("toys", (Field("y"),)),))
WRITER = """
import sys, numpy as np
from installation.core.ring import RingWriter, Clock
from tests_ring_layout import LAYOUT, filled
ring = RingWriter(sys.argv[1], LAYOUT)
print("ready", flush=True)
for tick in range(10_000_000):
    ring.publish(*filled(tick))
    ring.clock(Clock(float(tick), float(tick)))
"""


def filled(tick: int) -> tuple[np.ndarray, np.ndarray]:
    """A moment and events that all say their tick, so that a mixture of two ticks shows."""
    moment = LAYOUT.empty()
    words(moment)[:] = tick
    moment["tick"] = tick
    events = np.zeros(tick % 7, EVENT)
    events["index"] = tick % 2**31
    return moment, events


def consistent(found: tuple[np.ndarray, np.ndarray], tick: int) -> bool:
    moment, events = found
    return (
        int(moment["tick"]) == tick
        and bool((moment["x"] == tick).all())
        and len(events) == tick % 7
        and bool((events["index"] == tick).all())
    )


@pytest.fixture
def ring(tmp_path):
    writer = RingWriter(tmp_path / "moments", LAYOUT)
    yield writer
    writer.path.unlink(missing_ok=True)


def test_before_the_first_moment_there_is_nothing(ring):
    reader = RingReader(ring.path, LAYOUT)
    assert (reader.head, reader.read(0), reader.pair(0.0)) == (-1, None, None)


@settings(max_examples=25, deadline=None)
@given(ticks=st.integers(1, 3 * SLOTS), start=st.integers(0, 10**9))
def test_the_last_ring_length_is_there_and_no_more(tmp_path_factory, ticks, start):
    writer = RingWriter(tmp_path_factory.mktemp("ring") / "moments", LAYOUT)
    reader = RingReader(writer.path, LAYOUT)
    for tick in range(start, start + ticks):
        writer.publish(*filled(tick))
    last = start + ticks - 1
    assert reader.head == last
    for tick in range(max(start, last - SLOTS + 1), last + 1):
        found = reader.read(tick)
        assert found is not None
        assert consistent(found, tick)
    assert reader.read(last + 1) is None
    if ticks > SLOTS:
        assert reader.read(last - SLOTS) is None
    reader.close()
    writer.close()


@settings(max_examples=40, deadline=None)
@given(byte=st.integers(0, LAYOUT.dtype.itemsize + 24 + 3 * EVENT.itemsize - 1), flip=st.integers(1, 255))
def test_any_flipped_byte_of_a_slot_is_seen(tmp_path_factory, byte, flip):
    writer = RingWriter(tmp_path_factory.mktemp("ring") / "moments", LAYOUT)
    writer.publish(*filled(3))
    reader = RingReader(writer.path, LAYOUT)
    assert reader.read(3) is not None
    at = writer._slots.ctypes.data + 3 * writer._slots.itemsize - writer._header.ctypes.data + byte
    writer._map[at] ^= flip
    assert reader.read(3) is None
    writer.close()


def test_a_slot_being_written_is_not_read(ring):
    ring.publish(*filled(5))
    ring._slots[5]["sequence"] = 2 * 5 + 1
    assert RingReader(ring.path, LAYOUT).read(5) is None


@settings(max_examples=30, deadline=None)
@given(at=st.floats(-10.0, 500.0))
def test_a_pair_lies_around_its_tick(tmp_path_factory, at):
    writer = RingWriter(tmp_path_factory.mktemp("ring") / "moments", LAYOUT)
    for tick in range(200):
        writer.publish(*filled(tick))
    reader = RingReader(writer.path, LAYOUT)
    found = reader.pair(at)
    assert found is not None
    before, after = int(found.before["tick"]), int(found.after["tick"])
    assert after == before + 1
    if 200 - SLOTS + 8 <= at <= 199:
        assert before + found.fraction == pytest.approx(at)
    writer.close()


def test_clock_carries_on(ring):
    reader = RingReader(ring.path)
    ring.clock(Clock(240.0, 10.0, 3, 0.25, 0.02))
    ring.state(PLAYING)
    assert reader.clock() == Clock(240.0, 10.0, 3, 0.25, 0.02)
    assert reader.clock().tick_at(10.5) == pytest.approx(300.0)
    assert reader.state == PLAYING != ENDING


def test_another_cast_is_refused(ring):
    other = Layout((Field("tick", "held", whole=True),), ())
    with pytest.raises(MachineError, match="another cast"):
        RingReader(ring.path, other)
    kinds = Layout((Field("tick", "held", whole=True), Field("x", "wrapped", (500,))), (("toys", (Field("y"),)),))
    with pytest.raises(MachineError, match="another cast"):
        RingReader(ring.path, kinds)


def test_a_file_that_is_no_ring_is_refused(tmp_path):
    (tmp_path / "moments").write_bytes(b"x" * 4096)
    with pytest.raises(MachineError, match="not a ring"):
        RingReader(tmp_path / "moments", LAYOUT)


def test_private_and_gone_when_closed(tmp_path):
    writer = RingWriter(tmp_path / "moments", LAYOUT)
    assert writer.path.stat().st_mode & 0o777 == 0o600
    writer.close()
    assert list(tmp_path.iterdir()) == []


def test_no_room_is_one_line(tmp_path):
    with pytest.raises(MachineError, match="no ring of moments"):
        RingWriter(tmp_path / "nowhere" / "moments", LAYOUT)


def test_more_events_than_fit_are_cut(ring):
    moment, _ = filled(0)
    ring.publish(moment, np.zeros(MAX_EVENTS + 50, EVENT))
    found = RingReader(ring.path, LAYOUT).read(0)
    assert found is not None
    assert len(found[1]) == MAX_EVENTS


def test_two_processes_and_the_writers_death(tmp_path):
    """A writer at full speed, killed without warning: nothing that was read is torn, and reading goes on."""
    (tmp_path / "tests_ring_layout.py").write_text(f"exec(open({__file__!r}).read())")
    path = tmp_path / "moments"
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        stdout=subprocess.PIPE,
        env={**__import__("os").environ, "PYTHONPATH": f"{tmp_path}:{':'.join(sys.path)}"},
    )
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        reader, seen, until = RingReader(path, LAYOUT), 0, time.monotonic() + 2.0
        while time.monotonic() < until:
            tick = reader.head - seen % 3  # the newest, being overtaken, and its elders
            found = reader.read(tick) if tick >= 0 else None
            if found is not None:
                assert consistent(found, tick)
                clock = reader.clock()
                assert clock.played_tick == clock.stamp_s
                seen += 1
        assert seen > 1000
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        head = reader.head
        found = reader.read(head)
        assert found is not None
        assert consistent(found, head)
        assert reader.pid == writer.pid
        assert reader.pair(head + 10.0) is not None
    finally:
        writer.kill()
        writer.wait()
