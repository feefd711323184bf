"""Faults: how they break out, grow, spread to their kin, are mended, or are invited and stay as guests."""

from __future__ import annotations

import numpy as np
from numba import njit

from ..core.room import Fault, Room

OUTBREAK_HZ = 1.6  # how fast a fault rises to what struck it
OPEN_AT = 0.02  # below this a fault is closed
WELCOME_S = 1.3  # time constant with which an invited fault loses its harm
ARRIVE_S = 3.0  # time constant with which its guest appears
STARTLE = 0.15  # what an invitation without calm adds
SPREAD_AT = 0.75  # severity times kinship from which a fault spreads
SPREAD_S = 14.0  # how long it must last there
DARKEN_S, LIGHTEN_S = 8.0, 2.2  # darkness gathers slowly and goes fast
FELT_S = 0.35  # time constant with which a room feels a fault
SINK_S, RISE_S = 30.0, 5.0  # left alone, the hall thins toward silence


class Troubles:
    """All faults of a cast, flat, and how hard they strike each room."""

    memory = ("severity", "struck", "guest", "welcome", "count", "at_s", "invited_at_s", "pressure", "by_room",
              "darkness", "sunk")  # fmt: skip

    def __init__(self, cast: tuple[Room, ...]) -> None:
        self.faults: tuple[Fault, ...] = tuple(f for r in cast for f in r.faults)
        self.owner = [i for i, r in enumerate(cast) for _ in r.faults]
        self.index = {f.name: i for i, f in enumerate(self.faults)}
        self.kin = np.array([[_kinship(r, f) for f in self.faults] for r in cast]).reshape(len(cast), len(self.faults))
        self._grow = np.array([f.grow_s for f in self.faults])
        self._mend = np.array([f.mend_s for f in self.faults])
        n = len(self.faults)
        self.severity = np.zeros(n)
        self.struck = np.zeros(n)  # what it still has to rise to
        self.guest = np.zeros(n)  # 0..1 presence of its guest
        self.welcome = np.zeros(n)  # 1 once invited
        self.count = np.zeros(n, np.int64)
        self.at_s = np.full(n, -1e6)
        self.invited_at_s = np.full(n, -1e6)
        self.pressure = np.zeros(n)  # seconds that its kin have pressed on it
        self.by_room = np.zeros(len(cast))
        self._care = np.zeros(n)
        self.darkness = 0.0
        self.sunk = 0.0

    @property
    def worst(self) -> float:
        return float(self.severity.max(initial=0.0))

    def longest_s(self, now_s: float) -> float:
        """How long the longest open fault has stood, in dream time; 0 in calm."""
        return max((now_s - self.at_s[i] for i in np.flatnonzero(self.severity >= OPEN_AT)), default=0.0)

    def strike(self, fault: int, value: float, now_s: float) -> bool:
        """Bring a fault on to ``value``; True when it breaks out anew. 0 ends it, less than can be felt is nothing."""
        if value <= 0.0:
            self.severity[fault] = self.struck[fault] = 0.0
        if value <= OPEN_AT:
            return False
        fresh = bool(self.severity[fault] < OPEN_AT)
        self.struck[fault] = max(float(self.struck[fault]), value)
        self.welcome[fault] = 0.0
        if fresh:
            self.severity[fault] = OPEN_AT
            self.count[fault] += 1
            self.at_s[fault] = now_s
        return fresh

    def invite(self, fault: int, lucid: bool, now_s: float) -> bool | None:
        """Invite an open fault: True, it joins; False, it is startled and stays; None, there is nothing to invite."""
        if self.severity[fault] < OPEN_AT:
            return None
        if not lucid:
            self.struck[fault] = min(1.0, float(self.severity[fault]) + STARTLE)
            return False
        self.welcome[fault] = 1.0
        self.struck[fault] = 0.0
        self.invited_at_s[fault] = now_s
        return True

    def depart(self) -> None:
        """Guests leave as the evening begins anew."""
        self.welcome[:] = 0.0

    def step(self, dt_s: float, dream_s: float, care: float | np.ndarray, now_s: float) -> list[int]:
        """Advance; returns the faults that broke out by spreading. ``care`` 0..1 is what mends now, all faults
        alike or ``(faults,)`` each."""
        self._care[:] = care
        _step(
            self.severity, self.struck, self.guest, self.welcome, self._grow, self._mend, self.kin, self.by_room,
            dt_s, dream_s, self._care,
        )  # fmt: skip
        worst = self.worst
        pace = DARKEN_S if worst > self.darkness else LIGHTEN_S
        self.darkness += (worst - self.darkness) * dt_s / pace
        sinking = self.darkness > 0.7
        self.sunk += ((1.0 if sinking else 0.0) - self.sunk) * dt_s / (SINK_S if sinking else RISE_S)
        return self._spread(dream_s, now_s) if worst >= SPREAD_AT else []

    def _spread(self, dream_s: float, now_s: float) -> list[int]:
        broke = []
        for i, room in enumerate(self.owner):
            others = self.severity.copy()
            others[i] = 0.0
            pressed = float((self.kin[room] * others).max(initial=0.0)) >= SPREAD_AT
            self.pressure[i] = self.pressure[i] + dream_s if pressed else 0.0
            if self.pressure[i] > SPREAD_S and self.strike(i, 0.35, now_s):
                broke.append(i)
                self.pressure[i] = 0.0
        return broke


@njit(cache=True, nogil=True)
def _step(severity, struck, guest, welcome, grow_s, mend_s, kin, by_room, dt_s, dream_s, care):
    for i in range(severity.size):
        left_alone = max(0.0, 1.0 - 3.0 * care[i])
        s = severity[i]
        is_open = s >= OPEN_AT
        if struck[i] > s:
            s += min(struck[i] - s, OUTBREAK_HZ * dt_s)
        else:
            struck[i] = 0.0
            if is_open:
                s -= care[i] / mend_s[i] * dt_s
        if is_open and welcome[i] < 0.5:
            s += (1.0 - s) * (0.15 + s) / grow_s[i] * left_alone * dream_s
        elif welcome[i] > 0.5:
            s -= s * dt_s / WELCOME_S
        severity[i] = min(s, 1.0) if s >= OPEN_AT or struck[i] > 0.0 else 0.0
        guest[i] += (welcome[i] - guest[i]) * dt_s / ARRIVE_S
    for r in range(by_room.size):
        struck_here = 0.0
        for i in range(severity.size):
            struck_here = max(struck_here, kin[r, i] * severity[i])
        by_room[r] += (struck_here - by_room[r]) * min(1.0, dt_s / FELT_S)
        if by_room[r] < 1e-4:
            by_room[r] = 0.0


def _kinship(room: Room, fault: Fault) -> float:
    """How hard a fault strikes a room; its own room always whole."""
    if fault in room.faults:
        return 1.0
    return float(room.kin.get(fault.name, room.kin.get("*", 0.0)))
