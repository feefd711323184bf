"""The noise bank: seeded white noise through two-pole band passes that glide, eight side by side.

The filter is the trapezoidal state-variable filter (Zavalishin, The Art of VA Filter Design, 2012): it stays stable
and in tune while its centre moves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from ..core.units import BLOCK, SAMPLE_RATE_HZ
from .chance import states
from .pan import place
from .sine import FLAGS

CAPACITY = 1024
LANES = 8
LOWEST_HZ, HIGHEST_HZ = 10.0, 18_000.0
FLATTEST, SHARPEST = 0.3, 200.0  # Q
SILENT = 1e-7
LOUDEST = 64.0


@dataclass(frozen=True)
class Noise:
    """A customer's noise bands. All arrays are ``(n,)``; targets are reached at the tick's end."""

    centre_hz: np.ndarray  # float32
    q: np.ndarray  # float32, centre over bandwidth
    amp: np.ndarray  # float32, root mean square of the band
    azimuth_turns: np.ndarray  # float32
    send: np.ndarray  # float32


class NoiseBank:
    """All noise bands of all customers."""

    def __init__(self, channels: int) -> None:
        self.used = 0
        self.centre, self.q, self.amp, self.azimuth, self.send = (np.zeros(CAPACITY, np.float32) for _ in range(5))
        self.centre[:], self.q[:] = 1000.0, 1.0
        self.bus = np.zeros(CAPACITY, np.int64)
        self.chance = np.ones(CAPACITY, np.uint32)
        self.coefficient_now = np.zeros((3, CAPACITY), np.float32)  # g, 1/Q, level for unit power
        self.filter = np.zeros((2, CAPACITY), np.float32)
        self.gain_now = np.zeros((CAPACITY, channels + 1), np.float32)
        self._target = np.zeros(channels + 1, np.float32)
        self._wave = np.zeros((BLOCK, LANES), np.float32)

    def customer(self, bus: int, n: int, seed: int, name: str) -> Noise:
        """Hand out ``n`` bands that sound on ``bus``. Raises ValueError when the bank is full."""
        first, self.used = self.used, self.used + n
        if self.used > CAPACITY:
            raise ValueError(f"{self.used} noise bands asked for, at most {CAPACITY}")
        own = slice(first, self.used)
        self.bus[own], self.chance[own] = bus, states(seed, name, n, np.uint32)
        return Noise(self.centre[own], self.q[own], self.amp[own], self.azimuth[own], self.send[own])

    @property
    def memory(self) -> dict[str, np.ndarray]:
        """What must be kept to go on bit for bit."""
        n = -(-self.used // LANES) * LANES
        names = ("centre", "q", "amp", "azimuth", "send", "chance", "gain_now")
        kept = {name: getattr(self, name)[:n] for name in names}
        return kept | {"coefficient_now": self.coefficient_now[:, :n], "filter": self.filter[:, :n]}

    def hush(self, bus: int) -> None:
        """Take every target of a bus to silence."""
        self.amp[: self.used][self.bus[: self.used] == bus] = 0.0

    def render(self, out: np.ndarray, failed: np.ndarray, order: np.ndarray) -> None:
        """Add one tick to ``out (buses, channels + 1, BLOCK) float32``; marks buses whose targets are no numbers."""
        _render(
            self.used, self.centre, self.q, self.amp, self.azimuth, self.send, self.bus, self.chance,
            self.coefficient_now, self.filter, self.gain_now, self._target, self._wave, order, failed, out,
        )  # fmt: skip


@njit(**FLAGS)
def _render(
    used, centre, q, amp, azimuth, send, bus, chance, coefficient_now, memory, gain_now, target, wave,
    order, failed, out,
):  # type: ignore[no-untyped-def]  # fmt: skip
    aim = np.empty((3, LANES), np.float32)
    for first in range(0, used, LANES):
        end = min(first + LANES, used)
        if not _heard(first, end, centre, q, amp, azimuth, send, bus, failed, gain_now):
            memory[:, first : first + LANES] = 0.0
            coefficient_now[:, first : first + LANES] = 0.0
            continue
        for lane in range(LANES):
            _tune(centre[first + lane], q[first + lane], aim[:, lane])
            if coefficient_now[0, first + lane] == 0.0:
                coefficient_now[:, first + lane] = aim[:, lane]
        own = slice(first, first + LANES)
        _filter(coefficient_now[:, own], aim, memory[:, own], chance[own], wave)
        for b in range(first, end):
            place(azimuth[b], amp[b] if abs(amp[b]) >= SILENT else np.float32(0.0), send[b], order, target)
            _mix(wave[:, b - first], gain_now[b], target, out[bus[b]])


@njit(**FLAGS)
def _heard(first, end, centre, q, amp, azimuth, send, bus, failed, gain_now):  # type: ignore[no-untyped-def]
    """Whether any band of a group sounds; a target that is no number is silenced and told."""
    heard = False
    for b in range(first, end):
        known = np.isfinite(centre[b]) and np.isfinite(q[b]) and np.isfinite(azimuth[b])
        if not (known and abs(amp[b]) <= LOUDEST and abs(send[b]) <= LOUDEST):
            failed[bus[b]] = True
            centre[b], q[b], amp[b], azimuth[b], send[b] = 1000.0, 1.0, 0.0, 0.0, 0.0
        heard = heard or abs(amp[b]) >= SILENT
        for c in range(gain_now.shape[1]):
            heard = heard or gain_now[b, c] != 0.0
    return heard


@njit(**FLAGS)
def _tune(centre_hz, q, aim):  # type: ignore[no-untyped-def]
    """Coefficients of a band: g, damping, and the level that makes its power 1 (bandwidth pi/2 f/Q of white noise)."""
    f = min(max(centre_hz, LOWEST_HZ), HIGHEST_HZ)
    k = 1.0 / min(max(q, FLATTEST), SHARPEST)
    aim[0] = np.tan(np.pi * f / SAMPLE_RATE_HZ)
    aim[1] = k
    share = np.pi / 2.0 * f * k / (0.5 * SAMPLE_RATE_HZ)  # of the noise's power that passes
    aim[2] = np.sqrt(3.0 / min(share, 1.0))


@njit(**FLAGS)
def _filter(now, aim, memory, chance, wave):  # type: ignore[no-untyped-def]
    step = np.float32(1.0 / BLOCK)
    slope = np.empty((3, LANES), np.float32)
    for j in range(3):
        for lane in range(LANES):
            slope[j, lane] = (aim[j, lane] - now[j, lane]) * step
    for i in range(BLOCK):
        for lane in range(LANES):
            x = chance[lane]
            x ^= x << np.uint32(13)
            x ^= x >> np.uint32(17)
            x ^= x << np.uint32(5)
            chance[lane] = x
            white = np.float32(np.int32(x)) * np.float32(2.0**-31)
            g, k = now[0, lane] + slope[0, lane], now[1, lane] + slope[1, lane]
            low, band = memory[1, lane], memory[0, lane]
            v = (band + g * (white - low)) / (np.float32(1.0) + g * (g + k))
            w = low + g * v
            memory[0, lane], memory[1, lane] = v + v - band, w + w - low
            now[0, lane], now[1, lane] = g, k
            now[2, lane] += slope[2, lane]
            wave[i, lane] = v * k * now[2, lane]
    now[:] = aim


@njit(**FLAGS)
def _mix(wave, now, target, out):  # type: ignore[no-untyped-def]
    for c in range(target.size):
        if now[c] != 0.0 or target[c] != 0.0:
            gain, slope = now[c], (target[c] - now[c]) / np.float32(BLOCK)
            for i in range(BLOCK):
                out[c, i] += wave[i] * (gain + slope * np.float32(np.int32(i)))
            now[c] = target[c]
