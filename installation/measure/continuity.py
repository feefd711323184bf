"""Gaps and clicks: silence where sound should be, and samples that do not follow from their neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SHORTEST_GAP = 32  # samples of exact zeros
_BEFORE, _AFTER = 64, 16  # samples that a jump is measured against
_ASIDE = 3  # samples next to it that belong to the jump itself
_TIMES = 16.0  # how far above its surroundings a jump stands
_LEAST = 0.02  # of full scale


@dataclass(frozen=True)
class Run:
    """A run of exact zeros in all channels."""

    start: int
    length: int


def gaps(samples: np.ndarray, shortest: int = SHORTEST_GAP) -> list[Run]:
    """Runs of exact zeros within ``(n, channels)``; what lies before the first and after the last sound is none."""
    silent = np.asarray(~samples.any(axis=1))
    sounding = np.flatnonzero(~silent)
    if not len(sounding):
        return []
    first, last = sounding[0], sounding[-1]
    edges = np.diff(np.concatenate([[0], silent[first : last + 1].astype(np.int8), [0]]))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return [Run(int(s + first), int(e - s)) for s, e in zip(starts, ends, strict=True) if e - s >= shortest]


def clicks(samples: np.ndarray) -> np.ndarray:
    """Places where a channel jumps: the second difference stands far above its surroundings, ``(k,)`` samples.

    Surroundings are the livelier of what comes before and what follows: a step or a lost sample shows; the attack of
    something struck, however sharp, does not, since it rings on.
    """
    found: list[np.ndarray] = []
    for channel in samples.T.astype(np.float64):
        bend = np.square(np.diff(channel, 2))
        if len(bend) >= _BEFORE + _AFTER:
            found.append(np.flatnonzero((bend > _TIMES**2 * _usual(bend)) & (bend > _LEAST**2)) + 1)
    places = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
    return places[np.diff(places, prepend=-10) > 2]


def _usual(bend: np.ndarray) -> np.ndarray:
    """The mean of what lies shortly before or shortly after each sample, whichever is more."""
    n = len(bend)
    total = np.concatenate([[0.0], np.cumsum(bend)])
    at = np.arange(n)

    def mean(first: np.ndarray, stop: np.ndarray) -> np.ndarray:
        a, b = np.clip(first, 0, n), np.clip(stop, 0, n)
        return (total[b] - total[a]) / np.maximum(b - a, 1)

    return np.maximum(mean(at - _ASIDE - _BEFORE, at - _ASIDE), mean(at + _ASIDE + 1, at + _ASIDE + 1 + _AFTER))
