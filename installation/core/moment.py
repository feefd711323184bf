"""The moment: one structured record a tick, the only thing that light and sound read.

Every leaf is eight bytes wide (``f8`` or ``i8``), so a record is an array of words and going between two of them
is one compiled loop. How a leaf goes between two ticks is its *kind*:

- ``linear``: along the straight line;
- ``wrapped``: a phase in turns, along the shorter way round the circle;
- ``held``: as it was at the earlier tick (counts, indices, times at which something happened).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from typing import Literal

import numpy as np
from numba import njit

Kind = Literal["linear", "wrapped", "held"]
_KIND_CODES: dict[str, int] = {"linear": 0, "wrapped": 1, "held": 2}


@dataclass(frozen=True)
class Field:
    """One leaf of the moment: its name, how it goes between ticks, its shape, and whether it counts (``i8``)."""

    name: str
    kind: Kind = "linear"
    shape: tuple[int, ...] = ()
    whole: bool = False

    def __post_init__(self) -> None:
        if self.kind not in _KIND_CODES:
            raise ValueError(f"field {self.name}: kind {self.kind!r}, expected one of {sorted(_KIND_CODES)}")
        if self.whole and self.kind != "held":
            raise ValueError(f"field {self.name}: a whole number must be held")

    @property
    def words(self) -> int:
        return prod(self.shape)

    @property
    def descr(self) -> tuple[str, str, tuple[int, ...]]:
        return (self.name, "<i8" if self.whole else "<f8", self.shape)


@dataclass(frozen=True)
class Layout:
    """The record of one cast: common leaves on top, then one nested field a room."""

    common: tuple[Field, ...]
    rooms: tuple[tuple[str, tuple[Field, ...]], ...]
    dtype: np.dtype = field(init=False, repr=False)
    kinds: np.ndarray = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        descr: list = [f.descr for f in self.common]
        descr += [(name, [f.descr for f in fields]) for name, fields in self.rooms if fields]
        object.__setattr__(self, "dtype", np.dtype(descr))
        object.__setattr__(self, "kinds", _kinds(self.leaves()))
        assert self.dtype.itemsize == 8 * len(self.kinds)

    def leaves(self) -> Iterable[Field]:
        """All leaves in the order in which they lie in the record."""
        yield from self.common
        for _, fields in self.rooms:
            yield from fields

    @cached_property
    def starts(self) -> dict[tuple[str, str], int]:
        """Word index of every leaf, by (room or "", leaf)."""
        found, at = {}, 0
        for room, fields in (("", self.common), *self.rooms):
            for leaf in fields:
                found[room, leaf.name] = at
                at += leaf.words
        return found

    def empty(self) -> np.ndarray:
        """A zeroed moment, shape () of ``dtype``."""
        return np.zeros((), self.dtype)

    def between(self, a: np.ndarray, b: np.ndarray, fraction: float, out: np.ndarray | None = None) -> np.ndarray:
        """The moment a ``fraction`` (0..1) of the way from ``a`` to ``b``; written to ``out`` where given."""
        result = self.empty() if out is None else out
        _between(words(a), words(b), float(fraction), self.kinds, words(result))
        return result


def words(moment: np.ndarray) -> np.ndarray:
    """A moment (shape ()) as its flat ``(n,) float64`` words, without a copy."""
    return moment.reshape(1).view(np.float64)


def _kinds(leaves: Iterable[Field]) -> np.ndarray:
    codes: list[int] = []
    for leaf in leaves:
        codes += [_KIND_CODES[leaf.kind]] * leaf.words
    return np.array(codes, np.int8)


@njit(cache=True, nogil=True)
def _between(a: np.ndarray, b: np.ndarray, f: float, kinds: np.ndarray, out: np.ndarray) -> None:
    for i in range(kinds.size):
        if kinds[i] == 0:
            out[i] = a[i] + f * (b[i] - a[i])
        elif kinds[i] == 1:
            step = b[i] - a[i]
            turned = a[i] + f * (step - np.round(step))
            out[i] = turned - np.floor(turned)
        else:
            out[i] = a[i]


EVENT = np.dtype([("room", "<i2"), ("kind", "<i2"), ("index", "<i4"), ("sample", "<f4"), ("strength", "<f4")])
"""A sounding event: the room's place in the cast, the room's own kind of event, which of its parts,
the sample 0 <= s < 400 within the tick that ended at the moment, and a strength 0..1."""

MAX_EVENTS = 1024  # a tick; more are dropped, weakest last come


def no_events() -> np.ndarray:
    """An empty ``(0,) EVENT`` array."""
    return np.zeros(0, EVENT)
