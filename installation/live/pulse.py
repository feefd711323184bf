"""The pulse: steps the world whenever the speakers have room, so that the device is its only clock.

Every moment is published for whoever wants to look; nobody is waited for. Stopped, it fades out and ends.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..core.gestures import Gesture
from ..core.performance import Performance
from ..core.ring import ENDING, PLAYING, Clock, RingWriter
from ..core.units import BLOCK, SAMPLE_RATE_HZ, TICK_RATE_HZ
from ..hall.world import World
from ..sound.mixer import Mixer
from ..surfaces.samples import Output, SilentSpeakers
from ..surfaces.speakers import NoSound
from .edits import ScoreEdits
from .post import PostBox
from .record import Recorder
from .say import say

if TYPE_CHECKING:
    from types import FrameType

NAP_S = 0.001  # between looks at the ring; the device itself wakes nobody
FADE_TICKS = 15  # an eighth of a second, so that an end is never a click
DRAIN_S = 0.25  # at most, for the last samples to leave
CLOSE_S = 0.2
PARENT_EVERY_TICKS = 60


@dataclass
class Parts:
    """What a pulse drives; ``script`` is a performance to be replayed; ``recorder`` and ``edits`` may be missing."""

    world: World
    mixer: Mixer
    output: Output
    ring: RingWriter
    box: PostBox
    script: Performance
    recorder: Recorder | None = None
    edits: ScoreEdits | None = None


class Pulse:
    """One live evening, played until it is stopped, over, or ``stop_tick`` has come."""

    def __init__(self, parts: Parts, lead_samples: int, stop_tick: int | None, parent: int = 0) -> None:
        self._parts, self._lead = parts, lead_samples
        self._stop_tick, self._parent = stop_tick, parent
        self._script = parts.script.by_tick()
        self._stopping = False
        self.gaps, self.late = 0, 0  # as the output counted them by the end
        self._tick_s = 0.0  # what a tick costs, smoothed

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """Fade out and end; safe to call from a signal."""
        self._stopping = True

    def run(self) -> None:
        """Play. Returns when all is faded out and the speakers are closed."""
        parts = self._parts
        parts.ring.publish(parts.world.moment, parts.world.events)
        try:
            self._fill()
            self._start(time.monotonic())
            parts.ring.state(PLAYING)
            while not self._done():
                self._turn()
            parts.ring.state(ENDING)
            if parts.recorder:
                parts.recorder.close(parts.world.tick)
            self._fade()
        finally:
            let_go(parts.output)

    def _start(self, now_s: float) -> None:
        try:
            self._parts.output.start(now_s)
        except NoSound as error:
            self._fall_silent(f"the device does not start ({error}); playing silently", now_s)

    def _turn(self) -> None:
        now_s = time.monotonic()
        if not self._parts.output.alive(now_s):
            self._fall_silent("the device has vanished; playing on silently", now_s)
        self._recolour()
        if not self._fill():
            time.sleep(NAP_S)

    def _recolour(self) -> None:
        """Take over the colours of a score that was edited. They dissolve by themselves, and are in no log."""
        edited = self._parts.edits.take() if self._parts.edits else None
        if edited is not None:
            self._parts.world.conductor.recolour(edited)

    def _fill(self) -> int:
        """Make as many ticks as there is room for; returns how many."""
        made = 0
        while self._parts.output.room(time.monotonic()) >= BLOCK and not self._done():
            self._parts.output.write(self._played())
            made += 1
        if made:
            self._tell(time.monotonic())
        return made

    def _done(self) -> bool:
        world = self._parts.world
        if self._parent and world.tick % PARENT_EVERY_TICKS == 0 and os.getppid() != self._parent:
            self._stopping = True
        ended = self._stop_tick is not None and world.tick >= self._stop_tick
        return self._stopping or ended or world.over

    def _played(self) -> np.ndarray:
        """Make one tick with the gestures that have arrived, and log them."""
        parts = self._parts
        gestures = self._gestures(parts.world.tick)
        if parts.recorder and gestures:
            parts.recorder.write(gestures)
        return self._tick(gestures)

    def _tick(self, gestures: Sequence[Gesture]) -> np.ndarray:
        """Make one tick: the world, its sound ``(400, channels) float32``, its moment."""
        began_s = time.perf_counter()
        parts = self._parts
        parts.world.step(gestures)
        block = parts.mixer.tick(parts.world.moment, parts.world.events)
        parts.ring.publish(parts.world.moment, parts.world.events)
        self._tick_s += 0.02 * (time.perf_counter() - began_s - self._tick_s)
        return block

    def _gestures(self, tick: int) -> list[Gesture]:
        return [*self._script.get(tick, ()), *self._parts.box.take(tick)]

    def _tell(self, now_s: float) -> None:
        """Publish which tick is heard now: the limiter looks ahead, so its sound lies behind the samples."""
        output, mixer = self._parts.output, self._parts.mixer
        heard = (output.played(now_s) - mixer.latency_samples) / BLOCK
        wait_s = (BLOCK + self._lead + mixer.latency_samples) / SAMPLE_RATE_HZ
        load = self._tick_s * TICK_RATE_HZ
        self._parts.ring.clock(Clock(heard, now_s, output.underflows, load, wait_s))

    def _fade(self) -> None:
        """Go on for a moment, ever softer, and let the last samples leave."""
        output = self._parts.output
        until_s = time.monotonic() + FADE_TICKS / TICK_RATE_HZ + DRAIN_S
        self._soften(until_s)
        self.gaps, self.late = output.underflows, output.late  # what is asked for from here on is no gap
        last = float(self._parts.world.tick * BLOCK)
        while output.played(time.monotonic()) < last and time.monotonic() < until_s:
            time.sleep(NAP_S)

    def _soften(self, until_s: float) -> None:
        curve = 0.5 + 0.5 * np.cos(np.linspace(0.0, np.pi, FADE_TICKS * BLOCK))
        for gain in curve.astype(np.float32).reshape(FADE_TICKS, BLOCK, 1):
            while self._parts.output.room(time.monotonic()) < BLOCK:
                if time.monotonic() > until_s:  # the device asks for nothing any more
                    return
                time.sleep(NAP_S)
            self._parts.output.write(self._tick(()) * gain)
        self._tell(time.monotonic())

    def _fall_silent(self, why: str, now_s: float) -> None:
        """Go on without the device, from the tick that was to be written next."""
        parts = self._parts
        say(f"{parts.output.description}: {why}")
        let_go(parts.output, wait_s=0.0)
        parts.output = SilentSpeakers("silent", self._lead, parts.world.tick * BLOCK)
        parts.output.start(now_s)


def let_go(output: Output, wait_s: float = CLOSE_S) -> None:
    """Close an output, but wait no longer than so: a dead server never answers the farewell."""
    closing = threading.Thread(target=output.close, daemon=True)
    closing.start()
    closing.join(wait_s)
