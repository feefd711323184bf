"""The foreman of a render in parts: steps the world, hands chunks of moments to those who draw, notes what is done.

At most ``AHEAD`` chunks more than there are processes that draw lie on the disk at once: the world waits for them.
"""

from __future__ import annotations

import logging
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..core.room import Room
from ..hall.discover import layout_of
from ..sound.mixer import Mixer
from .crew import Crew, Member, pipe
from .draft import home
from .drawing import Drawing, draw, share_of_cores
from .ear import ticks_needed
from .feed import Feed
from .film import Coding
from .job import AHEAD, Job, Span
from .leftovers import moments_folder, sweep
from .sounding import Sounding, sound
from .stepping import SLICE_TICKS, Stepping, step_world
from .store import Store

log = logging.getLogger(__name__)
Progress = Callable[[int, int], None]
"""Told how much of how much is done: frames drawn, or ticks where nothing is drawn."""


@dataclass
class Foreman:
    """One render in parts. ``failures`` comes to hold a line for each room that failed."""

    job: Job
    span: Span
    cast: tuple[Room, ...]
    buses: tuple[str, ...]
    coding: Coding
    store: Store
    progress: Progress
    failures: dict[str, None] = field(default_factory=dict)
    _world: Iterator[Path | None] = field(default_factory=lambda: iter(()))
    _most: int = 0  # chunks on the disk at once
    _on_disk: int = 0  # chunks that are not drawn yet
    _ready: deque[Path] = field(default_factory=deque)  # chunks that nobody draws yet
    _idle: deque[Member] = field(default_factory=deque)
    _hands: dict[str, Path] = field(default_factory=dict)  # the chunk that each process draws, by its name
    _left: int = 0  # chunks not yet given out
    _drawn: int = 0

    def run(self, chunks: list[tuple[int, ...]]) -> None:
        """Draw the frames of ``chunks`` and make what sound is missing. Raises MachineError where a process dies."""
        sounds = self.store.mix is not None or self.job.stems is not None
        if not chunks and not sounds:
            return
        self._left, self._drawn = len(chunks), len(self.span.frames) - sum(map(len, chunks))
        if self._drawn:
            self.progress(self._drawn, len(self.span.frames))  # so that the time left is not reckoned from these
        with ExitStack() as stack:
            if self.job.stems is not None:
                stack.enter_context(home(self.job.stems))
            moments = moments_folder(self.store.place)
            stack.callback(shutil.rmtree, moments, ignore_errors=True)
            crew = Crew()
            stack.callback(self._sweep, crew)
            heard, told = stack.enter_context(pipe())
            feed = Feed(told, layout_of(self.cast), SLICE_TICKS)
            stack.callback(feed.close)
            stack.enter_context(crew)
            self._draw(crew, len(chunks))
            if sounds:
                self._sound(crew, heard)
            ticks = ticks_needed(self.span.samples, Mixer.latency_samples) if sounds else 0
            task = Stepping(self.job.performance, self.cast, tuple(chunks), self.job.fps, moments, ticks)
            self._world = step_world(task, feed if sounds else None)
            for member, message in crew.listen(self._step):
                self._heed(member, *message)

    def _sweep(self, crew: Crew) -> None:
        stems = () if self.job.stems is None else (self.job.stems,)
        sweep((self.store.place, *stems), crew.pids)

    def _draw(self, crew: Crew, chunks: int) -> None:
        count = min(self.job.workers, chunks)
        share = share_of_cores(count)
        drawing = Drawing(self.job, self.cast, self.store.place, self.coding, self.span.frames.start, share)
        for k in range(count):
            self._idle.append(crew.start(f"drawing process {k + 1}", draw, drawing))
        self._most = count + AHEAD

    def _sound(self, crew: Crew, heard: Any) -> None:
        sounding = Sounding(self.job, self.span, self.cast, self.buses, self.store.mix, self.coding)
        crew.start("the sound pass", sound, sounding, heard)
        heard.close()  # or what is sent to a sound pass that died would wait for ever

    def _step(self) -> bool:
        """Take the world pass on by a little; False where it is over, or must wait for the drawing."""
        if self._on_disk >= self._most:
            return False
        try:
            path = next(self._world)
        except StopIteration:
            return False
        if path:
            self._on_disk += 1
            self._ready.append(path)
            self._deal()
        return True

    def _heed(self, member: Member, kind: str, *words: object) -> None:
        match kind, *words:
            case "drawn", int():
                self._drawn += 1
                self.progress(self._drawn, len(self.span.frames))
            case "free", *_:
                self._hands.pop(member.name).unlink(missing_ok=True)
                self._on_disk -= 1
                self._idle.append(member)
                self._deal()
            case "kept", dict() as sums:
                self.store.keep(sums)
            case "failures", list() as lines:
                self.failures |= dict.fromkeys(lines)
                self.store.fail(lines)
            case "log", str() as text:
                log.error(text)  # with its traceback, as it was logged there

    def _deal(self) -> None:
        """Give chunks to those who have none, and tell them where none is left."""
        while self._idle and self._ready:
            member, path = self._idle.popleft(), self._ready.popleft()
            self._hands[member.name] = path
            self._left -= 1
            member.tell(path)
        while self._idle and not self._left:
            self._idle.popleft().tell(None)
