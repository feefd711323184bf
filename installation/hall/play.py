"""Plays a performance: the world stepped from its first tick, one yield a tick."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import numpy as np

from ..core import gestures as g
from ..core.performance import Performance
from ..core.room import Room
from ..score.score import check_strikes
from .world import World

log = logging.getLogger(__name__)


def end_tick(performance: Performance, world: World) -> int:
    """Where a performance ends: at its ``end`` gesture, else at the end of its score."""
    return performance.end_tick if performance.end_tick is not None else world.duration_ticks


def play(
    performance: Performance, start: int = 0, stop: int | None = None, cast: tuple[Room, ...] | None = None
) -> Iterator[tuple[int, np.ndarray, np.ndarray, np.ndarray]]:
    """Yield ``(tick, before, after, events)`` for ticks ``start`` to ``stop``; the arrays are the caller's own.

    ``before`` and ``after`` are the moments at ``tick`` and ``tick + 1``, ``events`` what sounded between them.
    The world is stepped from tick 0 whatever ``start``, since it is all history.
    """
    world = World.open(performance.header, cast)
    stop = end_tick(performance, world) if stop is None else stop
    by_tick = performance.by_tick()
    for warning in warnings(performance, world):
        log.warning(warning)
    after = world.moment.copy()
    for tick in range(stop):
        before = after
        world.step(by_tick.get(tick, ()))
        after = world.moment.copy()
        if tick >= start:
            yield tick, before, after, world.events.copy()


def warnings(performance: Performance, world: World) -> list[str]:
    """Lines that do nothing here: faults, rooms and movements that are not installed; another score version."""
    found: dict[str, None] = {}
    header = performance.header
    if header.score_version not in (None, world.score.version):
        found[f"score {header.score}: version {world.score.version} plays a log of {header.score_version}"] = None
    for fault in check_strikes(world.score, world.troubles.index):
        found[f"fault {fault}: not installed, the score's strike does nothing"] = None
    rooms = {room.name for room in world.cast}
    movements = {movement.name for movement in world.score.movements}
    for gesture in performance.gestures:
        match gesture:
            case g.Trouble(fault=name) | g.Invite(fault=name) if name not in world.troubles.index:
                found[f"fault {name}: not installed, its gestures do nothing"] = None
            case g.Bridge(a=a, b=b):
                found |= {f"room {r}: not installed": None for r in (a, b) if r not in rooms}
            case g.Scene(name=name) if name not in movements:
                found[f"movement {name}: not in score {header.score}"] = None
    return list(found)
