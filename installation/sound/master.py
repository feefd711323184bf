"""The master: the operator's level, a fixed reference gain, and a look-ahead true-peak limiter linked over channels.

Peaks between samples are found by four-fold oversampling (ITU-R BS.1770-4, annex 2). The gain is a sliding minimum,
held over the look-ahead and then smoothed by a window no longer than it, so that it is always down when the peak comes.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from ..core.units import BLOCK, SAMPLE_RATE_HZ, amplitude
from ..dsp.sine import FLAGS

REFERENCE_GAIN_DB = -2.75  # tuned so that the evening as a whole comes to -23 LUFS
CEILING_DBTP = -1.0
MARGIN_DB = 0.4  # for what four-fold oversampling reads too low
LOOK_AHEAD = 72  # samples, 1.5 ms
RELEASE_S = 0.15
OVERSAMPLING = 4
TAPS = 24  # of each phase of the oversampling filter
_HALF = TAPS // 2
LATENCY = LOOK_AHEAD - 1 + _HALF
_KEPT = TAPS + LOOK_AHEAD  # samples of the past that a tick needs
_SETTLED = 1e-6  # a reduction below is none


def interpolator() -> np.ndarray:
    """Phases 1..3 of a four-fold interpolator, ``(3, TAPS) float32``: a sinc under a Kaiser window."""
    at = np.arange(TAPS) - (_HALF - 1)
    rows = []
    for phase in range(1, OVERSAMPLING):
        t = at - phase / OVERSAMPLING
        row = np.sinc(t) * np.i0(6.0 * np.sqrt(np.clip(1.0 - (t / _HALF) ** 2, 0.0, 1.0)))
        rows.append(row / row.sum())
    return np.array(rows, np.float32)


class Master:
    """Everything between the mix and the device. ``latency_samples`` is its only delay."""

    latency_samples = LATENCY

    def __init__(self, channels: int) -> None:
        self.past = np.zeros((channels, _KEPT), np.float32)
        self.needed = np.zeros(LOOK_AHEAD + 1, np.float32)  # reductions asked for by the last samples
        self.held = np.zeros(LOOK_AHEAD, np.float32)  # reductions after hold and release
        self.level = np.zeros(1)
        self._taps = interpolator()
        self._reach = float(np.abs(self._taps).sum(axis=1).max())
        shape = np.hanning(LOOK_AHEAD + 2)[1:-1]
        self._window = (shape / shape.sum()).astype(np.float32)
        self._line = np.zeros((channels, _KEPT + BLOCK), np.float32)
        self._asked = np.zeros(LOOK_AHEAD + 1 + BLOCK, np.float32)
        self._smooth = np.zeros(LOOK_AHEAD + BLOCK, np.float32)
        self._spare = np.zeros((2, BLOCK + 1), np.float32)
        self._out = np.zeros((BLOCK, channels), np.float32)

    @property
    def memory(self) -> dict[str, np.ndarray]:
        """What must be kept to go on bit for bit."""
        return {"past": self.past, "needed": self.needed, "held": self.held, "level": self.level}

    def tick(self, mix: np.ndarray, level: float) -> np.ndarray:
        """Master ``mix (channels, BLOCK) float32`` at the operator's ``level``: a new ``(BLOCK, channels) float32``."""
        _tick(
            mix, self.level, level * amplitude(REFERENCE_GAIN_DB), self.past, self.needed, self.held, self._taps,
            self._reach, self._window, np.float32(amplitude(CEILING_DBTP - MARGIN_DB)), self._line, self._asked,
            self._smooth, self._spare, self._out,
        )  # fmt: skip
        return self._out.copy()


@njit(**FLAGS)
def _tick(mix, level, aim, past, needed, held, taps, reach, window, ceiling, line, asked, smooth, spare, out):  # type: ignore[no-untyped-def]
    _take(mix, level, aim, past, line)
    asked[: needed.size] = needed
    _ask(line, taps, reach, ceiling, asked[needed.size :], spare)
    needed[:] = asked[BLOCK:]
    smooth[: held.size] = held
    _hold(asked, held[-1], smooth[held.size :])
    held[:] = smooth[BLOCK:]
    past[:] = line[:, BLOCK:]
    reduction = spare[0, :BLOCK]
    _blend(smooth, window, reduction)
    for c in range(mix.shape[0]):
        for i in range(BLOCK):
            out[i, c] = line[c, _KEPT - LATENCY + i] * (np.float32(1.0) - reduction[i])


@njit(**FLAGS)
def _take(mix, level, aim, past, line):  # type: ignore[no-untyped-def]
    """The last samples and this tick's, at the operator's level and the reference gain."""
    start, slope = np.float32(level[0]), np.float32((aim - level[0]) / BLOCK)
    for c in range(mix.shape[0]):
        line[c, :_KEPT] = past[c]
        for i in range(BLOCK):
            line[c, _KEPT + i] = mix[c, i] * (start + slope * np.float32(np.int32(i)))
    level[0] = aim


@njit(**FLAGS)
def _ask(line, taps, reach, ceiling, asked, spare):  # type: ignore[no-untyped-def]
    """The reduction (1 - gain) that each sample needs, with the peaks on either side of it."""
    asked[:] = np.float32(0.0)
    first = _KEPT - TAPS - 1
    for c in range(line.shape[0]):
        loudest = np.float32(0.0)
        for i in range(first, line.shape[1]):
            loudest = max(loudest, abs(line[c, i]))
        if loudest * max(reach, 1.0) <= ceiling:
            continue
        peaks, total = spare[0], spare[1]
        _peaks(line[c, first:], taps, peaks, total)
        for i in range(BLOCK):
            peak = max(peaks[i], peaks[i + 1])
            if peak > ceiling:
                asked[i] = max(asked[i], np.float32(1.0) - ceiling / peak)


@njit(**FLAGS)
def _peaks(line, taps, peaks, total):  # type: ignore[no-untyped-def]
    """The highest of each sample and the three points after it; sample ``i`` is the middle one of ``TAPS``."""
    for i in range(BLOCK + 1):
        peaks[i] = abs(line[i + _HALF])
    for phase in range(taps.shape[0]):
        total[:] = np.float32(0.0)
        for k in range(TAPS):
            tap = taps[phase, k]
            for i in range(BLOCK + 1):
                total[i] += tap * line[i + 1 + k]
        for i in range(BLOCK + 1):
            peaks[i] = max(peaks[i], abs(total[i]))


@njit(**FLAGS)
def _hold(asked, last, out):  # type: ignore[no-untyped-def]
    """The largest reduction asked for within the look-ahead, then let go slowly."""
    out[:] = np.float32(0.0)
    if asked.max() > 0.0:
        for k in range(LOOK_AHEAD):
            for i in range(BLOCK):
                out[i] = max(out[i], asked[i + 2 + k])
    keep = np.float32(np.exp(-1.0 / (RELEASE_S * SAMPLE_RATE_HZ)))
    for i in range(BLOCK):
        last = max(out[i], last * keep)
        if last < _SETTLED:
            last = np.float32(0.0)
        out[i] = last


@njit(**FLAGS)
def _blend(smooth, window, reduction):  # type: ignore[no-untyped-def]
    """Smooth the reductions by a window no longer than the look-ahead, so that none comes late."""
    reduction[:] = np.float32(0.0)
    if smooth.max() > 0.0:
        for k in range(LOOK_AHEAD):
            weight = window[k]
            for i in range(BLOCK):
                reduction[i] += weight * smooth[i + 1 + k]
