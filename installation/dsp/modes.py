"""The mode bank: struck bodies as sums of decaying sines (modal synthesis after Adrien, 1991).

A strike takes a slot of its instrument's pool; when none is free the weakest is faded out and taken. A run of
samples of a mode is one complex number times powers kept beside it: the loop vectorises and has no sine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import ArrayLike

from ..core.units import BLOCK, SAMPLE_RATE_HZ
from .pan import place
from .sine import FLAGS

QUEUE = 4096  # strikes a tick
LANES = 80  # powers kept a mode; divides a tick
HIGHEST_HZ = 20_000.0
SILENT = 1e-6  # -120 dB: a mode below has ended
LOUDEST = 64.0
_FADE = 96  # samples in which a slot that is taken away ends


@dataclass(frozen=True)
class Modes:
    """A customer's instruments. ``send (instruments,) float32`` says how much of each goes to the hall."""

    bank: ModeBank
    number: int
    instruments: int
    send: np.ndarray

    def strike(
        self,
        sample: ArrayLike,
        instrument: ArrayLike,
        gain: ArrayLike,
        azimuth_turns: ArrayLike = 0.0,
        pitch_ratio: ArrayLike = 1.0,
    ) -> None:
        """Strike any number of bodies within the tick now being made; arguments are ``(k,)`` or scalars.

        ``sample`` 0 <= s < 400 may have a fraction. Raises ValueError where a value is no number or out of range.
        """
        rows = np.broadcast_arrays(sample, instrument, gain, azimuth_turns, pitch_ratio)
        wanted = np.empty((rows[0].size, 5))
        for i, row in enumerate(rows):
            wanted[:, i] = row.reshape(-1)
        self.bank.queue(self, wanted)


class ModeBank:
    """All struck bodies of all customers."""

    def __init__(self, channels: int) -> None:
        self._tables: list[np.ndarray] = []
        self._owner_bus: list[int] = []
        self._pools: list[int] = []
        self._sends: list[np.ndarray] = []
        self._rows = channels + 1
        self._asked = np.zeros((QUEUE, 5))
        self._asker = np.zeros(QUEUE, np.int64)
        self._count = 0
        self._laid = False
        self._wave = np.zeros(BLOCK + LANES, np.float32)

    def customer(self, bus: int, table: ArrayLike, slots: int) -> Modes:
        """Take in ``table (instruments, modes, 3)``: freq_hz, decay_s (to -60 dB), amp. Raises ValueError if ill."""
        values = np.array(table, np.float64)
        if values.ndim != 3 or values.shape[2] != 3 or not np.isfinite(values).all() or (values[..., 1] <= 0).any():
            raise ValueError("modes: expected (instruments, modes, 3) finite numbers with decays above 0")
        send = np.full(len(values), 0.25, np.float32)
        for kept, value in zip(
            (self._tables, self._owner_bus, self._pools, self._sends), (values, bus, slots, send), strict=True
        ):
            kept.append(value)  # type: ignore[attr-defined]
        self._laid = False
        return Modes(self, len(self._tables) - 1, len(values), send)

    def queue(self, customer: Modes, wanted: np.ndarray) -> None:
        """Note strikes for the next render: ``wanted (k, 5)`` sample, instrument, gain, azimuth, pitch ratio."""
        if not len(wanted):
            return
        if not np.isfinite(wanted).all() or np.abs(wanted[:, 2]).max() > LOUDEST:
            raise ValueError("strike: a value is no number, or a gain beyond 64")
        inside = (wanted[:, :2] >= 0) & (wanted[:, :2] < (BLOCK, customer.instruments))
        if not inside.all() or (wanted[:, 4] <= 0).any():
            raise ValueError(f"strike: sample 0..{BLOCK}, instrument 0..{customer.instruments - 1}, ratio above 0")
        k = min(len(wanted), QUEUE - self._count)
        self._asked[self._count : self._count + k] = wanted[:k]
        self._asker[self._count : self._count + k] = customer.number
        self._count += k

    def _lay(self) -> None:
        """Lay all pools out in flat arrays; done once, when the last customer has come."""
        sizes = [t.shape[1] for t in self._tables]
        self._table = np.concatenate([np.zeros((0, 3)), *(t.reshape(-1, 3) for t in self._tables)])
        starts = np.cumsum([0, *(t.shape[0] * t.shape[1] for t in self._tables)])
        pools = np.cumsum([0, *self._pools])
        # per customer: first table row, modes, bus, first slot, end of slots
        self._owners = np.array(
            [[starts[i], sizes[i], self._owner_bus[i], pools[i], pools[i + 1]] for i in range(len(sizes))], np.int64
        ).reshape(-1, 5)
        self._send_first = np.cumsum([0, *(len(s) for s in self._sends)])
        per_slot = np.repeat(sizes, self._pools).astype(np.int64) if sizes else np.zeros(0, np.int64)
        self._slot_first = np.concatenate([[0], np.cumsum(per_slot)]).astype(np.int64)
        slots, modes = int(pools[-1]), int(self._slot_first[-1])
        self.live = np.zeros(slots, np.int64)  # modes that still sound
        self.slot_bus = np.repeat(np.array(self._owner_bus, np.int64), self._pools)
        self.start = np.zeros(slots, np.int64)  # first sample of a strike of this tick
        self.energy = np.zeros(slots)
        self.gain = np.zeros((slots, self._rows), np.float32)
        self.state = np.zeros((modes, 2))  # complex amplitude at the tick's first sample
        self.pole = np.zeros((modes, 2))  # turns and nepers a sample
        self._powers = np.zeros((modes, 2, LANES), np.float32)
        self._leaps = np.zeros((modes, 4))  # pole to the power of LANES, of BLOCK
        self._laid = True

    @property
    def memory(self) -> dict[str, np.ndarray]:
        """What must be kept to go on bit for bit; powers follow from the poles."""
        if not self._laid:
            self._lay()
        names = ("live", "start", "energy", "gain", "state", "pole")
        kept = {name: getattr(self, name) for name in names}
        return kept | {f"send{i}": send for i, send in enumerate(self._sends)}

    def recall(self) -> None:
        """Work out again what ``memory`` leaves out; call after it has been written to."""
        self._count = 0
        _recall(self.live, self._slot_first, self.pole, self._powers, self._leaps)

    def hush(self, bus: int) -> None:
        """End all that rings on a bus."""
        if self._laid:
            self.live[self.slot_bus == bus] = 0

    def render(self, out: np.ndarray, order: np.ndarray) -> None:
        """Add one tick to ``out (buses, channels + 1, BLOCK) float32`` and empty the queue."""
        if not self._laid:
            self._lay()
        if not self.live.size:
            return
        sends = np.concatenate(self._sends)
        _strike_all(
            self._asked[: self._count], self._asker, self._table, self._owners, sends, self._send_first,
            self._slot_first, self.live, self.start, self.energy, self.gain, self.state, self.pole, self._powers,
            self._leaps, self._wave, order, out,
        )  # fmt: skip
        _ring(
            self._slot_first, self.slot_bus, self.live, self.start, self.energy, self.gain, self.state, self.pole,
            self._powers, self._leaps, self._wave, out,
        )  # fmt: skip
        self._count = 0


@njit(**FLAGS)
def _strike_all(
    asked, asker, table, owners, sends, send_first,
    slot_first, live, start, energy, gain, state, pole, powers, leaps, wave, order, out,
):  # type: ignore[no-untyped-def]  # fmt: skip
    for k in range(asked.shape[0]):
        row, modes, bus, first, end = owners[asker[k]]
        slot = _slot(live, energy, first, end)
        if live[slot] > 0:
            _sum(slot_first[slot], live[slot], start[slot], state, powers, leaps, wave)
            for c in range(gain.shape[1]):
                for i in range(_FADE):
                    out[bus, c, i] += wave[i] * gain[slot, c] * np.float32(1.0 - i / _FADE)
        instrument = int(asked[k, 1])
        place(asked[k, 3], np.float32(asked[k, 2]), sends[send_first[asker[k]] + instrument], order, gain[slot])
        start[slot] = int(np.ceil(asked[k, 0]))
        lead = start[slot] - asked[k, 0]
        if start[slot] == BLOCK:  # within the last fraction of a sample
            start[slot], lead = BLOCK - 1, 0.0
        live[slot] = _begin(
            table[row + instrument * modes : row + (instrument + 1) * modes], asked[k, 4], lead, start[slot],
            slot_first[slot], state, pole, powers, leaps,
        )  # fmt: skip
        energy[slot] = abs(asked[k, 2])


@njit(**FLAGS)
def _slot(live, energy, first, end):  # type: ignore[no-untyped-def]
    """A free slot, or the weakest; of equals the first."""
    weakest = first
    for slot in range(first, end):
        if live[slot] == 0:
            return slot
        if energy[slot] < energy[weakest]:
            weakest = slot
    return weakest


@njit(**FLAGS)
def _begin(body, ratio, lead, start, first, state, pole, powers, leaps):  # type: ignore[no-untyped-def]
    """Set up a struck body's modes, each a sine from 0 at the strike; returns how many there are."""
    m = first
    for i in range(body.shape[0]):
        turns = body[i, 0] * ratio / SAMPLE_RATE_HZ
        if abs(turns) * SAMPLE_RATE_HZ >= HIGHEST_HZ or abs(body[i, 2]) < SILENT:
            continue
        pole[m, 0] = turns
        pole[m, 1] = -np.log(1000.0) / (body[i, 1] * SAMPLE_RATE_HZ)
        level = body[i, 2] * np.exp(pole[m, 1] * lead)
        angle = 2.0 * np.pi * turns * lead
        state[m, 0], state[m, 1] = level * np.cos(angle), level * np.sin(angle)
        _prepare(m, pole, powers, leaps)
        m += 1
    return m - first


@njit(**FLAGS)
def _prepare(m, pole, powers, leaps):  # type: ignore[no-untyped-def]
    """A mode's pole to the powers 0 .. LANES - 1, LANES and BLOCK."""
    re, im = _power(pole[m, 0], pole[m, 1], 1)
    x, y = 1.0, 0.0
    for i in range(LANES):
        powers[m, 0, i], powers[m, 1, i] = x, y
        x, y = x * re - y * im, x * im + y * re
    leaps[m, 0], leaps[m, 1] = x, y
    leaps[m, 2], leaps[m, 3] = _power(pole[m, 0], pole[m, 1], BLOCK)


@njit(**FLAGS)
def _power(turns, nepers, n):  # type: ignore[no-untyped-def]
    level = np.exp(nepers * n)
    angle = 2.0 * np.pi * (turns * n - np.floor(turns * n))
    return level * np.cos(angle), level * np.sin(angle)


@njit(**FLAGS)
def _recall(live, slot_first, pole, powers, leaps):  # type: ignore[no-untyped-def]
    for slot in range(live.size):
        for m in range(slot_first[slot], slot_first[slot] + live[slot]):
            _prepare(m, pole, powers, leaps)


@njit(**FLAGS)
def _sum(first, count, start, state, powers, leaps, wave):  # type: ignore[no-untyped-def]
    """Fill ``wave`` from ``start`` on with the sum of a slot's modes; before it with silence."""
    for i in range(wave.size):
        wave[i] = np.float32(0.0)
    runs = -(-(BLOCK - start) // LANES)
    for m in range(first, first + count):
        _add_mode(state[m], leaps[m], powers[m, 0], powers[m, 1], wave[start:], runs)


@njit(**FLAGS)
def _add_mode(state, leap, re, im, out, runs):  # type: ignore[no-untyped-def]
    """Add the imaginary part of a decaying phasor to ``out``, a run of ``LANES`` samples at a time."""
    x, y = state[0], state[1]
    for run in range(runs):
        a, b, first = np.float32(x), np.float32(y), run * LANES
        for i in range(LANES):
            out[first + i] += b * re[i] + a * im[i]
        x, y = x * leap[0] - y * leap[1], x * leap[1] + y * leap[0]


@njit(**FLAGS)
def add_scaled(wave, level, out):  # type: ignore[no-untyped-def]
    """Add ``wave`` times a constant level to ``out``, both of one length."""
    for i in range(out.size):
        out[i] += wave[i] * level


@njit(**FLAGS)
def _ring(slot_first, slot_bus, live, start, energy, gain, state, pole, powers, leaps, wave, out):  # type: ignore[no-untyped-def]
    for slot in range(live.size):
        if live[slot] == 0:
            continue
        first = slot_first[slot]
        _sum(first, live[slot], start[slot], state, powers, leaps, wave)
        for c in range(gain.shape[1]):
            if gain[slot, c] != 0.0:
                add_scaled(wave, gain[slot, c], out[slot_bus[slot], c])
        _advance(slot, first, live, start, energy, gain, state, pole, powers, leaps)


@njit(**FLAGS)
def _advance(slot, first, live, start, energy, gain, state, pole, powers, leaps):  # type: ignore[no-untyped-def]
    """Go on to the next tick; modes that have ended give way to the last one."""
    level = np.float32(0.0)
    for c in range(gain.shape[1]):
        level = max(level, abs(gain[slot, c]))
    m, end, loudest = first, first + live[slot], 0.0
    while m < end:
        x, y = leaps[m, 2], leaps[m, 3]
        if start[slot] > 0:
            x, y = _power(pole[m, 0], pole[m, 1], BLOCK - start[slot])
        a, b = state[m, 0], state[m, 1]
        a, b = a * x - b * y, a * y + b * x
        size = max(abs(a), abs(b)) * level
        if size < SILENT:
            end -= 1
            state[m], pole[m], leaps[m], powers[m] = state[end], pole[end], leaps[end], powers[end]
            continue
        state[m, 0], state[m, 1] = a, b
        loudest = max(loudest, size)
        m += 1
    live[slot], energy[slot], start[slot] = end - first, loudest, 0
