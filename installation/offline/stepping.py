"""The world pass: the world stepped once, from its first tick, for all who read it.

Drawing gets chunks of moments as files; the sound pass gets every tick through a pipe. The foreman takes the pass on
by a few ticks whenever nobody wants something of him, and only while few chunks lie on the disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from ..core.performance import Performance
from ..core.room import Room
from ..hall.discover import layout_of
from ..hall.play import play
from .feed import Feed
from .job import moment_of
from .moments import Chunk, write_chunk

SLICE_TICKS = 24  # some milliseconds, after which others get their turn


@dataclass(frozen=True)
class Stepping:
    """What to step: the frames of each chunk, in order of time, and how many ticks are to sound."""

    performance: Performance
    cast: tuple[Room, ...]
    chunks: tuple[tuple[int, ...], ...]
    fps: Fraction
    folder: Path
    sounding_ticks: int


def step_world(task: Stepping, feed: Feed | None = None) -> Iterator[Path | None]:
    """Step the world; yields the path of each chunk as it is written, and None after every slice of ticks."""
    due = _Due(task)
    stop = max(task.sounding_ticks, due.stop_tick)
    for tick, before, after, events in play(task.performance, 0, stop, task.cast):
        if feed and tick < task.sounding_ticks:
            feed.add(after, events)
        for index, chunk in due.take(tick, before, after):
            path = task.folder / f"chunk-{index:06d}"
            write_chunk(path, chunk)
            yield path
        if tick % SLICE_TICKS == SLICE_TICKS - 1:
            if feed:
                feed.flush()  # before a pause that may be long: the sound need not wait for the drawing
            yield None
    if feed:
        feed.end()


class _Due:
    """Gathers the frames that fall into each tick, and gives the chunks that have become full."""

    def __init__(self, task: Stepping) -> None:
        self._layout = layout_of(task.cast)
        self._chunks, self._fps = task.chunks, task.fps
        self._index, self._chunk = 0, Chunk(self._layout)
        self.stop_tick = moment_of(task.chunks[-1][-1], task.fps)[0] + 1 if task.chunks else 0

    def take(self, tick: int, before: np.ndarray, after: np.ndarray) -> Iterator[tuple[int, Chunk]]:
        """Take in what lies between two moments."""
        while self._index < len(self._chunks):
            numbers = self._chunks[self._index]
            number = numbers[len(self._chunk)]
            due_tick, fraction = moment_of(number, self._fps)
            if due_tick != tick:
                return
            self._chunk.add(number, tick, before, after, fraction)
            if len(self._chunk) == len(numbers):
                yield self._index, self._chunk
                self._index, self._chunk = self._index + 1, Chunk(self._layout)
