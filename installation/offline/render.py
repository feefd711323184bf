"""The render: a world pass, a sound pass and drawing, all at once.

A film or folder is made in parts, the world stepped here, sound and drawing in processes of their own; what is
finished of it outlives an interruption. A sound file or a still is made in one go in this process.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from ..core.errors import MachineError
from ..hall.play import end_tick, play, warnings
from ..hall.world import World
from .config import FilmConfig, read_offline
from .draft import draft
from .ear import Ear, buses, ticks_needed
from .film import Coding, coding_of, join
from .foreman import Foreman, Progress
from .job import Job, Span, check, moment_of
from .logged import gathered
from .making import driver_of, making_of
from .outputs import comment_of, sinks_of
from .packets import read_packets
from .space import check_space
from .stills import write_png
from .store import FilmStore, store_of


@dataclass
class Done:
    """What a render came to. ``failures``: a line for each room that failed and was left out; ``log``: tracebacks."""

    span: Span
    warnings: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)


def render(job: Job, progress: Progress | None = None, coding: FilmConfig | None = None) -> Done:
    """Render a job.

    Raises InputError before anything is written, MachineError where the machine fails. Where frames of an unfinished
    render are kept, the error's note says how it goes on.
    """
    check(job)
    world = World.open(job.performance.header)
    done = Done(job.span(end_tick(job.performance, world)), warnings(job.performance, world))
    check_space(job, done.span, len(buses(world.cast)) if job.stems is not None else 0, world.layout.dtype.itemsize)
    how = coding_of(job, coding or read_offline().film)
    try:
        with gathered(done.log):
            (_in_parts if job.in_parts else _in_one_go)(job, done, world, how, progress or _silent)
    except OSError as error:  # PyAV's errors of the disk are OSErrors too
        raise _noted(MachineError(f"{job.out}: {error.strerror or error}"), error) from error
    return done


def _in_parts(job: Job, done: Done, world: World, coding: Coding, progress: Progress) -> None:
    """A film or folder: all passes, then, for a film, its parts joined."""
    store = store_of(job, done.span, making_of(job, done.span, world.cast, driver_of(), coding))
    chunks = store.begin(job.resume)
    names = buses(world.cast) if job.stems is not None else ()
    foreman = Foreman(job, done.span, world.cast, names, coding, store, progress)
    foreman.failures |= dict.fromkeys(store.failures)
    try:
        foreman.run(chunks)
        if isinstance(store, FilmStore):
            _join(job, done.span, coding, store)
    except BaseException as error:
        kept = store.finish(False)
        if kept:
            of = len(done.span.frames)
            error.add_note(f"{kept} of {of} frames are kept, and the same command with --resume goes on from there")
        raise
    store.finish(True)
    done.failures += foreman.failures


def _join(job: Job, span: Span, coding: Coding, store: FilmStore) -> None:
    pictures = chain.from_iterable(map(read_packets, store.segments()))
    comment = comment_of(span, job.performance.header.seed)
    with draft(job.out) as temporary:
        join(temporary, job.out.suffix.lower(), coding, comment, pictures, read_packets(store.sound))


def _in_one_go(job: Job, done: Done, world: World, coding: Coding, progress: Progress) -> None:
    """A sound file, or a still with perhaps its stems."""
    names = buses(world.cast) if job.stems is not None else ()
    mix = job.out if job.kind == "sound" else None
    with sinks_of(job, done.span, names, mix, coding) as sinks:
        ear = Ear(world.cast, job.performance.header.seed, job.channels, done.span.samples, sinks) if sinks else None
        sounding = ticks_needed(done.span.samples, ear.mixer.latency_samples) if ear else 0
        due, fraction = moment_of(done.span.frames.start, job.fps) if job.draws else (-1, 0.0)
        stop = max(sounding, due + 1)
        for tick, before, after, events in play(job.performance, 0, stop, world.cast):
            if ear and tick < sounding:
                ear.tick(after, events)
            if tick == due:
                done.failures += _draw_still(job, world, before, after, fraction)
            progress(tick + 1, stop)
    done.failures += ear.failures if ear else ()


def _draw_still(job: Job, world: World, before: np.ndarray, after: np.ndarray, fraction: float) -> list[str]:
    from ..light.renderer import Renderer
    from ..optics.context import headless

    renderer = Renderer(headless(), world.cast, world.layout, job.size, job.quality)
    try:
        renderer.draw(before, after, fraction)
        write_png(job.out, renderer.read())
        return list(renderer.failures.values())
    finally:
        renderer.ctx.release()


def _noted(error: MachineError, cause: BaseException) -> MachineError:
    for note in getattr(cause, "__notes__", ()):
        error.add_note(note)
    return error


def _silent(done: int, of: int) -> None:
    pass
