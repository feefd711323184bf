"""Drawing: processes that read moments, draw and encode. Any of them may draw any chunk; none remembers a frame.

Each has one GL context for as long as it lives. What is drawn is encoded on a thread behind the drawing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from ..core.performance import Performance
from ..core.room import Room
from ..hall.discover import layout_of
from .behind import Behind
from .crew import Talk
from .draft import draft
from .film import Coding, Pictures
from .job import Job, moment_of
from .moments import read_chunk
from .packets import write_packets
from .stills import frame_name, png

if TYPE_CHECKING:
    from ..light.renderer import Renderer


def segment_name(first: int) -> str:
    """The name of the segment of a film that begins with frame ``first``."""
    return f"segment-{first:09d}"


THREADS = "LP_NUM_THREADS"  # Mesa's llvmpipe reads it as a context is made; 0 draws in the calling thread


class Sink(Protocol):
    """Where the frames of one chunk go, in order; both give the SHA-256 of frames that now lie on the disk."""

    def frame(self, number: int, rgb: np.ndarray) -> dict[int, str]: ...

    def finish(self) -> dict[int, str]: ...


@dataclass(frozen=True)
class Drawing:
    """What a process draws, and into which folder. ``threads``: its share of the cores, None for all."""

    job: Job
    cast: tuple[Room, ...]
    place: Path
    coding: Coding
    first: int  # number of the job's first frame
    threads: int | None = None

    def sink(self, first: int) -> Sink:
        """The sink of a chunk that begins with frame ``first``."""
        return _Segment(self, first) if self.job.kind == "film" else _Frames(self.place)


def draw(talk: Talk, task: Drawing) -> None:
    """Draw the chunks at the paths that are given, until None comes.

    Says ``("drawn", number)`` of every frame, ``("free",)`` when a chunk is drawn, ``("kept", {number: SHA-256})``
    of each that lies on the disk as a file; before that ``("failures", lines)`` where rooms failed.
    """
    from ..light.renderer import Renderer
    from ..optics.context import headless

    if task.threads is not None:
        os.environ.setdefault(THREADS, str(task.threads))
    renderer = Renderer(headless(), task.cast, layout_of(task.cast), task.job.size, task.job.quality)
    behind = Behind()
    try:
        while (path := talk.hear()) is not None:
            _draw_chunk(talk, task, renderer, behind, path)
            talk.say("free")
        behind.drain()
    finally:
        behind.close()
    renderer.ctx.release()


def draw_frames(
    renderer: Renderer,
    performance: Performance,
    numbers: Sequence[int],
    fps: Fraction,
    take: Callable[[int, np.ndarray], None],
) -> None:
    """Draw frames ``numbers`` in that very order, in this process; ``take`` gets each number and picture."""
    from ..hall.play import play

    needed = {moment_of(n, fps)[0] for n in numbers}
    kept = {t: (a, b) for t, a, b, _ in play(performance, min(needed), max(needed) + 1) if t in needed}
    for number in numbers:
        tick, fraction = moment_of(number, fps)
        renderer.draw(*kept[tick], fraction)
        take(number, renderer.read())


def share_of_cores(workers: int) -> int | None:
    """How many threads of software GL each of ``workers`` gets: None for all, 0 to draw in its own thread alone."""
    if workers <= 1:
        return None
    share = len(os.sched_getaffinity(0)) // workers
    return share if share > 1 else 0


def _draw_chunk(talk: Talk, task: Drawing, renderer: Renderer, behind: Behind, path: Path) -> None:
    chunk = read_chunk(path, layout_of(task.cast))
    sink, told = task.sink(chunk.first), 0
    for number, before, after, fraction in chunk.frames():
        renderer.draw(before, after, fraction)
        rgb = renderer.read()
        if len(renderer.failures) > told:
            told = len(renderer.failures)
            talk.say("failures", list(renderer.failures.values()))  # before anything of it is kept
        behind(lambda *frame: _keep(talk, sink.frame(*frame)), number, rgb)
        talk.say("drawn", number)
    behind(lambda: _keep(talk, sink.finish()))


def _keep(talk: Talk, sums: dict[int, str]) -> None:
    if sums:
        talk.say("kept", sums)


class _Frames:
    """Frames as PNG files of a folder."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def frame(self, number: int, rgb: np.ndarray) -> dict[int, str]:
        content = png(rgb)
        with draft(self._place / frame_name(number)) as temporary:
            temporary.write_bytes(content)
        return {number: hashlib.sha256(content).hexdigest()}

    def finish(self) -> dict[int, str]:
        return {}


class _Segment:
    """Frames as one segment of a film, on the disk once all are there."""

    def __init__(self, task: Drawing, first: int) -> None:
        self._path = task.place / segment_name(first)
        self._pictures = Pictures(task.coding, first - task.first)

    def frame(self, number: int, rgb: np.ndarray) -> dict[int, str]:
        self._pictures.frame(rgb)
        return {}

    def finish(self) -> dict[int, str]:
        with draft(self._path) as temporary:
            write_packets(temporary, self._pictures.finish())
        return {}
