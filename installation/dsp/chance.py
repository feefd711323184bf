"""Chance inside kernels: two small generators whose whole state is one number, so that a checkpoint is one array."""

from __future__ import annotations

import numpy as np
from numba import njit

from ..core.seeds import stream
from .sine import FLAGS


def states(seed: int, name: str, n: int, dtype: type = np.uint64) -> np.ndarray:
    """``(n,)`` generator states drawn from the part's own stream; never 0."""
    return stream(seed, name).integers(1, np.iinfo(dtype).max, n, dtype, endpoint=True)


@njit(**FLAGS)
def draw(state, i):  # type: ignore[no-untyped-def]
    """The next uniform number in [0, 1) of generator ``i`` of ``state (n,) uint64`` (splitmix64, Steele 2014)."""
    state[i] += np.uint64(0x9E3779B97F4A7C15)
    z = state[i]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return float(z >> np.uint64(11)) * (1.0 / 9007199254740992.0)
