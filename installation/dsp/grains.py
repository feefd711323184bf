"""The grain bank: seeded clouds of short windowed sines, each starting at a sample of its own.

Chance is one number a cloud, so the same seed gives the same cloud whatever else sounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from ..core.units import BLOCK, SAMPLE_RATE_HZ
from .chance import draw, states
from .pan import place
from .ringing import add_scaled
from .sine import FLAGS, sine

CLOUDS = 256
SLOTS = 1024  # grains that sound at once; more are left out
HIGHEST_HZ = 20_000.0
LONGEST_S, SHORTEST_S = 4.0, 0.001
BUSIEST_HZ = 5_000.0
LOUDEST = 64.0
_HANN_POWER = 0.1875  # mean square of a sine under a Hann window


@dataclass(frozen=True)
class Grains:
    """A customer's clouds. All arrays are ``(n,) float32``."""

    rate_hz: np.ndarray  # grains a second
    freq_hz: np.ndarray
    duration_s: np.ndarray
    scatter: np.ndarray  # 0 even, in tune and in place .. 1 by chance, ±1 octave, ±a quarter turn
    noise: np.ndarray  # 0 sines .. 1 bands of noise about freq_hz
    amp: np.ndarray  # root mean square of a dense cloud
    azimuth_turns: np.ndarray
    send: np.ndarray


class GrainBank:
    """All clouds of all customers, and the grains now in the air."""

    _targets = ("rate_hz", "freq_hz", "duration_s", "scatter", "noise", "amp", "azimuth_turns", "send")

    def __init__(self, channels: int) -> None:
        self.used = 0
        self.targets = np.zeros((len(self._targets), CLOUDS), np.float32)
        self.targets[1], self.targets[2] = 440.0, 0.05
        self.bus = np.zeros(CLOUDS, np.int64)
        self.chance = np.ones(CLOUDS, np.uint64)
        self.due = np.zeros(CLOUDS)  # grains until the next, counted at the cloud's rate
        self.life = np.zeros((SLOTS, 2), np.int64)  # start (may be negative), length in samples; 0 is free
        self.tone = np.zeros((SLOTS, 3))  # phase, turns a sample, share of noise
        self.grain_bus = np.zeros(SLOTS, np.int64)
        self.grain_seed = np.zeros(SLOTS, np.uint64)
        self.gain = np.zeros((SLOTS, channels + 1), np.float32)
        self._wave = np.zeros(BLOCK, np.float32)

    def customer(self, bus: int, n: int, seed: int, name: str) -> Grains:
        """Hand out ``n`` clouds that sound on ``bus``. Raises ValueError when the bank is full."""
        first, self.used = self.used, self.used + n
        if self.used > CLOUDS:
            raise ValueError(f"{self.used} clouds asked for, at most {CLOUDS}")
        self.bus[first : self.used], self.chance[first : self.used] = bus, states(seed, name, n)
        self.due[first : self.used] = np.linspace(0.0, 1.0, n, endpoint=False)
        return Grains(*self.targets[:, first : self.used])

    @property
    def memory(self) -> dict[str, np.ndarray]:
        """What must be kept to go on bit for bit."""
        kept = {name: getattr(self, name) for name in ("life", "tone", "grain_bus", "grain_seed", "gain")}
        kept |= {"chance": self.chance[: self.used], "due": self.due[: self.used]}
        return kept | {"targets": self.targets[:, : self.used]}

    def hush(self, bus: int) -> None:
        """End a bus: no more grains, and those in the air fall silent."""
        self.targets[5, : self.used][self.bus[: self.used] == bus] = 0.0
        self.life[self.grain_bus == bus] = 0

    def render(self, out: np.ndarray, failed: np.ndarray, order: np.ndarray) -> None:
        """Add one tick to ``out (buses, channels + 1, BLOCK) float32``; marks buses whose targets are no numbers."""
        if not self.used:
            return
        _emit(
            self.used, self.targets, self.bus, self.chance, self.due, self.life, self.tone, self.grain_bus,
            self.grain_seed, self.gain, order, failed,
        )  # fmt: skip
        _sound(self.life, self.tone, self.grain_bus, self.grain_seed, self.gain, self._wave, out)


@njit(**FLAGS)
def _emit(used, targets, bus, chance, due, life, tone, grain_bus, grain_seed, gain, order, failed):  # type: ignore[no-untyped-def]
    slot = 0
    for cloud in range(used):
        if not np.isfinite(targets[:, cloud]).all() or abs(targets[5, cloud]) > LOUDEST:
            failed[bus[cloud]] = True
            targets[:, cloud] = 0.0
        rate, freq, duration, scatter, noise, amp, azimuth, send = targets[:, cloud]
        rate, duration = min(rate, BUSIEST_HZ), min(max(duration, SHORTEST_S), LONGEST_S)
        if rate <= 0.0 or amp == 0.0:
            continue
        passing = rate * BLOCK / SAMPLE_RATE_HZ
        while due[cloud] < passing:
            sample = due[cloud] / passing * BLOCK
            due[cloud] += 1.0 + scatter * (-np.log(1.0 - draw(chance, cloud)) - 1.0)
            pitch = freq * 2.0 ** (scatter * (2.0 * draw(chance, cloud) - 1.0))
            where = azimuth + 0.25 * scatter * (2.0 * draw(chance, cloud) - 1.0)
            phase = draw(chance, cloud)
            while slot < SLOTS and life[slot, 1] > 0:
                slot += 1
            if slot == SLOTS or abs(pitch) >= HIGHEST_HZ:
                continue
            life[slot, 0], life[slot, 1] = int(sample), max(2, int(duration * SAMPLE_RATE_HZ))
            tone[slot, 0], tone[slot, 1], tone[slot, 2] = phase, pitch / SAMPLE_RATE_HZ, noise
            grain_bus[slot], grain_seed[slot] = bus[cloud], chance[cloud]
            level = amp / np.sqrt(max(1.0, rate * duration) * _HANN_POWER)
            place(where, np.float32(level), send, order, gain[slot])
        due[cloud] -= passing


@njit(**FLAGS)
def _sound(life, tone, grain_bus, grain_seed, gain, wave, out):  # type: ignore[no-untyped-def]
    for slot in range(life.shape[0]):
        start, length = life[slot]
        if length == 0:
            continue
        a, b = max(start, 0), min(start + length, BLOCK)
        _window((a - start) / length, 1.0 / length, wave[: b - a])
        _tone(tone[slot], grain_seed[slot], wave[: b - a])
        for c in range(gain.shape[1]):
            if gain[slot, c] != 0.0:
                add_scaled(wave, gain[slot, c], out[grain_bus[slot], c, a:b])
        life[slot, 0] = start - BLOCK
        if start + length <= BLOCK:
            life[slot, 1] = 0


@njit(**FLAGS)
def _window(done, step, wave):  # type: ignore[no-untyped-def]
    """A Hann window's course from ``done`` (0..1) on: half of 1 - cos."""
    base, slope = np.float32(done - 0.25), np.float32(step)
    for i in range(wave.size):
        wave[i] = np.float32(0.5) + np.float32(0.5) * sine(base + np.float32(np.int32(i)) * slope)


@njit(**FLAGS)
def _tone(tone, seed, wave):  # type: ignore[no-untyped-def]
    """Multiply a window by its sine; with noise, the sine's level wanders by chance from one turn to the next."""
    phase, step, noise = tone
    if noise <= 0.0:
        base, slope = np.float32(phase - np.floor(phase)), np.float32(step)
        for i in range(wave.size):
            wave[i] *= sine(base + np.float32(np.int32(i)) * slope)
    else:
        for i in range(wave.size):
            turn = phase + i * step
            wave[i] *= sine(turn - np.floor(turn)) * np.float32(1.0 - noise + noise * _wander(turn, seed))
    tone[0] = phase + wave.size * step


@njit(**FLAGS)
def _wander(turn, seed):  # type: ignore[no-untyped-def]
    """Random levels, one a turn, joined by straight lines; root mean square near 1."""
    k = np.floor(turn)
    t = turn - k
    return 2.1 * ((1.0 - t) * _level(seed, k) + t * _level(seed, k + 1.0))


@njit(**FLAGS)
def _level(seed, k):  # type: ignore[no-untyped-def]
    z = seed + np.uint64(int(k) + 1) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return float(z >> np.uint64(11)) * (2.0 / 9007199254740992.0) - 1.0
