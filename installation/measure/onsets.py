"""How closely a sound's ticks keep to the beat: onset energy, its vector strength, spread and centre about the beat.

Onset energy is what rises above the decaying trace of what was just heard (forward masking), in the band of the
ticks, at 0.1 ms: a ringing tick counts once, when it begins. Vector strength is Goldberg & Brown's (1969).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from scipy.signal import butter, sosfiltfilt

BAND_HZ = (5_000.0, 14_000.0)
BIN_S = 1e-4  # resolution of the envelope
TRACE_S = 0.050  # time constant of the trace that hides a tick's own ringing
_HEARD_S = 120.0  # of a long sound, from its start, for the beat's length
FLOOR = 0.02  # of the loudest, below which nothing counts as an onset


@dataclass(frozen=True)
class Onsets:
    """``energy (n,)`` at bins of ``bin_s`` from the sound's start; bin k's middle lies at ``(k + 0.5) * bin_s``."""

    energy: np.ndarray
    bin_s: float

    @property
    def at_s(self) -> np.ndarray:
        return (np.arange(len(self.energy)) + 0.5) * self.bin_s


def onsets(samples: np.ndarray, rate_hz: int) -> Onsets:
    """Onset energy of ``samples (n, channels)``."""
    size = max(round(BIN_S * rate_hz), 1)
    high = min(BAND_HZ[1], 0.45 * rate_hz)
    bins = len(samples) // size
    if bins < 64 or high <= BAND_HZ[0] * 1.1:  # too short, or sampled too slowly to hold the band
        return Onsets(np.zeros(bins), size / rate_hz)
    band = butter(4, (BAND_HZ[0], high), "bandpass", fs=rate_hz, output="sos")
    power = np.zeros(bins)
    for channel in range(samples.shape[1]):
        heard = sosfiltfilt(band, samples[: bins * size, channel].astype(np.float64))
        power += np.square(heard).reshape(bins, size).mean(axis=1)
    amplitude = np.sqrt(power)
    return Onsets(_rises(amplitude, np.exp(-BIN_S / TRACE_S), FLOOR * amplitude.max()), size / rate_hz)


@njit(cache=True)
def _rises(amplitude: np.ndarray, keep: float, floor: float) -> np.ndarray:
    out = np.zeros(amplitude.size)
    trace = 0.0
    for k in range(amplitude.size):
        trace *= keep
        if amplitude[k] > trace:
            if amplitude[k] > floor:
                out[k] = amplitude[k] - trace
            trace = amplitude[k]
    return out


def grid_phase(bar: np.ndarray, metres: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Phase (turns) of bar phases within the grid of all beats of ``metres``, and the length of their beat (bars).

    A whole turn lies between any two neighbouring beats, so energy that is spread evenly has no strength, and
    three against four against five in step has all of it.
    """
    marks = np.unique(np.concatenate([np.arange(m) / m for m in metres] + [np.ones(1)]).round(12))
    place = np.clip(np.searchsorted(marks, bar, side="right") - 1, 0, len(marks) - 2)
    length = np.diff(marks)[place]
    return (bar - marks[place]) / length, length


def strength(energy: np.ndarray, phase: np.ndarray) -> float:
    """Vector strength 0..1 of energy about phase 0 of phases in turns; NaN where there is no energy."""
    whole = energy.sum()
    return float(abs((energy * np.exp(2j * np.pi * phase)).sum()) / whole) if whole > 0.0 else float("nan")


def spread_ms(energy: np.ndarray, phase: np.ndarray, beat_s: np.ndarray | float) -> tuple[float, float]:
    """Standard deviation of energy about its own centre, and that centre against the beat, both in ms.

    ``phase`` in turns of a beat that lasts ``beat_s``. Deviations are wrapped to half a beat on each side.
    """
    whole = energy.sum()
    if not whole > 0.0:
        return float("nan"), float("nan")
    centre = np.angle((energy * np.exp(2j * np.pi * phase)).sum()) / (2.0 * np.pi)
    away = (phase - centre + 0.5) % 1.0 - 0.5
    spread = np.sqrt((energy * (away * beat_s) ** 2).sum() / whole)
    return 1e3 * float(spread), 1e3 * float(centre * np.average(np.broadcast_to(beat_s, away.shape), weights=energy))


def estimated_beat_s(found: Onsets, shortest_s: float = 0.25, longest_s: float = 1.5) -> float:
    """The beat's length where no performance gives it: the strongest period of the onset energy. NaN if none."""
    step = max(round(0.005 / found.bin_s), 1)
    bins = min(len(found.energy) // step, round(_HEARD_S / (step * found.bin_s)))
    coarse = found.energy[: bins * step].reshape(bins, step).sum(axis=1)
    if bins * step * found.bin_s < 2.0 * longest_s or not coarse.any():
        return float("nan")
    at = (np.arange(bins) + 0.5) * step * found.bin_s
    periods = np.geomspace(shortest_s, longest_s, 2400)
    power = np.array([abs((coarse * np.exp(2j * np.pi * at / p)).sum()) for p in periods])
    tops = np.flatnonzero((power[1:-1] >= power[:-2]) & (power[1:-1] > power[2:])) + 1
    if not len(tops):
        return float("nan")
    # A comb of beats answers at its fractions too: of those about as strong, the longest is the beat.
    return float(periods[tops[power[tops] > 0.9 * power[tops].max()][-1]])
