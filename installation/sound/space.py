"""The hall's reverberation: a feedback delay network of sixteen lines (Jot and Chaigne, 1991).

Orthogonal feedback (a Hadamard matrix), lengths that share no factor, slowly wandering taps so that no tone rings out,
and one damping filter a line that sets the decay at low and at high frequencies.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from ..core.units import BLOCK, SAMPLE_RATE_HZ
from ..dsp.sine import FLAGS, sine

LINES = 16
LENGTHS = (1777, 1949, 2129, 2311, 2503, 2687, 2887, 3089, 3301, 3517, 3733, 3967, 4211, 4457, 4721, 4993)
"""Samples, all prime: 37 to 104 ms, the free paths of a hall some 30 m wide."""
DIFFUSERS = (131, 223, 379, 541)  # samples, prime: Schroeder all-passes that thicken the onset
DIFFUSION = 0.62
RT60_LOW_S = 4.9  # at 0 Hz; 4.5 s in the middle of the band
RT60_HIGH_S = 1.5
HIGH_HZ = 8_000.0  # where the decay is RT60_HIGH_S
PRE_DELAY = 1680  # samples, 35 ms
LOW_CUT_HZ = 45.0
WANDER = 9.0  # samples a tap moves either way
WANDER_HZ = 0.31  # the slowest; each line a little faster than the one before
LEVEL = 0.5

_RING = 8192  # samples a line holds, a power of two above the longest line and a tick
_FLOOR = np.float32(1e-20)  # keeps denormals out


class Hall:
    """Mono in, ``channels`` out that share no phase; ``out (channels, BLOCK)`` is the last tick."""

    def __init__(self, channels: int) -> None:
        self.lines = np.zeros((LINES, _RING), np.float32)
        self.low = np.zeros(LINES, np.float32)
        self.diffusers = np.zeros((len(DIFFUSERS), 1024), np.float32)
        self.before = np.zeros(4096, np.float32)
        self.at = np.zeros(1, np.int64)
        self.cut = np.zeros(1, np.float32)
        self.wander = np.arange(LINES) / LINES  # turns
        self._taps = np.zeros((2, LINES))
        self._damping = damping()
        self._mix = outputs(channels)
        self._scratch = np.zeros(LINES, np.float32)
        self.out = np.zeros((channels, BLOCK), np.float32)

    @property
    def memory(self) -> dict[str, np.ndarray]:
        """What must be kept to go on bit for bit."""
        names = ("lines", "low", "diffusers", "before", "at", "cut", "wander")
        return {name: getattr(self, name) for name in names}

    def tick(self, send: np.ndarray) -> np.ndarray:
        """The hall's answer to ``send (BLOCK,) float32``: ``(channels, BLOCK) float32``, valid until the next call."""
        _tick(
            send, self.lines, self.low, self.diffusers, self.before, self.at, self.cut, self.wander, self._taps,
            self._damping, self._mix, self._scratch, self.out,
        )  # fmt: skip
        return self.out


def damping() -> np.ndarray:
    """Gain and pole of each line's one-pole low pass, ``(2, LINES) float32``: H(z) = g (1 - p) / (1 - p / z).

    A line of m samples must lose 60 dB · m / (rate · RT60); g does so at 0 Hz, p at ``HIGH_HZ``.
    """
    length = np.array(LENGTHS) / SAMPLE_RATE_HZ
    gain = 10.0 ** (-3.0 * length / RT60_LOW_S)
    cosine = np.cos(2.0 * np.pi * HIGH_HZ / SAMPLE_RATE_HZ)
    t = np.linspace(0.0, 1.0, 101)  # what reading between two samples takes away, on average over the wandering
    between = np.exp(np.mean(0.5 * np.log(1.0 - 2.0 * t * (1.0 - t) * (1.0 - cosine))))
    wanted = 10.0 ** (-3.0 * length / RT60_HIGH_S) / gain / between  # |H| at HIGH_HZ over |H| at 0 Hz
    # (1-p)^2 / (1 - 2 p cos w + p^2) = wanted^2, the root within the unit circle
    square = wanted**2
    half = (1.0 - square * cosine) / (1.0 - square)
    pole = half - np.sqrt(half**2 - 1.0)
    return np.array([gain * (1.0 - pole), pole], np.float32)


def outputs(channels: int) -> np.ndarray:
    """Signs with which each channel hears the lines, ``(channels, LINES) float32``: rows of a Hadamard matrix.

    Rows are orthogonal, so channels are decorrelated; the power of all channels together does not depend on how many.
    """
    row = np.array([[1.0]])
    while len(row) < LINES:
        row = np.block([[row, row], [row, -row]])
    chosen = row[[(5 * c + 3) % LINES for c in range(channels)]]
    return (chosen * LEVEL / np.sqrt(LINES * channels)).astype(np.float32)


@njit(**FLAGS)
def _tick(send, lines, low, diffusers, before, at, cut, wander, taps, damp, mix, x, out):  # type: ignore[no-untyped-def]
    _wander(wander, taps)
    alpha = np.float32(1.0 - np.exp(-2.0 * np.pi * LOW_CUT_HZ / SAMPLE_RATE_HZ))
    now = at[0]
    share = np.float32(1.0 / BLOCK)
    for i in range(BLOCK):
        fresh = _enter(send[i], now, before, diffusers, cut, alpha)
        for line in range(LINES):
            tap = taps[0, line] + (taps[1, line] - taps[0, line]) * i * share
            whole = int(tap)
            t = np.float32(tap - whole)
            a, b = lines[line, (now - whole) & (_RING - 1)], lines[line, (now - whole - 1) & (_RING - 1)]
            heard = a + t * (b - a)
            low[line] = damp[0, line] * heard + damp[1, line] * low[line] + _FLOOR
            x[line] = low[line]
        for c in range(out.shape[0]):
            total = np.float32(0.0)
            for line in range(LINES):
                total += mix[c, line] * x[line]
            out[c, i] = total
        _hadamard(x)
        for line in range(LINES):
            sign = np.float32(1.0) if line % 3 else np.float32(-1.0)
            lines[line, now & (_RING - 1)] = x[line] * np.float32(0.25) + sign * fresh
        now += 1
    at[0] = now


@njit(**FLAGS)
def _wander(wander, taps):  # type: ignore[no-untyped-def]
    """Where each line's tap is at the tick's start and end, in samples."""
    for line in range(LINES):
        taps[0, line] = LENGTHS[line] + WANDER * sine(wander[line])
        wander[line] += WANDER_HZ * (1.0 + 0.07 * line) * BLOCK / SAMPLE_RATE_HZ
        wander[line] -= np.floor(wander[line])
        taps[1, line] = LENGTHS[line] + WANDER * sine(wander[line])


@njit(**FLAGS)
def _enter(sample, now, before, diffusers, cut, alpha):  # type: ignore[no-untyped-def]
    """Low cut, pre-delay, and the diffusers in a row."""
    cut[0] += alpha * (sample - cut[0]) + _FLOOR
    before[now & 4095] = sample - cut[0]
    x = before[(now - PRE_DELAY) & 4095]
    for d in range(diffusers.shape[0]):
        held = diffusers[d, (now - DIFFUSERS[d]) & 1023]
        y = held - np.float32(DIFFUSION) * x
        diffusers[d, now & 1023] = x + np.float32(DIFFUSION) * y + _FLOOR
        x = y
    return x


@njit(**FLAGS)
def _hadamard(x):  # type: ignore[no-untyped-def]
    """Multiply by the 16 x 16 Hadamard matrix in place: four rounds of sums and differences."""
    for step in (1, 2, 4, 8):
        for first in range(0, LINES, 2 * step):
            for i in range(first, first + step):
                a, b = x[i], x[i + step]
                x[i], x[i + step] = a + b, a - b
