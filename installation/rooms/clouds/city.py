"""The city far below: lamps along bent streets and avenues, a dark river through them, thinning out to the edges."""

from __future__ import annotations

import numpy as np

from ...core.seeds import stream

DEPTH_M = -92.0
RADIUS_M = 540.0
_STREET_M, _LAMP_M = 15.0, 5.0  # between streets, between a street's lamps
_AVENUE = 5  # every so many streets one is an avenue
_RIVER_M = 26.0  # its half width


def lamps() -> np.ndarray:
    """``(n, 4) float32``: x, z (m), strength 0..1, warmth 0..1; in an order of chance, so that any first part of
    them is spread over the whole city."""
    chance = stream(0, "clouds/city")
    across, along = _lattice()
    x, z = _bent(np.concatenate([across, along]), np.concatenate([along, across]))
    avenue = np.tile(np.round(across / _STREET_M).astype(int) % _AVENUE == 0, 2)
    kept = (chance.random(len(x)) < _crowd(x, z) * np.where(avenue, 2.6, 1.5)) & (_from_river(x, z) > _RIVER_M)
    strength = np.where(avenue, 1.0, 0.45) * chance.uniform(0.5, 1.0, len(x))
    warmth = np.clip(chance.normal(np.where(avenue, 0.62, 0.8), 0.16), 0.0, 1.0)
    made = np.stack([x, z, strength, warmth], axis=1)[kept]
    return chance.permutation(made).astype(np.float32)


def _lattice() -> tuple[np.ndarray, np.ndarray]:
    """Where the lamps of one family of streets stand before they are bent: across and along the streets, metres."""
    streets = np.arange(-RADIUS_M, RADIUS_M, _STREET_M)
    posts = np.arange(-RADIUS_M, RADIUS_M, _LAMP_M)
    across, along = (part.reshape(-1) for part in np.meshgrid(np.round(streets / _STREET_M) * _STREET_M, posts))
    return across, along


def _bent(u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Streets follow the hills: the lattice turned and waved."""
    x = u + 26.0 * np.sin(v / 118.0 + 0.6) + 9.0 * np.sin(u / 41.0 + v / 63.0)
    z = v + 24.0 * np.sin(u / 104.0 + 2.1) + 8.0 * np.sin(v / 37.0 - u / 71.0)
    return 0.92 * x - 0.39 * z, 0.39 * x + 0.92 * z


def _crowd(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """How built-up a place is, 0..1: quarters with parks between, fading outward."""
    quarters = 0.55 + 0.45 * np.sin(x / 67.0 + 1.4 * np.sin(z / 83.0) + 1.2) * np.sin(z / 59.0 + 1.4)
    return quarters * np.clip(1.15 - np.hypot(x, z) / RADIUS_M, 0.0, 1.0)


def _from_river(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    return np.abs(z + 120.0 + 70.0 * np.sin(x / 150.0) + 0.25 * x)
