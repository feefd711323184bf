"""The desk: what a voice asks for its kits. One bank a kit serves all rooms; each room sounds on a bus of its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..core.seeds import stream
from ..core.units import BLOCK
from .grains import GrainBank, Grains
from .modes import ModeBank, Modes
from .noise import Noise, NoiseBank
from .pan import ring
from .partials import PartialBank, Partials


class Kits:
    """The four banks over ``buses`` room buses of ``channels`` channels and one send to the hall."""

    def __init__(self, buses: int, channels: int) -> None:
        self.order = ring(channels)
        self.out = np.zeros((buses, channels + 1, BLOCK), np.float32)
        self.failed = np.zeros(buses, np.bool_)
        self.partials, self.noise = PartialBank(channels), NoiseBank(channels)
        self.modes, self.grains = ModeBank(channels), GrainBank(channels)

    def render(self) -> np.ndarray:
        """One tick of everything: ``(buses, channels + 1, BLOCK) float32``, valid until the next call.

        ``failed`` then marks the buses whose voices asked for what is no number; they were given silence for it.
        """
        self.out.fill(0.0)
        self.failed.fill(False)
        self.partials.render(self.out, self.failed, self.order)
        self.noise.render(self.out, self.failed, self.order)
        self.modes.render(self.out, self.order)
        self.grains.render(self.out, self.failed, self.order)
        return self.out

    def hush(self, bus: int) -> None:
        """Silence all customers of a bus."""
        for bank in (self.partials, self.noise, self.modes, self.grains):
            bank.hush(bus)

    @property
    def memory(self) -> dict[str, np.ndarray]:
        """All state, by dotted name; write into it and call ``recall`` to go back."""
        kept = {
            "partials": self.partials.memory, "noise": self.noise.memory,
            "modes": self.modes.memory, "grains": self.grains.memory,
        }  # fmt: skip
        return {f"{kit}.{name}": array for kit, arrays in kept.items() for name, array in arrays.items()}

    def recall(self) -> None:
        """Work out again what ``memory`` leaves out."""
        self.modes.recall()


class Desk:
    """One room's way to the kits; ``seed`` is the evening's, chance is keyed by the room's name."""

    def __init__(self, kits: Kits, name: str, bus: int, seed: int) -> None:
        self._kits, self._name, self._bus, self._seed = kits, name, bus, seed
        self._asked = 0

    def partials(self, n: int) -> Partials:
        """``n`` ramped sines; their first phases are by chance, so that they do not pile up."""
        return self._kits.partials.customer(self._bus, n, stream(self._seed, self._key("partials")).random(n))

    def noise(self, n: int) -> Noise:
        """``n`` bands of noise."""
        return self._kits.noise.customer(self._bus, n, self._seed, self._key("noise"))

    def modes(self, table: ArrayLike, slots: int = 128) -> Modes:
        """Struck bodies, ``table (instruments, modes, 3)``: freq_hz, decay_s (to -60 dB), amp.

        ``slots`` strikes can ring at once.
        """
        return self._kits.modes.customer(self._bus, table, slots)

    def grains(self, n: int) -> Grains:
        """``n`` clouds of grains."""
        return self._kits.grains.customer(self._bus, n, self._seed, self._key("grains"))

    def _key(self, kit: str) -> str:
        self._asked += 1
        return f"{self._name}/{kit}/{self._asked}"
