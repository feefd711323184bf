"""Small frames of parts of the cast, at moments made by hand: calm, in trouble, after the guest."""

from __future__ import annotations

from functools import cache

import moderngl
import numpy as np

from installation.core.room import Room
from installation.hall.discover import layout_of, rooms
from installation.light.renderer import Renderer
from installation.optics.context import headless

SIZE = (160, 90)
NAMES = ("engine", "insects")


@cache
def context() -> moderngl.Context:
    return headless()


def cast(*names: str) -> tuple[Room, ...]:
    """The rooms of these names, in the cast's order."""
    return tuple(room for room in rooms() if room.name in names)


def calm(names: tuple[str, ...] = NAMES) -> np.ndarray:
    """A moment in which everything keeps its time."""
    layout = layout_of(cast(*names))
    made = layout.empty()
    made["tick"], made["rate"], made["bar_s"] = 2400, 1.0, 2.5
    made["dream_time_s"] = made["time_s"] = 20.0
    made["camera_eye"], made["camera_target"], made["camera_fov"] = (4.0, 4.0, 17.0), (0.0, 5.5, 0.0), 50.0
    made["breath"], made["palette"] = 0.5, [(0.6, 0.7, 0.8), (0.03, 0.04, 0.12), (0.8, 0.5, 0.18)]
    made["look"] = (1.04, 1.04, 1.04, 1.38, 1.72)
    for name in names:
        own = made[name]
        own["presence"] = own["light"] = own["coherence"] = 1.0
    if "engine" in names:
        made["engine"]["rings"] = (0.13, 0.37, 0.62, 0.08)
        made["engine"]["pulse"] = 0.5
    if "insects" in names:
        made["insects"]["phase"], made["insects"]["metre"] = 0.03, 4
    return made


@cache
def _renderer(names: tuple[str, ...], quality: str) -> Renderer:
    members = cast(*names)
    return Renderer(context(), members, layout_of(members), SIZE, quality, strict=True)


def drawn(moment: np.ndarray, names: tuple[str, ...] = NAMES, quality: str = "low") -> np.ndarray:
    """``(90, 160, 3) int``: the frame at a moment of these rooms."""
    renderer = _renderer(names, quality)
    renderer.draw(moment, moment, 0.0)
    return renderer.read().astype(int)


def apart(a: np.ndarray, b: np.ndarray) -> float:
    """Mean difference of two frames in code values."""
    return float(np.abs(a - b).mean())
