"""Where the pressure domes swell, and their shapes: a cap of air, and the pool of light beneath it."""

from __future__ import annotations

from math import cos, sin, tau

import numpy as np

COUNT = 11
_GOLDEN = 0.618033988749895  # turns that never fall together


def places() -> np.ndarray:
    """Of each dome x, z and radius (m), and when it swells, 0 first to 1 last. ``(n, 4) float32``. They stand in two
    staggered rows in the lake of petals, r 19 to 26 m, and swell by golden turns: never neighbour after neighbour."""
    rows = []
    for i in range(COUNT):
        lot = (i * _GOLDEN) % 1.0
        angle = tau * (i + 0.35 * (lot - 0.5)) / COUNT
        r = 19.6 + 0.9 * lot if i % 2 else 23.0 + 1.6 * lot
        rows.append((r * sin(angle), r * cos(angle), 3.0 + 1.0 * ((i * 0.7548776662) % 1.0), lot))
    return np.array(rows, np.float32)


def cap(sides: int, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """A unit cap as seen from above: ``(n, 2) float32`` places from its middle, rows nearer together at its edge where
    it is steep, and ``(3 m,) uint32`` triangles, counter-clockwise from outside."""
    ring = np.sin(np.linspace(0.0, 0.5 * np.pi, rows + 1))[:, None]
    turn = np.linspace(0.0, tau, sides, endpoint=False)[None]
    flat = np.stack(np.broadcast_arrays(ring * np.sin(turn), ring * np.cos(turn)), axis=2).reshape(-1, 2)
    row, side = (a.reshape(-1) for a in np.meshgrid(np.arange(rows), np.arange(sides), indexing="ij"))
    a, b = row * sides + side, row * sides + (side + 1) % sides
    c, d = a + sides, b + sides
    triangles = np.concatenate([np.stack([a, c, d], 1), np.stack([a, d, b], 1)])
    return flat.astype(np.float32), triangles.astype(np.uint32).reshape(-1)
