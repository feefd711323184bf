"""Finds the rooms by walking ``installation.rooms`` and reading each one's ``ROOM``."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from .. import rooms as home
from ..core.moment import Layout
from ..core.room import Room
from ..core.shown import Blocks
from ..score.evening import COMMON, SHOWN


@cache
def rooms() -> tuple[Room, ...]:
    """All rooms that are installed, in order of name."""
    found = [import_module(f"{home.__name__}.{m.name}") for m in pkgutil.iter_modules(home.__path__) if m.ispkg]
    return tuple(sorted((module.ROOM for module in found if hasattr(module, "ROOM")), key=lambda r: r.name))


def layout_of(cast: tuple[Room, ...]) -> Layout:
    """The moment of a cast."""
    return Layout(COMMON, tuple((room.name, room.fields) for room in cast))


def blocks_of(cast: tuple[Room, ...]) -> Blocks:
    """The uniform blocks of a cast."""
    return Blocks(layout_of(cast), SHOWN, {room.name: room.shown_leaves for room in cast})
