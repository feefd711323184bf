"""The cast's visuals: resolved from their rooms' dotted names, and kept from taking the frame down with them."""

from __future__ import annotations

import logging
from functools import partial
from typing import Protocol

from ..core.room import Room, resolve
from ..optics.frame import PASSES, Frame
from ..optics.studio import Studio
from .reload import Reloader

log = logging.getLogger(__name__)


class Visual(Protocol):
    """What a room draws; ``passes`` are of ``optics.frame.PASSES``."""

    passes: tuple[str, ...]

    def draw(self, stage_pass: str, frame: Frame) -> None: ...


class Visuals:
    """The visuals of a cast by pass. ``failures`` has a line for each room that raised."""

    def __init__(self, cast: tuple[Room, ...], studio: Studio, strict: bool, reloader: Reloader) -> None:
        self.failures: dict[str, str] = {}
        self.on_trial: dict[str, Exception | None] = {}  # rooms just rebuilt: who did so wants to know what they raise
        self._strict = strict
        self._visuals: dict[str, Visual | None] = {room.name: None for room in cast if room.visual}
        self._by_pass: dict[str, list[tuple[str, Visual]]] = {name: [] for name in PASSES}
        for room in cast:
            if room.visual:
                try:
                    reloader.add(room.name, partial(_built, room, studio), partial(self._take, room.name))
                except Exception as error:
                    self.failed(room.name, error)

    def of(self, stage_pass: str) -> list[tuple[str, Visual]]:
        """Those that draw in a pass, in the cast's order, with their rooms' names."""
        return self._by_pass[stage_pass]

    def failed(self, room: str, error: Exception) -> None:
        """Log the room's first failure, or raise it where failures must not pass unseen."""
        if room in self.on_trial:
            self.on_trial[room] = error
            return
        if self._strict:
            raise error
        if room not in self.failures:
            self.failures[room] = f"{room}: {type(error).__name__}: {error}"
            log.error("the picture of room %s failed and is left out", room, exc_info=error)

    def _take(self, room: str, visual: Visual | None) -> None:
        """Draw with this visual of the room from now on, or without one."""
        self._visuals[room] = visual
        for name in PASSES:
            self._by_pass[name] = [(room, v) for room, v in self._visuals.items() if v and name in v.passes]


def _built(room: Room, studio: Studio) -> Visual:
    visual: Visual = resolve(room.visual)(room, studio)
    unknown = set(visual.passes) - set(PASSES)
    if unknown:
        raise ValueError(f"passes {sorted(unknown)}, expected some of {PASSES}")
    return visual
