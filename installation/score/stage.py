"""Where things stand: metres, y up, the origin in the centre of the floor, the operator looking along -z.

Rooms declare their own anchors; this is what they share: the size of the hall, the floor, and how a place that a
gesture names (-1..1 across the hall) becomes a place on it.
"""

from __future__ import annotations

FLOOR_RADIUS_M = 16.0
HEART_HEIGHT_M = 6.0
VAULT_RADIUS_M = 46.0  # a dome over the floor
VAULT_HEIGHT_M = 38.0
WILL_SPEED_M_S = 14.0  # how fast a ripple of will runs outward
RIMS = ((7.5, 1.3, 64), (9.5, 3.0, 80), (11.5, 10.6, 96))
"""The rims that ring the engine: radius (m), height (m), how many perches each has. 240 in all."""


def on_floor(x: float, y: float) -> tuple[float, float, float]:
    """The place in metres of a gesture's ``x, y``: x to the right, y away from the operator."""
    return x * FLOOR_RADIUS_M, 0.0, -y * FLOOR_RADIUS_M
