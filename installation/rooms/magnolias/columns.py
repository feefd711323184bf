"""The columns of all blossoms at a moment: where each is, and how it holds itself.

Each loop writes one column from few others: so it becomes vector code, and five thousand take a tenth of a millisecond.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from ...dsp.sine import FLAGS, sine
from . import flight as f


class Places(NamedTuple):
    """Columns ``(count,) float32`` that the loops fill: where each is, and how far it has come."""

    turn: np.ndarray
    r: np.ndarray
    y: np.ndarray
    s: np.ndarray
    c: np.ndarray
    size: np.ndarray
    join: np.ndarray
    fault: np.ndarray
    beat: np.ndarray
    sway: np.ndarray
    below: np.ndarray
    tilt: np.ndarray
    outward: np.ndarray
    rock: np.ndarray  # turns
    open: np.ndarray
    wilt: np.ndarray
    light: np.ndarray


@njit(**FLAGS)
def placed(lots, phase, now, at):  # type: ignore[no-untyped-def]
    """Where all are: the lake, the way up to it, the fault's hops, the lullaby, the helixes."""
    n = lots.turn.shape[0]
    for i in range(n):
        at.beat[i] = phase[lots.string[i]]
    for i in range(n):
        at.turn[i] = lots.turn[i] + now.drift
    for i in range(n):
        at.join[i] = f.joined(lots.depart[i], now)
    for i in range(n):
        at.size[i] = lots.size_m[i] * f.grown(lots.rise[i], now) * (1.0 - 0.22 * at.join[i])
    for i in range(n):
        at.r[i] = lots.radius_m[i] + 2.5 * (1.0 - f.risen(lots.rise[i], now))
    for i in range(n):
        at.sway[i] = f.stream_sway(lots.string[i], at.beat[i])
    for i in range(n):
        at.below[i] = f.below(lots.age[i], lots.rise[i], now)
    for i in range(n):
        at.y[i] = f.lake_height(at.turn[i], lots.radius_m[i], lots.age[i], now) + at.sway[i] - at.below[i]
    _thrown(lots, now, at)
    if now.hold > 0.0:
        for i in range(n):
            at.y[i] += now.hold * (0.32 + 0.10 * sine(6.0 * at.turn[i] + 0.08 * now.time_s))
    if now.guest > 0.0:
        _on_strands(lots, now, at)
    for i in range(n):
        at.s[i] = sine(at.turn[i])
    for i in range(n):
        at.c[i] = f.cosine(at.turn[i])


@njit(**FLAGS)
def _thrown(lots, now, at):  # type: ignore[no-untyped-def]
    """The fault: how hard it has each, and how high it throws it."""
    n = lots.turn.shape[0]
    for i in range(n):
        at.fault[i] = f.fallen(lots.hop[i], now)
    if now.severity > 0.0:
        for i in range(n):
            at.y[i] += at.fault[i] * f.hopped(lots.radius_m[i], lots.hop[i], lots.age[i], at.beat[i], now)


@njit(**FLAGS)
def _on_strands(lots, now, at):  # type: ignore[no-untyped-def]
    """From the lake toward the helixes, as far as each has joined: first inward, away from the cameras, then up."""
    n = lots.turn.shape[0]
    for i in range(n):
        turn = f.helix_turn(lots.strand_high[i], lots.strand_way[i], lots.strand_turn[i], now)
        at.turn[i] += at.join[i] * turn
    for i in range(n):
        high, way, out_m = lots.strand_high[i], lots.strand_way[i], lots.strand_out_m[i]
        inward = at.join[i] * (2.0 - at.join[i])
        at.r[i] += inward * (f.helix_radius(high, way, out_m, lots.strand_round[i], now) - at.r[i])
    for i in range(n):
        high, way, out_m = lots.strand_high[i], lots.strand_way[i], lots.strand_out_m[i]
        up = at.join[i] * at.join[i]
        at.y[i] += up * (f.helix_height(high, way, out_m, lots.strand_round[i], now) - at.y[i])


@njit(**FLAGS)
def carried(lots, now, at):  # type: ignore[no-untyped-def]
    """How all hold themselves."""
    n = lots.turn.shape[0]
    for i in range(n):
        at.tilt[i] = f.tilted(lots.tilt[i], lots.rise[i], at.join[i], now)
    for i in range(n):
        at.outward[i] = f.outward(at.join[i], f.swayed(lots.turn[i], lots.age[i], now))
    at.rock[:] = 0.0
    if now.severity > 0.0:
        for i in range(n):
            at.rock[i] = f.rocked(lots.hop[i], lots.age[i], lots.tilt[i], at.beat[i], at.fault[i], now)
    for i in range(n):
        at.open[i] = f.openness(lots.age[i], lots.rise[i], at.join[i], now)
    for i in range(n):
        at.wilt[i] = f.wilt(lots.age[i], at.join[i], now)
    for i in range(n):
        at.light[i] = 0.75 * f.plucked(at.c[i], at.beat[i], lots.own_beat[i], now) * (1.0 - 0.6 * at.join[i])
    if now.guest > 0.0:
        for i in range(n):
            at.light[i] += at.join[i] * (2.0 - at.join[i]) * f.lit(lots.strand_high[i], lots.strand_way[i], now)
