"""Phase coupling after Kuramoto (1975), with the conductor as pacemaker; one compiled call steps all rooms.

Each oscillator keeps a bar phase in turns and beats ``metre`` times a bar. It is drawn to the mean field of its own
room and to the conductor's bar; trouble loosens it, care and passing ripples tighten it. While locked, the natural
rates adapt to the conductor's, so that unison closes under a millisecond.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numba import njit

from ..core.moment import EVENT, MAX_EVENTS
from ..core.room import BEAT, Room
from ..core.seeds import stream

COUPLING_RAD_S = 3.0  # re-locks a room in 2.6 s; below about 0.5 it never does
CARE_RAD_S = 6.0  # what full care adds
RIPPLE_RAD_S = 6.0  # what a passing ripple of will adds
ADAPT_S = 1.2  # time constant with which locked rates adapt
SCATTER_TURNS = 0.035  # root mean square kick of the phases when timing slips
LOOSE_RAD_S = 0.65  # spread of the rates that a slip leaves behind
SLOWEST = 0.15  # share of the bar rate below which no oscillator falls: time never runs backwards
_TAU = 2.0 * np.pi


@dataclass
class Coupling:
    """All oscillators of a cast, flat; ``slices`` says whose are whose."""

    theta: np.ndarray  # (n,) float64 bar phase in turns, wrapped
    rate: np.ndarray  # (n,) float64 offset of the natural rate, turns a second
    metre: np.ndarray  # (n,) int64 beats a bar
    wanted: np.ndarray  # (n,) int64 metre to take up at the next bar
    home: np.ndarray  # (n,) int64 metre of an evening without guests
    beats: np.ndarray  # (n,) int64
    boost: np.ndarray  # (n,) float64 coupling that ripples have lent, rad/s
    room: np.ndarray  # (n,) int64 index into the rooms below
    places: np.ndarray  # (n, 2) float64 metres on the floor
    owners: np.ndarray  # (rooms,) int64 place of each room in the cast
    first: np.ndarray  # (rooms,) int64 index of each room's first oscillator
    slices: tuple[slice, ...]
    order: np.ndarray  # (rooms,) float64 order parameter R of each

    memory = ("theta", "rate", "metre", "wanted", "beats", "boost", "order")

    @classmethod
    def of(cls, cast: tuple[Room, ...], seed: int) -> Coupling:
        """The oscillators that a cast declares, locked and in unison."""
        having = [(i, r, r.oscillators) for i, r in enumerate(cast) if r.oscillators]
        counts = [o.count for _, _, o in having]
        ends = np.cumsum([0, *counts])
        n = int(ends[-1])
        places = [
            p for _, r, o in having for p in (o.places or ((r.anchor.position[0], r.anchor.position[2]),) * o.count)
        ]
        metre = np.array([o.metre[i % len(o.metre)] for _, _, o in having for i in range(o.count)], np.int64)
        rates = [stream(seed, f"{r.name}/rates").normal(0.0, 1e-4, o.count) for _, r, o in having]
        return cls(
            theta=np.zeros(n),
            rate=np.concatenate([np.zeros(0), *rates]),
            metre=metre,
            wanted=metre.copy(),
            home=metre.copy(),
            beats=np.zeros(n, np.int64),
            boost=np.zeros(n),
            room=np.repeat(np.arange(len(having)), counts),
            places=np.array(places, np.float64).reshape(n, 2),
            owners=np.array([i for i, _, _ in having], np.int64),
            first=ends[:-1].astype(np.int64),
            slices=tuple(slice(int(a), int(b)) for a, b in itertools.pairwise(ends)),
            order=np.ones(len(having)),
        )

    def scatter(self, index: int, amount: float, chance: np.random.Generator, spread_rad_s: float) -> None:
        """Timing slips in one room: phases are kicked and the rates spread by ``spread_rad_s``."""
        part = self.slices[index]
        n = part.stop - part.start
        self.theta[part] = (self.theta[part] + chance.normal(0.0, SCATTER_TURNS * amount, n)) % 1.0
        self.rate[part] += chance.normal(0.0, spread_rad_s / _TAU, n) * amount

    def ripple(self, x: float, z: float, near_m: float, far_m: float) -> None:
        """A ripple of will at radius ``near_m``..``far_m`` about ``x, z`` couples what it passes."""
        distance = np.hypot(self.places[:, 0] - x, self.places[:, 1] - z)
        self.boost[(distance >= near_m) & (distance < far_m)] = RIPPLE_RAD_S

    def step(
        self,
        dt_s: float,
        bar_hz: float,
        bar_phase: float,
        trouble: np.ndarray,
        care: float,
        events: np.ndarray,
    ) -> int:
        """Advance by ``dt_s`` and write beats to ``events`` (EVENT); returns how many.

        ``bar_phase`` is the conductor's (turns) at the end of the step, ``trouble`` ``(rooms of the cast,)``.
        """
        self.boost *= np.exp(-dt_s / 1.5)
        return _step(
            self.theta, self.rate, self.metre, self.wanted, self.beats, self.boost, self.room, self.owners, self.first,
            self.order, dt_s, bar_hz, bar_phase, trouble, care, events,
        )  # fmt: skip


def order_parameter(theta: np.ndarray) -> float:
    """Kuramoto's R of phases in turns: 1 in unison, near 0 when scattered."""
    return float(abs(np.exp(2j * np.pi * np.asarray(theta)).mean()))


@njit(cache=True, nogil=True)
def _means(theta, room, owners):
    rooms = owners.size
    x, y, n = np.zeros(rooms), np.zeros(rooms), np.zeros(rooms)
    for i in range(theta.size):
        x[room[i]] += np.cos(_TAU * theta[i])
        y[room[i]] += np.sin(_TAU * theta[i])
        n[room[i]] += 1.0
    return x / n, y / n


@njit(cache=True, nogil=True)
def _step(
    theta,
    rate,
    metre,
    wanted,
    beats,
    boost,
    room,
    owners,
    first,
    order,
    dt_s,
    bar_hz,
    bar_phase,
    trouble,
    care,
    events,
):
    x, y = _means(theta, room, owners)
    here = 0
    conductor = bar_phase - bar_hz * dt_s
    cx, cy = np.cos(_TAU * conductor), np.sin(_TAU * conductor)
    for r in range(owners.size):
        order[r] = np.sqrt(x[r] * x[r] + y[r] * y[r])
    for i in range(theta.size):
        r = room[i]
        loose = trouble[owners[r]]
        firm = (1.0 - loose) ** 3
        k = COUPLING_RAD_S * firm + CARE_RAD_S * care * (0.25 + 0.75 * firm) + boost[i] * (0.3 + 0.7 * firm)
        s, c = np.sin(_TAU * theta[i]), np.cos(_TAU * theta[i])
        mean_field = y[r] * c - x[r] * s
        pace = cy * c - cx * s
        drift = k / _TAU * (0.45 * mean_field + 0.55 * pace)
        if loose < 0.08 and order[r] > 0.85:
            rate[i] -= rate[i] * dt_s / ADAPT_S
        speed = max(bar_hz + rate[i] + drift, SLOWEST * bar_hz)
        before = theta[i]
        after = before + speed * dt_s
        edge = np.floor(before * metre[i]) + 1.0
        crossed = after * metre[i]
        if crossed >= edge:
            part = (edge - before * metre[i]) / max(crossed - before * metre[i], 1e-12)
            beats[i] += 1
            if here < events.size:
                events[here].room = owners[r]
                events[here].kind = BEAT
                events[here].index = i - first[r]
                events[here].sample = min(part * 400.0, 399.0)
                events[here].strength = 1.0 if edge >= metre[i] else 0.8
                here += 1
        if after >= 1.0:
            after -= 1.0
            metre[i] = wanted[i]
        theta[i] = after
    return here


def event_buffer() -> np.ndarray:
    """Room for the events of one tick: ``(MAX_EVENTS,) EVENT``."""
    return np.zeros(MAX_EVENTS, EVENT)
