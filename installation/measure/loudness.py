"""Loudness after ITU-R BS.1770-4 and EBU R128, and true peak."""

from __future__ import annotations

import numpy as np
import pyloudnorm
from scipy.signal import resample_poly

SHORT_TERM_S = 3.0
OVERSAMPLING = 8  # BS.1770-4 asks for at least 4 at 48 kHz
SILENT_LUFS = -120.0
_SHELF = (4.0, 1.0 / np.sqrt(2.0), 1500.0, "high_shelf")  # gain, Q, Hz: pyloudnorm's K-weighting
_PASS = (0.0, 0.5, 38.0, "high_pass")
_MARGIN = 256  # samples of context on each side of a block


def integrated_lufs(samples: np.ndarray, rate_hz: int) -> float:
    """Gated loudness of the whole ``(n, channels)``; SILENT_LUFS where nothing passes the gates."""
    if len(samples) < 0.4 * rate_hz + 1:
        return SILENT_LUFS
    with np.errstate(divide="ignore", invalid="ignore"):
        found = pyloudnorm.Meter(rate_hz).integrated_loudness(samples.astype(np.float64)[:, :5])
    return float(found) if np.isfinite(found) else SILENT_LUFS


def short_term_lufs(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    """Loudness of the 3 s that end with each second, ``(seconds,)``; what lies before the start is left out."""
    weighted = samples.astype(np.float64)
    for gain, q, hz, kind in (_SHELF, _PASS):
        stage = pyloudnorm.IIRfilter(gain, q, hz, rate_hz, kind)
        weighted = np.stack([stage.apply_filter(channel) for channel in weighted.T], axis=1)
    energy = np.concatenate([[0.0], np.cumsum(np.square(weighted).sum(axis=1))])
    ends = np.minimum(np.arange(1, -(-len(samples) // rate_hz) + 1) * rate_hz, len(samples))
    starts = np.maximum(ends - round(SHORT_TERM_S * rate_hz), 0)
    mean = (energy[ends] - energy[starts]) / np.maximum(ends - starts, 1)
    return np.maximum(-0.691 + 10.0 * np.log10(np.maximum(mean, 1e-20)), SILENT_LUFS)


def true_peak_dbtp(samples: np.ndarray, rate_hz: int) -> float:
    """The highest peak between the samples, in dB of full scale; SILENT_LUFS for silence."""
    highest, block = 0.0, 10 * rate_hz
    for start in range(0, len(samples), block):
        before = min(start, _MARGIN)
        part = samples[start - before : start + block + _MARGIN].astype(np.float64)
        between = np.abs(resample_poly(part, OVERSAMPLING, 1, axis=0))
        # The margins' own edges ring, as no sound does there: only the block itself counts.
        highest = max(highest, float(between[before * OVERSAMPLING : (before + block) * OVERSAMPLING].max()))
    return max(20.0 * np.log10(max(highest, 1e-20)), SILENT_LUFS)
