"""Figures over spans of time: medians, and one a second."""

from __future__ import annotations

import warnings

import numpy as np


def median_between(at_s: np.ndarray, values: np.ndarray, from_s: float, to_s: float) -> float:
    """Median of the values whose times lie in ``[from_s, to_s)``, NaN left out; NaN where there is none."""
    chosen = values[(at_s >= from_s) & (at_s < to_s)]
    chosen = chosen[np.isfinite(chosen)]
    return float(np.median(chosen)) if len(chosen) else float("nan")


def per_second(at_s: np.ndarray, values: np.ndarray, seconds: int) -> np.ndarray:
    """The median of each second, ``(seconds,)``; NaN where a second has no value."""
    return np.array([median_between(at_s, values, s, s + 1) for s in range(seconds)])


def greatest_median(
    at_s: np.ndarray, values: np.ndarray, from_s: float, to_s: float, window_s: float
) -> tuple[float, float]:
    """The greatest median of any window of ``window_s`` between two times, and where that window begins."""
    starts = at_s[(at_s >= from_s) & (at_s + window_s <= to_s + 1e-9)]
    medians = np.array([median_between(at_s, values, s, s + window_s) for s in starts])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        best = np.nanargmax(medians) if len(medians) and np.isfinite(medians).any() else -1
    return (float(medians[best]), float(starts[best])) if best >= 0 else (float("nan"), float("nan"))
