"""Gaps and clicks: silence where sound should be, and samples that do not follow from their neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import uniform_filter1d

SHORTEST_GAP = 32  # samples of exact zeros
_CONTEXT = 64  # samples on each side that a jump is measured against
_TIMES = 12.0  # how far above its surroundings a jump stands
_LEAST = 0.02  # of full scale


@dataclass(frozen=True)
class Run:
    """A run of exact zeros in all channels."""

    start: int
    length: int


def gaps(samples: np.ndarray, shortest: int = SHORTEST_GAP) -> list[Run]:
    """Runs of exact zeros within ``(n, channels)``; what lies before the first and after the last sound is none."""
    silent = ~samples.any(axis=1)
    sounding = np.flatnonzero(~silent)
    if not len(sounding):
        return []
    first, last = sounding[0], sounding[-1]
    edges = np.diff(np.concatenate([[0], silent[first : last + 1].astype(np.int8), [0]]))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return [Run(int(s + first), int(e - s)) for s, e in zip(starts, ends, strict=True) if e - s >= shortest]


def clicks(samples: np.ndarray) -> np.ndarray:
    """Places where a channel jumps: the second difference stands far above its surroundings, ``(k,)`` samples.

    A step or a lost sample shows; the steepest attack of a struck mode, which starts at zero, does not.
    """
    found: list[np.ndarray] = []
    for channel in samples.T.astype(np.float64):
        bend = np.square(np.diff(channel, 2))
        if len(bend) < 4 * _CONTEXT:
            continue
        # A step bends at two neighbouring samples: leave out both when asking what is usual here.
        near = 5 * uniform_filter1d(bend, 5)
        wide = (2 * _CONTEXT + 1) * uniform_filter1d(bend, 2 * _CONTEXT + 1)
        usual = np.maximum(wide - near, 0.0) / (2 * _CONTEXT - 4)
        found.append(np.flatnonzero((bend > _TIMES**2 * usual) & (bend > _LEAST**2)) + 1)
    places = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
    apart = np.diff(places, prepend=-10) > 2
    return places[apart]
