"""The rooms' own models: steps of their own, for memory of their own kind. One that fails takes its room along.

A model that raises, or leaves what is no number in its leaves, is stepped no more: its room keeps the leaves of the
tick before and leaves the evening as slowly as it came, in the world, the sound and the picture alike.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import numpy as np

from ..core.moment import Layout, words
from ..core.room import Room, resolve

if TYPE_CHECKING:
    from .stagehand import Stagehand

log = logging.getLogger(__name__)


class Models:
    """One model a room that has one; each keeps its state in ``memory``, a dict of arrays.

    ``failures`` has a line for each that failed; ``strict`` raises instead.
    """

    def __init__(
        self, cast: tuple[Room, ...], seed: int, layout: Layout, stagehand: Stagehand, strict: bool = False
    ) -> None:
        self.failures: dict[str, str] = {}
        self._strict, self._stagehand = strict, stagehand
        self._place = {room.name: i for i, room in enumerate(cast)}
        self._spans = {room.name: _span(layout, room) for room in cast if room.model and room.state}
        self._numbers = {name: _numbers(layout, room) for room in cast if (name := room.name) in self._spans}
        self.by_room = {}
        for room in cast:
            if room.model:
                try:
                    self.by_room[room.name] = resolve(room.model)(room, seed)
                except Exception as error:
                    self._failed(room.name, error)

    def step(self, moment: np.ndarray, dt_s: float) -> None:
        """Let each write its leaves into ``moment``; ``dt_s`` is dream time."""
        for name, model in self.by_room.items():
            if not self._stagehand.gone[self._place[name]]:
                self._one(name, model, moment, dt_s)

    def _one(self, name: str, model: object, moment: np.ndarray, dt_s: float) -> None:
        span = self._spans.get(name)
        all_words = words(moment)
        before = None if span is None else all_words[span].copy()
        try:
            model.step(moment[name], moment, dt_s)  # type: ignore[attr-defined]
            if span is not None and not np.isfinite(all_words[self._numbers[name]]).all():
                raise FloatingPointError("a leaf is no number")
        except Exception as error:
            if span is not None:
                all_words[span] = before
            self._failed(name, error)

    def _failed(self, name: str, error: Exception) -> None:
        if self._strict:
            raise error
        self._stagehand.gone[self._place[name]] = True
        self.failures[name] = f"{name}: its model failed and it was faded out"
        log.error("the model of room %s failed and the room is faded out: %s", name, error, exc_info=error)


def _span(layout: Layout, room: Room) -> slice:
    """The words of the moment that are a room's own state: its last leaves, one after another."""
    start = layout.starts[room.name, room.state[0].name]
    return slice(start, start + sum(leaf.words for leaf in room.state))


def _numbers(layout: Layout, room: Room) -> np.ndarray:
    """Those of them that are real numbers: a whole one may look like none."""
    starts = [(layout.starts[room.name, leaf.name], leaf) for leaf in room.state if not leaf.whole]
    return np.array([at + i for at, leaf in starts for i in range(leaf.words)], np.intp)
