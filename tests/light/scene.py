"""Casts of the few rooms that are the chamber's shell, and moments set by hand."""

from __future__ import annotations

import numpy as np

from installation.core.moment import Layout
from installation.core.room import Room
from installation.optics.palette import oklch
from installation.score.evening import COMMON

VAULT = Room("vault", rows=("A1",), visual="installation.rooms.vault.light:Visual")
DARKNESS = Room("darkness", rows=("A11",), visual="installation.rooms.darkness.light:Visual")
FLOOR = Room("floor", rows=("B1",), visual="installation.rooms.floor.light:Visual")
CAST = (DARKNESS, VAULT)
CHAMBER = (DARKNESS, FLOOR, VAULT)
SIZE = (160, 90)


def layout_of(cast: tuple[Room, ...]) -> Layout:
    return Layout(COMMON, tuple((room.name, room.fields) for room in cast))


def moment(layout: Layout, **common: object) -> np.ndarray:
    """A calm moment seen from the balcony, with leaves of the common part set."""
    made = layout.empty()
    made["rate"] = made["calm"] = made["coherence"] = made["consonance"] = made["level"] = 1.0
    made["dream_time_s"] = made["time_s"] = 20.0
    made["tick"], made["bar_s"], made["breath"] = 2400, 2.5, 0.6
    made["camera_eye"], made["camera_target"], made["camera_fov"] = (0.0, 5.5, 24.0), (0.0, 5.5, 0.0), 52.0
    made["palette"] = [oklch(0.86, 0.03, 235), oklch(0.44, 0.07, 268), oklch(0.8, 0.1, 75)]
    made["look"] = (1.04, 1.04, 1.04, 1.38, 1.72)
    for name, _ in layout.rooms:
        made[name]["presence"] = made[name]["light"] = made[name]["coherence"] = 1.0
    for leaf, value in common.items():
        made[leaf] = value
    return made
