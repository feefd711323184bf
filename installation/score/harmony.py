"""Sensory dissonance with its gradient, and adaptive tuning: pitches find their way home by it.

Formula: Plomp and Levelt (1965) as parametrised by Sethares (1993), per pair of partials
``min(a_i, a_j) (e^(-3.5 s df) - e^(-5.75 s df))`` with ``s = 0.24 / (0.0207 f_low + 18.96)``, over the sum of all a.
Partials are sorted and pairs beyond the critical band left out, so the cost grows with the neighbours, not the square.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from ..core.room import Room

MAX_PARTIALS = 256
HARMONICS = 8
HOME_S = 0.35  # time constant of the spring to the score's chord
GRADIENT_CENTS_S = 9.0  # the gradient's own speed; keeps adaptive tuning within GRADIENT_CENTS_S * HOME_S / 0.55 cents
GRADIENT_SHARE = 0.45  # of the spring's speed that the gradient may oppose: below 1, so every voice comes home
GRADIENT_GAIN = 4.0e4  # cents a second for a slope of one a cent
CUT = 6.0  # pairs with 3.5 s df above this are left out (they add less than 0.3 %)
_LN2_CENT = np.log(2.0) / 1200.0


@dataclass
class Harmony:
    """All sounding pitches of a cast, flat. Pitches that are not ``free`` stand where they are put."""

    target: np.ndarray  # (n,) float64 log2 Hz, where the score has them
    offset: np.ndarray  # (n,) float64 cents from the target
    chosen: np.ndarray  # (n,) float64 cents: the consonance each voice goes to (0 is the score's own)
    strain: np.ndarray  # (n,) float64 cents: how far trouble pulls it off
    level: np.ndarray  # (n,) float64 0..1
    weights: np.ndarray  # (n, HARMONICS) float64 amplitudes of the partials
    free: np.ndarray  # (n,) bool
    figures: np.ndarray  # (2,) float64: dissonance now, and at the chosen chord

    memory = ("target", "offset", "chosen", "strain", "level", "figures")

    @classmethod
    def of(cls, cast: tuple[Room, ...], extra: int, free_extra: bool = False) -> Harmony:
        """The pitches that a cast declares and ``extra`` more (played notes), silent and at rest."""
        pitches = [p for r in cast for p in r.pitches]
        n = len(pitches) + extra
        weights = np.zeros((n, HARMONICS))
        free = np.full(n, free_extra)
        for i, pitch in enumerate(pitches):
            weights[i, : len(pitch.partials)] = pitch.partials[:HARMONICS]
            free[i] = not pitch.part.startswith("cluster")
        weights[len(pitches) :, :4] = (1.0, 0.4, 0.2, 0.1)
        zeros = np.zeros(n)
        return cls(np.full(n, 8.0), zeros, zeros.copy(), zeros.copy(), zeros.copy(), weights, free, np.zeros(2))

    @property
    def log2_hz(self) -> np.ndarray:
        """``(n,) float64`` log2 of the frequencies that sound now."""
        return self.target + self.offset / 1200.0

    def step(self, dt_s: float) -> None:
        """Move the free pitches for ``dt_s`` seconds down the gradient, sprung to where they are wanted."""
        _glide(
            self.target,
            self.offset,
            self.chosen,
            self.strain,
            self.level,
            self.weights,
            self.free,
            dt_s,
            self.figures,
        )

    def rest(self) -> None:
        """Measure the dissonance of the chosen chord itself, as if every voice were home."""
        self.figures[1] = dissonance_of(self.target + self.chosen / 1200.0, self.level * self.free, self.weights)


def dissonance_of(log2_hz: np.ndarray, level: np.ndarray, weights: np.ndarray) -> float:
    """Sensory dissonance of pitches: ``(n,)`` log2 Hz, ``(n,)`` levels, ``(n, HARMONICS)`` partial amplitudes."""
    hz, amp, _ = _partials(log2_hz, level, weights)
    return float(_roughness(hz, amp)[0])


def gradient(log2_hz: np.ndarray, level: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Slope of ``dissonance_of`` by each pitch, ``(n,) float64`` a cent."""
    return _slope(log2_hz, level, weights)[1]


def valleys(harmony: Harmony, voice: int, reach_cents: float = 110.0) -> np.ndarray:
    """Consonances within reach of one voice, the others being home: ``(k,) float64`` cents, the deepest first.

    The score's own tone (0) is always among them.
    """
    at = np.arange(-reach_cents, reach_cents + 1.0, 2.0)
    log2_hz = harmony.target + harmony.chosen / 1200.0
    level = np.maximum(harmony.level * harmony.free, 1e-3)
    depth = np.empty(at.size)
    for k, cents in enumerate(at):
        log2_hz[voice] = harmony.target[voice] + cents / 1200.0
        depth[k] = dissonance_of(log2_hz, level, harmony.weights)
    lower = np.flatnonzero((depth[1:-1] < depth[:-2]) & (depth[1:-1] <= depth[2:])) + 1
    found = [float(at[k]) for k in lower[np.argsort(depth[lower], kind="stable")] if abs(at[k]) > 15.0]
    return np.array([0.0, *found])


def distinct_pitches(log2_hz: np.ndarray, level: np.ndarray) -> int:
    """Sounding pitches within 40 dB of the loudest and at least 50 cents apart; octaves count apart."""
    return int(_distinct(log2_hz, level))


@njit(cache=True, nogil=True)
def _partials(log2_hz, level, weights):
    hz = np.empty(MAX_PARTIALS)
    amp = np.empty(MAX_PARTIALS)
    owner = np.empty(MAX_PARTIALS, np.int64)
    n = 0
    for i in range(log2_hz.size):
        if level[i] < 1e-4:
            continue
        fundamental = 2.0 ** log2_hz[i]
        for k in range(weights.shape[1]):
            a = weights[i, k] * level[i]
            if a > 1e-5 and n < MAX_PARTIALS:
                hz[n], amp[n], owner[n] = fundamental * (k + 1), a, i
                n += 1
    order = np.argsort(hz[:n], kind="mergesort")
    return hz[:n][order], amp[:n][order], owner[:n][order]


@njit(cache=True, nogil=True)
def _roughness(hz, amp):
    """Dissonance and its slope by the frequency of each partial (per Hz)."""
    slope = np.zeros(hz.size)
    total, loud = 0.0, 0.0
    for i in range(hz.size):
        loud += amp[i]
        base = 0.0207 * hz[i] + 18.96
        s = 0.24 / base
        ds = -0.0207 * s / base
        for j in range(i + 1, hz.size):
            df = hz[j] - hz[i]
            if 3.5 * s * df > CUT:
                break
            a = min(amp[i], amp[j])
            near, far = np.exp(-3.5 * s * df), np.exp(-5.75 * s * df)
            total += a * (near - far)
            by_sdf = a * (5.75 * far - 3.5 * near)
            slope[j] += by_sdf * s
            slope[i] += by_sdf * (ds * df - s)
    if loud > 0.0:
        return total / loud, slope / loud
    return 0.0, slope


@njit(cache=True, nogil=True)
def _slope(log2_hz, level, weights):
    hz, amp, owner = _partials(log2_hz, level, weights)
    value, by_hz = _roughness(hz, amp)
    by_cent = np.zeros(log2_hz.size)
    for k in range(hz.size):
        by_cent[owner[k]] += by_hz[k] * hz[k] * _LN2_CENT
    return value, by_cent


@njit(cache=True, nogil=True)
def _glide(target, offset, chosen, strain, level, weights, free, dt_s, figures):
    value, slope = _slope(target + offset / 1200.0, level, weights)
    figures[0] = value
    for i in range(target.size):
        if not free[i]:
            continue
        away = offset[i] - chosen[i] - strain[i]
        spring = -away / HOME_S
        bound = GRADIENT_CENTS_S + GRADIENT_SHARE * abs(spring)
        drawn = min(max(-GRADIENT_GAIN * slope[i], -bound), bound)
        # Pulled off by trouble, a voice is held there: only the way home follows the gradient.
        drawn *= 1.0 / (1.0 + abs(strain[i]) / 5.0)
        offset[i] += (spring + drawn) * dt_s


@njit(cache=True, nogil=True)
def _distinct(log2_hz, level):
    floor = 0.01 * np.max(level) if level.size else 0.0
    sounding = np.sort(log2_hz[(level >= floor) & (level > 1e-4)])
    count, last = 0, -1e9
    for at in sounding:
        if at - last >= 50.0 / 1200.0:
            count += 1
            last = at
    return count
