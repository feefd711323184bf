"""Chunks of moments: what comes back is what went in, to the bit; a damaged one, or one of another cast, is refused."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from installation.core.errors import MachineError
from installation.core.moment import words
from installation.core.performance import Performance
from installation.hall.discover import layout_of, rooms
from installation.hall.play import play
from installation.offline.crew import pipe
from installation.offline.feed import Feed, fed
from installation.offline.job import moment_of
from installation.offline.moments import read_chunk
from installation.offline.stepping import Stepping, step_world

LAYOUT = layout_of(rooms())


def stepped(
    slipping: Performance, folder: Path, chunks: tuple, fps: Fraction, ticks: int = 0, feed: Feed | None = None
) -> list[Path]:
    """The chunks that a world pass writes."""
    task = Stepping(slipping, rooms(), chunks, fps, folder, ticks)
    return [path for path in step_world(task, feed) if path]


@pytest.mark.parametrize("fps", [Fraction(25), Fraction(120), Fraction(240), Fraction(30000, 1001)])
def test_frames_get_the_moments_about_them(slipping: Performance, tmp_path: Path, fps: Fraction) -> None:
    chunks = ((3, 4, 5, 9), (10, 11, 40))  # with gaps, as when a render is resumed
    paths = stepped(slipping, tmp_path, chunks, fps)
    assert sorted(tmp_path.iterdir()) == sorted(paths)
    last = moment_of(40, fps)[0]
    expected = {tick: (before, after) for tick, before, after, _ in play(slipping, 0, last + 1)}
    found = [frame for path in paths for frame in read_chunk(path, LAYOUT).frames()]
    assert [number for number, *_ in found] == [3, 4, 5, 9, 10, 11, 40]
    for number, before, after, fraction in found:
        tick, part = moment_of(number, fps)
        assert fraction == part
        for given_, wanted in zip((before, after), expected[tick], strict=True):
            assert given_.dtype == LAYOUT.dtype
            assert np.array_equal(words(given_).view(np.uint64), words(wanted).view(np.uint64))


def test_moments_shared_by_frames_are_kept_once(slipping: Performance, tmp_path: Path) -> None:
    (path,) = stepped(slipping, tmp_path, (tuple(range(240)),), Fraction(240))
    assert path.stat().st_size < 121 * LAYOUT.dtype.itemsize / 2


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_a_damaged_chunk_is_noticed(chunk: Path, tmp_path: Path, place: float, flip: int) -> None:
    whole = chunk.read_bytes()
    at = int(place * len(whole))
    for content in (whole[:at], whole[:at] + bytes([whole[at] ^ flip]) + whole[at + 1 :]):
        (tmp_path / "chunk").write_bytes(content)
        with pytest.raises(MachineError, match="damaged"):
            read_chunk(tmp_path / "chunk", LAYOUT)


@pytest.fixture(scope="module")
def chunk(slipping: Performance, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chunk")
    return stepped(slipping, folder, ((1, 2),), Fraction(60))[0]


def test_a_chunk_of_another_cast_is_refused(chunk: Path) -> None:
    fewer = layout_of(tuple(replace(room, state=()) for room in rooms()[:2]))
    with pytest.raises(MachineError, match="another cast"):
        read_chunk(chunk, fewer)


def test_the_sound_pass_is_told_of_every_tick(slipping: Performance, tmp_path: Path) -> None:
    with pipe() as (heard, told):
        feed = Feed(told, LAYOUT, 24)
        arguments = (slipping, tmp_path, ((2, 70),), Fraction(30), 251, feed)
        world = Thread(target=stepped, args=arguments)
        world.start()
        got = [(moment.tobytes(), events.tobytes()) for moment, events in fed(heard, LAYOUT)]
        world.join()
        feed.close()
    expected = [(after.tobytes(), events.tobytes()) for _, _, after, events in play(slipping, 0, 251)]
    assert got == expected
