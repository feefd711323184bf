"""What happens to the evening: faults break out, are struck by the score, invited or startled, and woven anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..core.room import INVITED, STARTLED, TEAR
from ..core.seeds import stream
from ..score.coupling import LOOSE_RAD_S
from ..score.harmony import valleys

if TYPE_CHECKING:
    from .world import World


class Drama:
    """Acts on the world's parts; what is to be heard of it is told as ``(room, kind, index)`` in ``told``."""

    memory = ("followed", "woven_tick")

    def __init__(self, world: World) -> None:
        self.world = world
        self.followed = -1e-9  # bars of the score up to which its strikes are done
        self.woven_tick = -1
        self._strikes = [
            (float(start) + strike.bar, strike)
            for start, movement in zip(world.score.starts, world.score.movements, strict=False)
            for strike in movement.strikes
        ]
        self.told: list[tuple[int, int, int]] = []

    def strike(self, name: str, value: float) -> None:
        """Bring a fault on; one that is not installed does nothing."""
        w = self.world
        fault = w.troubles.index.get(name)
        if fault is not None and w.troubles.strike(fault, value, w.dream_s):
            self.broke(fault)

    def broke(self, fault: int) -> None:
        """Timing slips in the rooms a fault strikes, and its own room cries out."""
        w = self.world
        for index, owner in enumerate(w.coupling.owners):
            amount = float(w.troubles.kin[owner, fault])
            if amount > 0.0:
                name = f"{w.troubles.faults[fault].name}/{w.troubles.count[fault]}/{index}"
                w.coupling.scatter(index, amount, stream(w.seed, name), LOOSE_RAD_S)
        self.told.append((w.troubles.owner[fault], TEAR, fault))

    def invite(self, name: str) -> None:
        """Invite a fault: in calm it joins and its room takes up the guest's metre; else it is startled."""
        w = self.world
        fault = w.troubles.index.get(name)
        joined = None if fault is None else w.troubles.invite(fault, w.operator.lucid, w.dream_s)
        if fault is None or joined is None:
            return
        room = w.troubles.owner[fault]
        if joined:
            self._take_up_metre(room)
        else:
            w.operator.lucidity = 0.0
        self.told.append((room, INVITED if joined else STARTLED, fault))

    def go_to(self, name: str) -> None:
        """Go to a movement; back at the first one, the evening has no guests yet. An unknown one does nothing."""
        w = self.world
        if name in [movement.name for movement in w.score.movements]:
            index = w.score.index(name)
            w.conductor.go_to(index)
            self.jumped(int(w.score.starts[index]))
            if index == 0:
                self.begin_anew()

    def panic(self) -> None:
        """All trouble ends, all hands open, all notes are released."""
        w = self.world
        for left in (w.troubles.severity, w.troubles.struck, w.troubles.pressure, w.operator.asked, w.operator.lent):
            left[:] = 0.0
        w.notes.release_all()

    def begin_anew(self) -> None:
        """Another evening: guests depart, and every room ticks as it did before they came."""
        self.world.troubles.depart()
        self.world.coupling.wanted[:] = self.world.coupling.home

    def weave(self) -> None:
        """Probability is drawn again: every voice that is strained is offered another consonance, once a tick."""
        w = self.world
        if self.woven_tick == w.tick:
            return
        self.woven_tick = w.tick
        chance = stream(w.seed, f"weave/{w.tick}")
        for voice in np.flatnonzero(np.abs(w.harmony.strain) > 1.0):
            found = valleys(w.harmony, int(voice))
            w.harmony.chosen[voice] = found[int(chance.integers(len(found)))]

    def follow_score(self) -> None:
        """Bring on what the score itself brings on in the bars passed since the last tick."""
        now = self.world.conductor.position
        if now < self.followed:
            self.jumped(0)
        for bar, strike in self._strikes:
            if self.followed < bar <= now:
                self.strike(strike.fault, strike.value)
        self.followed = now

    def jumped(self, bar: int) -> None:
        """The score goes on from the beginning of ``bar``."""
        self.followed = bar - 1e-9

    def _take_up_metre(self, room: int) -> None:
        w = self.world
        oscillators = w.cast[room].oscillators
        if oscillators is None or not oscillators.guest_metre:
            return
        metre = np.array(oscillators.guest_metre, np.int64)
        for index, owner in enumerate(w.coupling.owners):
            if owner == room:
                part = w.coupling.slices[index]
                w.coupling.wanted[part] = np.resize(metre, part.stop - part.start)
