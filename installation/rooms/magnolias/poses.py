"""All blossoms of a moment as instances: posed, left out where no one sees them, by level of detail, near to far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import Any

import numpy as np
from numba import njit

from ...dsp.sine import FLAGS, sine
from . import STREAMS
from . import flight as f
from .blossom import LEVELS, reach
from .columns import Places, carried, placed
from .lots import COUNT, lots

FLOATS = 12
FINE_PX = (7.0, 36.0)  # lengths of a petal in the picture from which the second and third level are drawn
COARSE, FULL = (1e9, 1e9), (0.0, 0.0)  # thresholds that draw the first level alone, or the last
_BINS = 64  # of depth, a metre each, within a level
_HOLD_S = (0.4, 3.4, 15.0, 21.0)  # after the lullaby began: felt, full, ebbing, over
_REACH = reach()


def by_level(posed: np.ndarray, counts: Sequence[int]) -> Iterator[tuple[int, np.ndarray]]:
    """The levels that are seen, the finest, which is nearest, first, each with its part of ``posed``."""
    end = len(posed)
    for level in reversed(range(len(counts))):
        if counts[level]:
            yield level, posed[end - counts[level] : end]
            end -= counts[level]


class Blossoms:
    """``count`` blossoms, 5,000 in the piece; each depends on its own index alone, however many there are."""

    def __init__(self, count: int = COUNT) -> None:
        self.count = count
        self._lots = lots(count)
        self._at = Places(*np.empty((len(Places._fields), count), np.float32))
        self._out = np.empty((count, FLOATS), np.float32)
        self._bins = np.empty(count, np.int32)
        self._starts = np.empty(LEVELS * _BINS + 1, np.int64)
        # Compiled now, and not in the frame in which they enter.
        self._run(f.Now(*[0.0] * len(f.Now._fields)), np.zeros(STREAMS), np.eye(4), 1.0, FINE_PX)

    def pose(
        self,
        own: Any,
        moment: Any,
        to_clip: np.ndarray,
        pixel_m: float,
        fine_px: tuple[float, float] = FINE_PX,
    ) -> tuple[np.ndarray, list[int]]:
        """Those that a view may see: ``(seen, 12) float32`` instances, coarsest level first and near to far within
        each, and how many each of the three levels has. The array is written anew by the next call.

        An instance: place (m), length of a petal (m); quaternion x y z w that turns the mesh; openness, wilt, inner
        light, lot. ``own``: the room's record; ``to_clip``: ``(4, 4) float64``, world to clip space; ``pixel_m``:
        metres that a pixel covers at a distance of 1 m; ``fine_px``: see FINE_PX.
        """
        self._run(measures(own, moment), np.array(own["phase"], np.float64), to_clip, pixel_m, fine_px)
        low, middle, high = self._starts[_BINS - 1 :: _BINS][:LEVELS].tolist()
        return self._out[:high], [low, middle - low, high - middle]

    def _run(
        self, now: f.Now, phase: np.ndarray, to_clip: np.ndarray, pixel_m: float, fine_px: tuple[float, float]
    ) -> None:
        placed(self._lots, phase, now, self._at)
        to_clip = np.ascontiguousarray(to_clip)  # one layout, compiled once
        seen(self._at, sides(to_clip), to_clip[3], pixel_m, fine_px, self._bins)
        carried(self._lots, now, self._at)
        _written(self._lots, self._at, self._bins, self._starts, self._out)


def measures(own: Any, moment: Any) -> f.Now:
    """What of the moment the blossoms follow."""
    now_s, guest = float(moment["dream_time_s"]), float(own["popcorn_guest"])
    time_s = float(moment["time_s"])
    return f.Now(
        presence=float(own["presence"]),
        severity=float(own["popcorn_severity"]),
        guest=guest,
        since_s=min(now_s - float(own["popcorn_invited_at_s"]), 1e4) if guest > 0.0 else 0.0,
        hold=held(now_s - float(moment["command_at_s"][2])) * (1.0 - guest),
        breath=float(moment["breath"]),
        bar=float(moment["bar_phase"]),
        drift=time_s * f.DRIFT_TURNS_S % 1.0,
        time_s=time_s,
    )


def held(since_s: float) -> float:
    """How far the lullaby holds them, 0..1, by the time since it began."""
    felt, full, ebbing, over = _HOLD_S
    return _smooth((since_s - felt) / (full - felt)) * (1.0 - _smooth((since_s - ebbing) / (over - ebbing)))


def _smooth(x: float) -> float:
    x = min(max(x, 0.0), 1.0)
    return x * x * (3.0 - 2.0 * x)


def sides(to_clip: np.ndarray) -> np.ndarray:
    """The planes left, low, near, right, high and far of what is seen, ``(6, 4) float64``, normals unit and pointing
    in (Gribb and Hartmann, 2001)."""
    planes = np.concatenate([to_clip[3] + to_clip[:3], to_clip[3] - to_clip[:3]])
    return planes / np.sqrt((planes[:, :3] ** 2).sum(1, keepdims=True))


@njit(**FLAGS)
def seen(at, planes, depth, pixel_m, fine_px, bins):  # type: ignore[no-untyped-def]
    """Level and metres of depth of each as one number to sort by; -1 where its sphere lies outside a plane."""
    for i in range(bins.shape[0]):
        size = at.size[i]
        x, y, z, radius = at.r[i] * at.s[i], at.y[i], at.r[i] * at.c[i], size * _REACH
        inside = size > 0.0
        for k in range(6):
            inside &= planes[k, 0] * x + planes[k, 1] * y + planes[k, 2] * z + planes[k, 3] >= -radius
        far = depth[0] * x + depth[1] * y + depth[2] * z + depth[3]
        large = size / (max(far, 0.05) * pixel_m)
        level = (1 if large >= fine_px[0] else 0) + (1 if large >= fine_px[1] else 0)
        metres = min(max(far, 0.0), _BINS - 1.0)
        bins[i] = level * _BINS + np.int32(metres) if inside else -1


@njit(**FLAGS)
def _written(lots, at, bins, starts, out):  # type: ignore[no-untyped-def]
    """Write those seen in the order of their bins, equals as they were (a counting sort); ``starts`` then holds where
    each bin ends."""
    starts[:] = 0
    for i in range(bins.shape[0]):
        starts[bins[i] + 1] += 1
    starts[0] = 0
    for k in range(1, starts.shape[0]):
        starts[k] += starts[k - 1]
    for i in range(bins.shape[0]):
        if bins[i] < 0:
            continue
        row = starts[bins[i]]
        starts[bins[i]] += 1
        out[row, 0], out[row, 1], out[row, 2] = at.r[i] * at.s[i], at.y[i], at.r[i] * at.c[i]
        turned = _turned(at.tilt[i], at.outward[i], at.rock[i], at.s[i], at.c[i], lots.lean_x[i], lots.lean_z[i])
        out[row, 4], out[row, 5], out[row, 6], out[row, 7] = _spun(turned, lots.spin_s[i], lots.spin_c[i])
        out[row, 3], out[row, 8], out[row, 9] = at.size[i], at.open[i], at.wilt[i]
        out[row, 10], out[row, 11] = at.light[i], lots.hop[i]


@njit(**FLAGS)
def _turned(tilt, outward, rock, s, c, lx, lz):  # type: ignore[no-untyped-def]
    """The half-way quaternion (x, z, w; y is 0) from +y to where the throat looks: up and outward, tilted and then
    tipped over toward its own lean."""
    x, y, z = tilt * lx + outward * s, 1.0, tilt * lz + outward * c
    if rock != 0.0:
        sr, cr = sine(rock), f.cosine(rock)
        along = x * lx + z * lz
        more = along * (cr - 1.0) + y * sr
        x, y, z = x + more * lx, y * cr - along * sr, z + more * lz
    w = y + sqrt(x * x + y * y + z * z)
    k = 1.0 / sqrt(max(x * x + z * z + w * w, 1e-9))
    return z * k, -x * k, w * k


@njit(**FLAGS)
def _spun(turned, v, w):  # type: ignore[no-untyped-def]
    """A quaternion (x, z, w) after a turn about +y by its half's sine and cosine; x, y, z, w."""
    x, z, own = turned
    return x * w - z * v, own * v, z * w + x * v, own * w
