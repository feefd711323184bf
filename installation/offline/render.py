"""The render: one pass over the world, its sound and its frames; what is drawn is encoded behind the drawing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from ..core.errors import MachineError
from ..core.performance import Performance
from ..hall.play import end_tick, play, warnings
from ..hall.world import World
from .behind import Behind
from .config import FilmConfig, read_offline
from .ear import Ear, buses, ticks_needed
from .job import Job, Span, check, moment_of
from .outputs import Outputs, opened
from .space import check_space

if TYPE_CHECKING:
    from ..light.renderer import Renderer

log = logging.getLogger(__name__)
Progress = Callable[[int, int], None]
"""Told how much of how much is done: frames drawn, or ticks where nothing is drawn."""


@dataclass
class Done:
    """What a render came to. ``failures``: a line for each room that failed and was left out."""

    span: Span
    warnings: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def render(job: Job, progress: Progress | None = None, coding: FilmConfig | None = None) -> Done:
    """Render a job. Raises InputError before anything is written, MachineError where the machine fails."""
    check(job)
    world = World.open(job.performance.header)
    done = Done(job.span(end_tick(job.performance, world)), warnings(job.performance, world))
    names = buses(world.cast) if job.stems is not None else ()
    check_space(job, done.span, len(names))
    renderer = _renderer(job, world) if job.draws else None
    behind = Behind()
    try:
        with opened(job, done.span, names, coding or read_offline().film) as outputs:
            try:
                _pass(job, done, world, renderer, outputs, behind, progress or _silent)
                behind.drain()
            finally:
                behind.close()
    except OSError as error:  # PyAV's errors of the disk are OSErrors too
        raise MachineError(f"{job.out}: {error.strerror or error}") from error
    finally:
        if renderer:
            done.failures += renderer.failures.values()
            renderer.ctx.release()
    return done


def draw_frames(
    renderer: Renderer,
    performance: Performance,
    numbers: Sequence[int],
    fps: Fraction,
    take: Callable[[int, np.ndarray], None],
) -> None:
    """Draw frames ``numbers`` in that very order; ``take`` gets each number and picture. Nothing sounds."""
    needed = {moment_of(n, fps)[0] for n in numbers}
    kept = {t: (a, b) for t, a, b, _ in play(performance, min(needed), max(needed) + 1) if t in needed}
    for number in numbers:
        tick, fraction = moment_of(number, fps)
        renderer.draw(*kept[tick], fraction)
        take(number, renderer.read())


def _pass(
    job: Job, done: Done, world: World, renderer: Renderer | None, outputs: Outputs, behind: Behind, progress: Progress
) -> None:
    """Step the world once; sound each tick and draw each frame that falls due."""
    span, due = done.span, Due(done.span.frames if renderer else range(0), job.fps)
    ear, sounding = None, 0
    if job.sounds:
        ear = Ear(world.cast, job.performance.header.seed, job.channels, span.samples, outputs, behind)
        sounding = ticks_needed(span.samples, ear.mixer.latency_samples)
    stop = max(sounding, due.stop_tick)
    for tick, before, after, events in play(job.performance, 0, stop, world.cast):
        if ear and tick < sounding:
            ear.tick(after, events)
        if renderer and outputs.frame:
            for number, fraction in due.within(tick):
                renderer.draw(before, after, fraction)
                behind(outputs.frame, number, renderer.read())
                progress(number + 1 - span.frames.start, len(span.frames))
        else:
            progress(tick + 1, stop)
    if ear:
        done.failures += _failures(ear)


class Due:
    """Which frames fall into which tick, asked tick by tick."""

    def __init__(self, frames: range, fps: Fraction) -> None:
        self._frames, self._fps = frames, fps
        self._next = frames.start
        self.stop_tick = moment_of(frames[-1], fps)[0] + 1 if frames else 0

    def within(self, tick: int) -> Iterator[tuple[int, float]]:
        """The numbers of the frames within a tick, and how far through it each lies."""
        while self._next < self._frames.stop:
            due_tick, fraction = moment_of(self._next, self._fps)
            if due_tick != tick:
                return
            yield self._next, fraction
            self._next += 1


def _failures(ear: Ear) -> list[str]:
    """A line for each room whose voice failed."""
    return [f"{name}: its voice failed and was faded out" for name in ear.mixer.failures]


def _renderer(job: Job, world: World) -> Renderer:
    from ..light.renderer import Renderer
    from ..optics.context import headless

    return Renderer(headless(), world.cast, world.layout, job.size, job.quality)


def _silent(done: int, of: int) -> None:
    pass
