"""The mode bank: struck bodies as sums of decaying sines (modal synthesis after Adrien, 1991).

A strike takes a slot of its instrument's pool; when none is free the weakest is faded out and taken. The compiled
part is ``ringing``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..core.units import BLOCK
from .ringing import LANES, recall, ring, strike_all

QUEUE = 4096  # strikes a tick
LOUDEST = 64.0


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
        recall(self.live, self._slot_first, self.pole, self._powers, self._leaps)

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
        strike_all(
            self._asked[: self._count], self._asker, self._table, self._owners, sends, self._send_first,
            self._slot_first, self.live, self.start, self.energy, self.gain, self.state, self.pole, self._powers,
            self._leaps, self._wave, order, out,
        )  # fmt: skip
        ring(
            self._slot_first, self.slot_bus, self.live, self.start, self.energy, self.gain, self.state, self.pole,
            self._powers, self._leaps, self._wave, out,
        )  # fmt: skip
        self._count = 0
