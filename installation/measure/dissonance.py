"""Sensory dissonance of sound, from its spectral peaks.

Plomp & Levelt's curve (1965) as Sethares (1993) fitted it: the sum over all pairs of peaks of
``min(a_i, a_j) * (exp(-3.5 s df) - exp(-5.75 s df))``, ``s = 0.24 / (0.0207 f_low + 18.96)``, over that of all a.
"""

from __future__ import annotations

import numpy as np
from scipy.signal.windows import blackmanharris

WINDOW = 16_384  # samples
HOP_S = 0.25
LOWEST_HZ, HIGHEST_HZ = 30.0, 8_000.0
RANGE_DB = 50.0  # below the highest peak
MOST_PEAKS = 60
SILENCE = 1e-6  # amplitude below which a window holds nothing


def of_partials(hz: np.ndarray, amp: np.ndarray) -> float:
    """Dissonance of partials: ``(n,)`` frequencies in Hz, ``(n,)`` amplitudes of any scale."""
    if len(hz) < 2 or not amp.sum() > 0.0:
        return 0.0
    i, j = np.triu_indices(len(hz), 1)
    apart = np.abs(hz[i] - hz[j])
    s = 0.24 / (0.0207 * np.minimum(hz[i], hz[j]) + 18.96)
    rough = np.minimum(amp[i], amp[j]) * (np.exp(-3.5 * s * apart) - np.exp(-5.75 * s * apart))
    return float(rough.sum() / amp.sum())


def peaks(power: np.ndarray, rate_hz: int) -> tuple[np.ndarray, np.ndarray]:
    """Peaks of a power spectrum ``(WINDOW // 2 + 1,)``: frequencies in Hz and amplitudes, by parabola over its dB."""
    db = 10.0 * np.log10(np.maximum(power, 1e-30))
    low = max(int(np.ceil(LOWEST_HZ * WINDOW / rate_hz)), 1)
    high = min(int(HIGHEST_HZ * WINDOW / rate_hz), len(db) - 2)
    at = np.arange(low, high + 1)
    at = at[(db[at] > db[at - 1]) & (db[at] >= db[at + 1])]
    if not len(at):
        return np.zeros(0), np.zeros(0)
    at = at[db[at] >= db[at].max() - RANGE_DB]
    at = at[np.argsort(-db[at], kind="stable")[:MOST_PEAKS]]
    a, b, c = db[at - 1], db[at], db[at + 1]
    shift = 0.5 * (a - c) / (a - 2.0 * b + c)
    height = b - 0.25 * (a - c) * shift
    return (at + shift) * rate_hz / WINDOW, 10.0 ** (height / 20.0)


def over_time(samples: np.ndarray, rate_hz: int) -> tuple[np.ndarray, np.ndarray]:
    """Times of the windows' middles (s) and the dissonance of each; NaN where a window is silent.

    ``samples (n, channels)``: the channels' powers are added, so that opposite phases do not cancel.
    """
    if len(samples) < WINDOW:
        samples = np.pad(samples, ((0, WINDOW - len(samples)), (0, 0)))
    window = blackmanharris(WINDOW, sym=False)
    starts = np.arange(0, len(samples) - WINDOW + 1, round(HOP_S * rate_hz))
    values = np.full(len(starts), np.nan)
    scale = 2.0 / window.sum()
    for k, start in enumerate(starts):
        part = samples[start : start + WINDOW].astype(np.float64)
        power = (np.abs(np.fft.rfft(part * window[:, None], axis=0) * scale) ** 2).sum(axis=1)
        if power.max() > SILENCE**2:
            values[k] = of_partials(*peaks(power, rate_hz))
    return (starts + WINDOW / 2) / rate_hz, values
