"""The relief of the clouds: a tile of heaped domes and of the wide swell under them, made once, repeated for ever."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...core.seeds import stream

SIDE = 256  # texels
_DOMES = ((5, 0.52), (11, 0.30), (23, 0.18))  # cells a side, weight
_CURLS = ((9, 0.5), (19, 0.3), (37, 0.2))
_SWELL = ((2, 0.45), (4, 0.35), (8, 0.20))
_SOFT = ((13, 0.6), (29, 0.4))


def tile() -> np.ndarray:
    """``(SIDE, SIDE, 4) uint8``: domes, their fine curls, the wide swell, and soft noise; each from 0 to 255 over the
    tile and without a seam."""
    chance = stream(0, "clouds/relief")
    v, u = np.meshgrid(*(2 * [(np.arange(SIDE) + 0.5) / SIDE]), indexing="ij")
    bent_u, bent_v = (
        at + 0.05 * (_noise(u, v, 4, chance) - 0.5) + 0.03 * (_noise(u, v, 9, chance) - 0.5) for at in (u, v)
    )
    domes = _mixed(_heaped, bent_u, bent_v, _DOMES, chance)
    curls = _mixed(_heaped, bent_u, bent_v, _CURLS, chance)
    swell = _mixed(_noise, bent_u, bent_v, _SWELL, chance)
    soft = _mixed(_noise, u, v, _SOFT, chance)
    return np.stack([_full(part) for part in (domes, curls, swell, soft)], axis=2)


def _mixed(
    kind: Callable[..., np.ndarray], u: np.ndarray, v: np.ndarray, parts: tuple, chance: np.random.Generator
) -> np.ndarray:
    """One kind of pattern at several scales, each by its weight."""
    return np.sum([weight * kind(u, v, cells, chance) for cells, weight in parts], axis=0)


def _full(part: np.ndarray) -> np.ndarray:
    """Stretched so that its values spread evenly from 0 to 255: half of the tile lies below the middle."""
    low, high = np.quantile(part, (0.002, 0.998))
    return np.round(np.clip((part - low) / (high - low), 0.0, 1.0) * 255.0).astype(np.uint8)


def _heaped(u: np.ndarray, v: np.ndarray, cells: int, chance: np.random.Generator) -> np.ndarray:
    """Domes over the points of a periodic jittered grid: 1 at a point, falling by the square of the distance
    (cellular noise, Worley 1996)."""
    points = chance.random((cells, cells, 2))
    x, y = u * cells, v * cells
    i, j = np.floor(x).astype(int), np.floor(y).astype(int)
    nearest = np.full(u.shape, 9.0)
    for di in (-1, 0, 1):
        for dj in (-1, 0, 1):
            at = points[(j + dj) % cells, (i + di) % cells]
            square = (i + di + at[..., 0] - x) ** 2 + (j + dj + at[..., 1] - y) ** 2
            nearest = np.minimum(nearest, square)
    return 1.0 - np.minimum(nearest, 1.2) / 1.2


def _noise(u: np.ndarray, v: np.ndarray, cells: int, chance: np.random.Generator) -> np.ndarray:
    """Periodic value noise 0..1, smooth to its first derivative."""
    values = chance.random((cells, cells))
    x, y = u * cells, v * cells
    i, j = np.floor(x).astype(int), np.floor(y).astype(int)
    s, t = ((f * f * (3.0 - 2.0 * f)) for f in (x - i, y - j))
    low = values[j % cells, i % cells] * (1 - s) + values[j % cells, (i + 1) % cells] * s
    high = values[(j + 1) % cells, i % cells] * (1 - s) + values[(j + 1) % cells, (i + 1) % cells] * s
    return low * (1 - t) + high * t
