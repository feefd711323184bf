"""The mixer: every room's voice on a bus of its own, the hall, the master. One call makes one tick of sound.

A voice that raises or asks for what is no number is faded out and logged, and the others play on.
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numba import njit

from ..core.errors import MachineError
from ..core.moment import Layout, no_events
from ..core.resources import folder
from ..core.room import Room, resolve
from ..core.units import BLOCK, TICK_S
from ..dsp.desk import Desk, Kits
from ..dsp.sine import FLAGS
from ..score.evening import COMMON
from . import store
from .master import Master
from .space import Hall

FADE_S = 0.05  # in which a failing voice is taken out
LOUDEST_GAIN = 4.0
HALL = "hall"  # the stem of the reverberation
log = logging.getLogger("convocation.sound")


class Voice(Protocol):
    """What a room's ``voice`` names: built once, told of every tick. May have ``memory: dict[str, np.ndarray]``."""

    def __init__(self, room: Room, desk: Desk, instrument: Mapping[str, Any], seed: int) -> None: ...

    def tick(self, moment: np.ndarray, own: np.ndarray, events: np.ndarray) -> None: ...


class Mixer:
    """The sound of a cast. ``tick`` takes the moments in order; nothing else goes in."""

    latency_samples = Master.latency_samples

    def __init__(self, cast: tuple[Room, ...], seed: int, channels: int = 2, strict: bool = False) -> None:
        self.cast, self.channels = cast, channels
        self._seed, self._strict = seed, strict
        self._heard = [(place, room) for place, room in enumerate(cast) if room.voice]
        n = len(self._heard)
        self.failures: list[str] = []
        self._quiet = False
        self._kits = Kits(n, channels)
        self._hall, self._master = Hall(channels), Master(channels)
        self._gain = np.zeros(n)  # of each bus, where it stands
        self._aim = np.zeros(n)
        self._health = np.ones(n)  # 1 well, falling to 0 once failed
        self._dry = np.zeros((n, channels, BLOCK), np.float32)
        self._send = np.zeros(BLOCK, np.float32)
        self._mix = np.zeros((channels, BLOCK), np.float32)
        self._voices: list[Voice | None] = [self._open(bus, room) for bus, (_, room) in enumerate(self._heard)]
        self.stems: dict[str, np.ndarray] = {room.name: self._dry[bus].T for bus, (_, room) in enumerate(self._heard)}
        self.stems[HALL] = self._hall.out.T
        self._fresh = {name: array.copy() for name, array in self._memory().items()}

    def tick(self, moment: np.ndarray, events: np.ndarray) -> np.ndarray:
        """The sound up to ``moment``, with its ``events (n,) EVENT``: a new ``(BLOCK, channels) float32``."""
        for bus, (place, room) in enumerate(self._heard):
            self._tell(bus, place, room, moment, events)
        rendered = self._kits.render()
        for failed in np.flatnonzero(self._kits.failed):
            self._fail(int(failed), "a target is no number")
        self._aim *= self._health
        _mix(rendered, self._gain, self._aim, self._dry, self._send, self._mix)
        hall = self._hall.tick(self._send)
        self._mix += hall
        return self._master.tick(self._mix, _level(float(moment["level"])))

    def reset(self) -> None:
        """Back to silence before the first tick, every part as it was made."""
        memory = self._memory()
        for name, array in self._fresh.items():
            memory[name][...] = array
        self._kits.recall()
        self.failures.clear()

    def checkpoint(self) -> bytes:
        """All state after the last tick; ``restore`` goes on from it bit for bit."""
        return store.pack(self._memory())

    def restore(self, data: bytes) -> None:
        """Take up a checkpoint of the same cast, seed and channels. Raises ValueError where it does not fit."""
        store.unpack(data, self._memory())
        self._kits.recall()

    def warm(self) -> None:
        """Compile every kernel by sounding a throw-away twin, so that the first real tick is on time."""
        twin = Mixer(self.cast, self._seed, self.channels)
        twin._quiet = True
        moment = Layout(COMMON, tuple((r.name, r.fields) for r in self.cast)).empty()
        for _ in range(2):
            twin.tick(moment, no_events())
        twin.restore(twin.checkpoint())

    def _open(self, bus: int, room: Room) -> Voice | None:
        desk = Desk(self._kits, room.name, bus, self._seed)
        try:
            return resolve(room.voice)(room, desk, _instrument(room.name), self._seed)
        except Exception as error:
            if self._strict:
                raise
            self._fail(bus, str(error), error)
            return None

    def _tell(self, bus: int, place: int, room: Room, moment: np.ndarray, events: np.ndarray) -> None:
        """Let a voice set its targets, and take its level in the mix from the moment."""
        if self._health[bus] < 1.0:
            self._health[bus] = max(0.0, self._health[bus] - TICK_S / FADE_S)
            if self._health[bus] == 0.0 and self._gain[bus] == 0.0:
                self._kits.hush(bus)
            return
        own = moment[room.name]
        self._aim[bus] = _level(float(own["voice"]) * float(own["presence"]))
        voice = self._voices[bus]
        try:
            if voice is None:
                raise MachineError(f"{room.name}: has no voice")
            voice.tick(moment, own, events[events["room"] == place] if len(events) else events)
        except Exception as error:
            if self._strict:
                raise
            self._fail(bus, str(error), error)

    def _fail(self, bus: int, what: str, error: Exception | None = None) -> None:
        name = self._heard[bus][1].name
        if self._strict:
            raise MachineError(f"voice of {name}: {what}")
        if self._health[bus] < 1.0:
            return
        self._health[bus] = 1.0 - TICK_S / FADE_S
        self.failures.append(name)
        if not self._quiet:
            log.error("voice of %s failed and is faded out: %s", name, what, exc_info=error)

    def _memory(self) -> dict[str, np.ndarray]:
        """Every array of state by name: kits, buses, hall, master, and what voices keep."""
        parts = {"kits": self._kits.memory, "hall": self._hall.memory, "master": self._master.memory}
        parts["bus"] = {"gain": self._gain, "aim": self._aim, "health": self._health}
        for (_, room), voice in zip(self._heard, self._voices, strict=True):
            parts[f"voice.{room.name}"] = getattr(voice, "memory", {})
        return {f"{part}/{name}": array for part, arrays in parts.items() for name, array in arrays.items()}


def _instrument(name: str) -> Mapping[str, Any]:
    """``sounds/NAME.toml`` as a dict; empty where the room brings none."""
    try:
        path = folder("sounds") / f"{name}.toml"
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}


def _level(value: float) -> float:
    return min(max(value, 0.0), LOUDEST_GAIN) if np.isfinite(value) else 0.0


@njit(**FLAGS)
def _mix(rendered, gain, aim, dry, send, mix):  # type: ignore[no-untyped-def]
    """Bring every bus to its level, ramped; sum the buses, and what they send to the hall."""
    mix[:] = np.float32(0.0)
    send[:] = np.float32(0.0)
    channels = mix.shape[0]
    for bus in range(rendered.shape[0]):
        start, slope = np.float32(gain[bus]), np.float32((aim[bus] - gain[bus]) / BLOCK)
        for c in range(channels):
            for i in range(BLOCK):
                x = rendered[bus, c, i] * (start + slope * np.float32(np.int32(i)))
                dry[bus, c, i] = x
                mix[c, i] += x
        for i in range(BLOCK):
            send[i] += rendered[bus, channels, i] * (start + slope * np.float32(np.int32(i)))
        gain[bus] = aim[bus]
