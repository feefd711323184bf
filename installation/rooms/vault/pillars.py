"""The pillars' mesh: trunks that rise out of the deep and branch like trees into the ribs of the vault."""

from __future__ import annotations

from math import cos, pi, sin, tau

import numpy as np

from ...score.stage import VAULT_HEIGHT_M, VAULT_RADIUS_M

COUNT = 18
RADIUS_M = 31.0  # where the trunks stand
FOOT_M, FORK_M = -36.0, 12.5  # heights
_BAY = tau / COUNT


def mesh(detail: float) -> np.ndarray:
    """Triangles of one pillar at azimuth 0 (towards -z), ``(n, 8) float32``: position (m), normal, turn round the
    limb (0..1), metres along it from the fork (negative on the trunk). ``detail`` 0..1."""
    sides, steps = (6, 10) if detail < 0.5 else (12, 24)
    parts = [tube(*_trunk(steps), sides * 2, -1.0)]
    for side in (-1.0, 1.0):
        parts.append(tube(*_arch(side, steps), sides, 1.0))
        parts.append(tube(*_rib(side * 0.25, 0.34, steps), sides, 1.0))
    parts.append(tube(*_rib(0.0, 0.55, steps), sides, 1.0))
    return np.concatenate(parts).astype(np.float32)


def tube(centre: np.ndarray, radius: np.ndarray, sides: int, sign: float) -> np.ndarray:
    """A tube along ``centre (n, 3)`` metres of ``radius (n,)`` as triangles ``(m, 8)``, outside facing out."""
    forward = np.gradient(centre, axis=0)
    forward /= np.linalg.norm(forward, axis=1, keepdims=True)
    side = np.cross(forward, [0.0, 0.0, 1.0])
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    up = np.cross(side, forward)
    turn = np.linspace(0.0, 1.0, sides + 1)
    c, s = np.cos(tau * turn)[None, :, None], np.sin(tau * turn)[None, :, None]
    normal = side[:, None] * c + up[:, None] * s
    place = centre[:, None] + normal * radius[:, None, None]
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(centre, axis=0), axis=1))])
    along = along - along[-1] if sign < 0 else along
    turns = np.broadcast_to(turn[None, :, None], (*place.shape[:2], 1))
    alongs = np.broadcast_to(along[:, None, None], (*place.shape[:2], 1))
    grid = np.concatenate([place, normal, turns, alongs], axis=2)
    a, b, d, e = grid[:-1, :-1], grid[:-1, 1:], grid[1:, :-1], grid[1:, 1:]
    return np.stack([a, d, b, b, d, e], axis=2).reshape(-1, 8)


def _trunk(steps: int) -> tuple[np.ndarray, np.ndarray]:
    y = np.concatenate([np.linspace(FOOT_M, FORK_M - 6.0, steps), np.linspace(FORK_M - 5.0, FORK_M + 0.3, steps)])
    waist = (y - FOOT_M) / (FORK_M - FOOT_M)
    radius = 0.85 + 1.5 * (1.0 - waist) ** 3 + 0.55 * np.exp(-(((y - FORK_M + 2.0) / 2.4) ** 2))
    radius *= np.sqrt(np.clip((FORK_M + 0.4 - y) / 3.0, 0.02, 1.0))  # closes like a bud
    return np.stack([0.0 * y, y, np.full_like(y, -RADIUS_M)], axis=1), radius


def _arch(side: float, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """From the fork to the point between two pillars: half of a pointed arch."""
    t = np.linspace(0.0, 1.0, steps)
    azimuth = side * 0.5 * _BAY * (1.0 - (1.0 - t) ** 1.7)
    y = FORK_M - 2.5 + 14.0 * t**0.85
    ring = RADIUS_M + 2.2 * t**2
    return _polar(azimuth, ring, y), 0.62 - 0.36 * t


def _rib(turn: float, thick: float, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """From the fork along the inside of the dome to the crown; ``turn``: how far aside it swings, in bays."""
    t = np.linspace(0.0, 1.0, steps + 4)
    angle = 0.5 * pi * (0.22 + 0.74 * t)  # up the dome's ellipse
    ring = (VAULT_RADIUS_M - 3.0) * np.cos(angle)
    dome = (VAULT_HEIGHT_M - 1.5) * np.sin(angle)
    blend = np.clip(t / 0.42, 0.0, 1.0) ** 1.4
    blend = blend * blend * (3.0 - 2.0 * blend)
    ring = RADIUS_M + (ring - RADIUS_M) * blend
    y = (FORK_M - 2.5 + 32.0 * t) * (1.0 - blend) + dome * blend
    azimuth = _BAY * turn * np.sin(pi * np.minimum(t * 1.5, 1.0) * 0.5) ** 1.2
    return _polar(azimuth, ring, y), thick * (1.0 - 0.55 * t)


def _polar(azimuth: np.ndarray, ring: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.stack([ring * np.sin(azimuth), y, -ring * np.cos(azimuth)], axis=1)


def turns() -> np.ndarray:
    """Where the pillars stand: cosine and sine of each azimuth, ``(COUNT, 2) float32``; none stands on the axis."""
    azimuth = [(i + 0.5) * _BAY for i in range(COUNT)]
    return np.array([(cos(a), sin(a)) for a in azimuth], np.float32)
