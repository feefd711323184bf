"""The partial bank: sines whose frequency and gains run in straight lines over a tick.

The phase is closed form within the tick (kept in float64 turns between ticks), so the loop over samples vectorises.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from ..core.units import BLOCK, SAMPLE_RATE_HZ
from .pan import place
from .sine import FLAGS, sine

CAPACITY = 8192
FADE_FROM_HZ, FADE_TO_HZ = 18_000.0, 20_000.0  # above, a partial fades, so that none folds back
SILENT = 1e-7  # -140 dB
LOUDEST = 64.0  # a target beyond is a failure, not music
_PIECE = 80  # samples for which float32 phase is exact to -98 dB


@dataclass(frozen=True)
class Partials:
    """A customer's partials. Set the targets every tick; they are reached at its end. All arrays are ``(n,)``."""

    freq_hz: np.ndarray  # float64
    amp: np.ndarray  # float32, peak
    azimuth_turns: np.ndarray  # float32
    send: np.ndarray  # float32, 0..1 of it goes to the hall as well
    phase_turns: np.ndarray  # float64, where each stands now; may be set before it first sounds


class PartialBank:
    """All partials of all customers."""

    def __init__(self, channels: int) -> None:
        self.used = 0
        self.freq_hz, self.phase = np.zeros(CAPACITY), np.zeros(CAPACITY)
        self.amp, self.azimuth, self.send = (np.zeros(CAPACITY, np.float32) for _ in range(3))
        self.bus = np.zeros(CAPACITY, np.int64)
        self.freq_now = np.zeros(CAPACITY)
        self.gain_now = np.zeros((CAPACITY, channels + 1), np.float32)
        self._target = np.zeros(channels + 1, np.float32)
        self._wave = np.zeros(BLOCK, np.float32)

    def customer(self, bus: int, n: int, phase_turns: np.ndarray) -> Partials:
        """Hand out ``n`` partials that sound on ``bus``. Raises ValueError when the bank is full."""
        first, self.used = self.used, self.used + n
        if self.used > CAPACITY:
            raise ValueError(f"{self.used} partials asked for, at most {CAPACITY}")
        own = slice(first, self.used)
        self.bus[own], self.phase[own] = bus, phase_turns
        return Partials(self.freq_hz[own], self.amp[own], self.azimuth[own], self.send[own], self.phase[own])

    @property
    def memory(self) -> dict[str, np.ndarray]:
        """What must be kept to go on bit for bit."""
        names = ("freq_hz", "phase", "amp", "azimuth", "send", "freq_now", "gain_now")
        return {name: getattr(self, name)[: self.used] for name in names}

    def hush(self, bus: int) -> None:
        """Take every target of a bus to silence."""
        self.amp[: self.used][self.bus[: self.used] == bus] = 0.0

    def render(self, out: np.ndarray, failed: np.ndarray, order: np.ndarray) -> None:
        """Add one tick to ``out (buses, channels + 1, BLOCK) float32``; marks buses whose targets are no numbers."""
        n = self.used
        _render(
            self.freq_hz[:n], self.amp, self.azimuth, self.send, self.bus, self.phase, self.freq_now, self.gain_now,
            self._target, self._wave, order, failed, out,
        )  # fmt: skip


@njit(**FLAGS)
def _render(freq_hz, amp, azimuth, send, bus, phase, freq_now, gain_now, target, wave, order, failed, out):  # type: ignore[no-untyped-def]
    for p in range(freq_hz.size):
        sound = np.isfinite(freq_hz[p]) and np.isfinite(azimuth[p]) and np.isfinite(send[p])
        if not (sound and abs(amp[p]) <= LOUDEST and abs(send[p]) <= LOUDEST):
            failed[bus[p]] = True
            freq_hz[p], amp[p], azimuth[p], send[p] = freq_now[p], 0.0, 0.0, 0.0
        level = amp[p] * _audible(freq_hz[p])
        now = gain_now[p]
        was = _any(now)
        if abs(level) < SILENT and not was:
            freq_now[p] = freq_hz[p]
            continue
        start = freq_now[p] if was else freq_hz[p]  # what was silent does not glide in from an old pitch
        place(azimuth[p], np.float32(level if abs(level) >= SILENT else 0.0), send[p], order, target)
        phase[p] = _sound(phase[p], start, freq_hz[p], now, target, wave, out[bus[p]])
        freq_now[p] = freq_hz[p]


@njit(**FLAGS)
def _audible(freq_hz):  # type: ignore[no-untyped-def]
    """1 below 18 kHz, 0 above 20 kHz."""
    return min(1.0, max(0.0, (FADE_TO_HZ - abs(freq_hz)) / (FADE_TO_HZ - FADE_FROM_HZ)))


@njit(**FLAGS)
def _any(gains):  # type: ignore[no-untyped-def]
    any_loud = False
    for gain in gains:
        any_loud = any_loud or gain != 0.0
    return any_loud


@njit(**FLAGS)
def _sound(phase, start_hz, end_hz, now, target, wave, out):  # type: ignore[no-untyped-def]
    """Add one partial to the rows of a bus that it reaches; returns the phase after it.

    The sine and the first two rows are one loop, since arithmetic and memory then overlap.
    """
    a, b = -1, -1
    for c in range(target.size):
        if now[c] != 0.0 or target[c] != 0.0:
            a, b = (c, b) if a < 0 else (a, c if b < 0 else b)
    if a < 0:
        return phase
    if b < 0:
        b = a - 1 if a else a + 1  # a row of its own with gain 0
    phase = _sweep(phase, start_hz, end_hz, wave, now[a], target[a], out[a], now[b], target[b], out[b])
    now[a], now[b] = target[a], target[b]
    for c in range(max(a, b) + 1, target.size):
        if now[c] != 0.0 or target[c] != 0.0:
            _add(wave, now[c], target[c], out[c])
            now[c] = target[c]
    return phase


@njit(**FLAGS)
def _sweep(phase, start_hz, end_hz, wave, a_now, a_end, a_out, b_now, b_end, b_out):  # type: ignore[no-untyped-def]
    """Fill ``wave`` with a sine that glides from one frequency to another, and add it to two rows."""
    step = start_hz / SAMPLE_RATE_HZ
    bend = (end_hz - start_hz) / SAMPLE_RATE_HZ / (2.0 * BLOCK)
    share = np.float32(1.0) / np.float32(BLOCK)
    a_slope, b_slope = (a_end - a_now) * share, (b_end - b_now) * share
    for first in range(0, BLOCK, _PIECE):
        base = phase + first * (step + bend * first)
        at = np.float32(base - np.floor(base))
        slope, curve = np.float32(step + 2.0 * bend * first), np.float32(bend)
        a_gain, b_gain = a_now + a_slope * np.float32(first), b_now + b_slope * np.float32(first)
        for i in range(_PIECE):
            t = np.float32(np.int32(i))
            x = sine(at + t * (slope + curve * t))
            wave[first + i] = x
            a_out[first + i] += x * (a_gain + a_slope * t)
            b_out[first + i] += x * (b_gain + b_slope * t)
    phase += BLOCK * (step + bend * BLOCK)
    return phase - np.floor(phase)


@njit(**FLAGS)
def _add(wave, start, end, out):  # type: ignore[no-untyped-def]
    """Add ``wave`` with a gain that runs from ``start`` to ``end`` over the tick."""
    slope = (end - start) * (np.float32(1.0) / np.float32(BLOCK))
    for i in range(BLOCK):
        out[i] += wave[i] * (start + slope * np.float32(np.int32(i)))
