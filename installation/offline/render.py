"""The render: one pass over the world, its sound and its frames; what is drawn is encoded behind the drawing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

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


class Progress(Protocol):
    """Told how far a render is: frames drawn, or ticks where nothing is drawn."""

    def __call__(self, done: int, of: int) -> None: ...


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
    if renderer:
        done.failures += renderer.failures.values()
    return done


def draw_frames(
    renderer: Renderer, performance: Performance, numbers: list[int], fps, take: Callable[[int, np.ndarray], None]
) -> None:
    """Draw frames ``numbers`` in that very order; ``take`` gets each number and picture. Nothing sounds."""
    needed = {moment_of(n, fps)[0] for n in numbers}
    kept = {t: (a, b) for t, a, b, _ in play(performance, min(needed), max(needed) + 1) if t in needed}
    for number in numbers:
        tick, fraction = moment_of(number, fps)
        renderer.draw(*kept[tick], fraction)
        take(number, renderer.read())


def _pass(job: Job, done: Done, world: World, renderer, outputs: Outputs, behind: Behind, progress: Progress) -> None:
    span = done.span
    ear = None
    if job.sounds:
        seed = job.performance.header.seed
        ear = Ear(world.cast, seed, job.channels, span.samples, outputs, behind)
    sounding = ticks_needed(span.samples, ear.mixer.latency_samples) if ear else 0
    drawn = moment_of(span.frames[-1], job.fps)[0] + 1 if renderer else 0
    due = iter(span.frames if renderer else ())
    number = next(due, None)
    total = len(span.frames) if renderer else max(sounding, 1)
    for tick, before, after, events in play(job.performance, 0, max(sounding, drawn), world.cast):
        if ear and tick < sounding:
            ear.tick(after, events)
        while number is not None and renderer and moment_of(number, job.fps)[0] == tick:
            renderer.draw(before, after, moment_of(number, job.fps)[1])
            behind(outputs.frame, number, renderer.read())
            number = next(due, None)
            progress(span.frames.index(number) if number is not None else total, total)
        if not renderer:
            progress(tick + 1, total)
    if ear:
        done.failures += _failures(ear)


def _failures(ear: Ear) -> list[str]:
    """A line for each room whose voice failed."""
    return [f"{name}: its voice failed and was faded out" for name in ear.mixer.failures]


def _renderer(job: Job, world: World) -> Renderer:
    from ..light.renderer import Renderer
    from ..optics.context import headless

    return Renderer(headless(), world.cast, world.layout, job.size, job.quality)


def _silent(done: int, of: int) -> None:
    pass
