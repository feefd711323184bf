"""The sound pass: a process of its own, which is told of every tick by the world pass and waits for nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.room import Room
from ..hall.discover import layout_of
from .crew import Talk
from .ear import Ear
from .feed import fed
from .film import Coding
from .job import Job, Span
from .outputs import sinks_of


@dataclass(frozen=True)
class Sounding:
    """What is to sound: ``mix`` is where the mix goes (None: it is there already), ``buses`` the stems."""

    job: Job
    span: Span
    cast: tuple[Room, ...]
    buses: tuple[str, ...]
    mix: Path | None
    coding: Coding


def sound(talk: Talk, task: Sounding, feed: Any) -> None:
    """Sound all that comes from the world; says ``("failures", lines)`` at the end."""
    job = task.job
    with sinks_of(job, task.span, task.buses, task.mix, task.coding) as sinks:
        ear = Ear(task.cast, job.performance.header.seed, job.channels, task.span.samples, sinks)
        for moment, events in fed(feed, layout_of(task.cast)):
            ear.tick(moment, events)
    talk.say("failures", ear.failures)
