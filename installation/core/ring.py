"""The ring of moments: how the heart hands them to windows, through a file mapped into both processes.

The writer never waits. Every slot carries a sequence number, odd while it is being written, and a CRC-32 over all
that it holds, so a torn read is seen and tried again. A reader keeps its own mapping and outlives the writer.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import zlib
from math import floor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .errors import MachineError
from .moment import EVENT, MAX_EVENTS, Layout
from .units import TICK_RATE_HZ

SLOTS = 128
WARMING, PLAYING, ENDING = 0, 1, 2
"""States of the writer."""

_MAGIC = b"moments1"
_TRIES = 64  # a slot is written in some ten microseconds, so a second try nearly always succeeds
_CLOCK = np.dtype(
    [
        ("played_tick", "<f8"),
        ("stamp_s", "<f8"),
        ("underflows", "<i8"),
        ("load", "<f8"),
        ("latency_s", "<f8"),
        ("crc", "<u8"),
    ]
)
_HEADER = np.dtype(
    [
        ("magic", "S8"),
        ("fingerprint", "u1", (32,)),
        ("pid", "<i8"),
        ("state", "<i8"),
        ("head", "<i8"),  # the newest tick, -1 before the first
        ("turn", "<i8"),  # which of the two clocks is whole
        ("clocks", _CLOCK, (2,)),
    ]
)


class Clock(NamedTuple):
    """Which tick's sound left the speakers at a stamp of the monotonic clock, and how the writer fares."""

    played_tick: float
    stamp_s: float
    underflows: int = 0
    load: float = 0.0  # share of one core's time that the writer needs
    latency_s: float = 0.0  # from a gesture's arrival to its first sample at the device

    def tick_at(self, now_s: float) -> float:
        """The tick whose sound leaves the speakers at ``now_s`` (monotonic), carried on from the stamp."""
        return self.played_tick + (now_s - self.stamp_s) * TICK_RATE_HZ


class Moments(NamedTuple):
    """Two neighbouring moments and how far between them, as a picture needs them."""

    before: np.ndarray
    after: np.ndarray
    fraction: float


def fingerprint(layout: Layout) -> np.ndarray:
    """What writer and reader must agree on, as ``(32,) uint8``: every leaf, its kind, the sizes of the ring."""
    text = f"{layout.dtype.descr}/{EVENT.descr}/{MAX_EVENTS}/{SLOTS}".encode()
    digest = hashlib.blake2b(text + layout.kinds.tobytes(), digest_size=32).digest()
    return np.frombuffer(digest, np.uint8)


def _slot(layout: Layout) -> np.dtype:
    fields = [("sequence", "<i8"), ("crc", "<u8"), ("count", "<i8")]
    return np.dtype([*fields, ("moment", layout.dtype), ("events", EVENT, (MAX_EVENTS,))])


def _crc(sequence: int, moment: np.ndarray, events: np.ndarray) -> int:
    check = zlib.crc32(sequence.to_bytes(8, "little", signed=True))
    check = zlib.crc32(moment.reshape(1).view(np.uint8).data, check)
    return zlib.crc32(events.view(np.uint8).data, check)


class RingWriter:
    """Makes the file at ``path`` (mode 0600) and publishes moments of ``layout`` into it; ``close`` takes it away.

    Raises MachineError where the file cannot be made, a full disk among the reasons.
    """

    def __init__(self, path: Path | str, layout: Layout) -> None:
        self.path = Path(path)
        kind = _slot(layout)
        unready = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            self._map = _create(unready, _HEADER.itemsize + SLOTS * kind.itemsize)
        except OSError as error:
            raise MachineError(f"{self.path}: no ring of moments ({error.strerror or error})") from error
        self._header = np.ndarray((), _HEADER, self._map)
        self._slots = np.ndarray((SLOTS,), kind, self._map, _HEADER.itemsize)
        self._header["fingerprint"] = fingerprint(layout)
        self._header["pid"], self._header["head"] = os.getpid(), -1
        self.clock(Clock(0.0, 0.0))
        self._header["magic"] = _MAGIC
        unready.replace(self.path)  # nobody sees it half made

    def publish(self, moment: np.ndarray, events: np.ndarray) -> None:
        """Put a moment (shape ()) and its ``(n,) EVENT`` into the slot of its tick and move the head there."""
        tick = int(moment["tick"])
        slot, events = self._slots[tick % SLOTS], events[:MAX_EVENTS]
        slot["sequence"] = 2 * tick + 1
        slot["count"] = len(events)
        slot["moment"] = moment
        slot["events"][: len(events)] = events
        slot["crc"] = _crc(2 * tick + 2, moment, np.ascontiguousarray(events))
        slot["sequence"] = 2 * tick + 2
        self._header["head"] = tick

    def clock(self, clock: Clock) -> None:
        """Publish the clock: into the half that no reader is on, which then becomes the one to read."""
        turn = 1 - int(self._header["turn"])
        half = self._header["clocks"][turn]
        for name, value in zip(_CLOCK.names or (), (*clock, 0), strict=True):
            half[name] = value
        half["crc"] = _clock_crc(half)
        self._header["turn"] = turn

    def state(self, state: int) -> None:
        """Say whether the writer is WARMING, PLAYING or ENDING."""
        self._header["state"] = state

    def close(self) -> None:
        """Unmap and remove the file. Readers that have it open keep what was last in it."""
        self.path.unlink(missing_ok=True)
        del self._header, self._slots
        self._map.close()


class RingReader:
    """Reads the ring at ``path``. With no ``layout`` it sees the header alone: state, head and clock.

    Raises FileNotFoundError where there is no ring yet, MachineError where it is one of another cast.
    """

    def __init__(self, path: Path | str, layout: Layout | None = None) -> None:
        with open(path, "rb") as source:
            self._map = mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)
        if len(self._map) < _HEADER.itemsize or self._map[: len(_MAGIC)] != _MAGIC:
            raise MachineError(f"{path}: not a ring of moments")
        self._header = np.ndarray((), _HEADER, self._map)
        self._slots: np.ndarray | None = None
        if layout is not None:
            self._check(path, layout)
            self._slots = np.ndarray((SLOTS,), _slot(layout), self._map, _HEADER.itemsize)

    def _check(self, path: Path | str, layout: Layout) -> None:
        whole = _HEADER.itemsize + SLOTS * _slot(layout).itemsize
        if len(self._map) != whole or (self._header["fingerprint"] != fingerprint(layout)).any():
            raise MachineError(f"{path}: moments of another cast or version than this program's")

    @property
    def head(self) -> int:
        """The newest tick, -1 before the first."""
        return int(self._header["head"])

    @property
    def pid(self) -> int:
        return int(self._header["pid"])

    @property
    def state(self) -> int:
        return int(self._header["state"])

    def clock(self) -> Clock:
        """The clock as last published."""
        for _ in range(_TRIES):
            half = self._header["clocks"][int(self._header["turn"])].copy()
            if half["crc"] == _clock_crc(half):
                return Clock(*(half[name].item() for name in Clock._fields))
        return Clock(0.0, 0.0)

    def read(self, tick: int) -> tuple[np.ndarray, np.ndarray] | None:
        """Copies of the moment of ``tick`` and its events, or None where it is not (or no longer) in the ring."""
        assert self._slots is not None, "opened without a layout"
        at, whole = tick % SLOTS, 2 * tick + 2
        slot = self._slots[at]
        for _ in range(_TRIES):
            sequence = int(slot["sequence"])
            if sequence not in (whole, whole - 1):
                return None
            moment = self._slots["moment"][at : at + 1].copy().reshape(())  # np.array(slot[...]) would only look
            events = slot["events"][: min(max(int(slot["count"]), 0), MAX_EVENTS)].copy()
            if int(slot["sequence"]) == whole and int(slot["crc"]) == _crc(whole, moment, events):
                return moment, events
        return None

    def pair(self, tick: float) -> Moments | None:
        """The moments around ``tick``, or the nearest the ring still or already has; None before the first."""
        head = self.head
        if head < 0:
            return None
        first = min(max(floor(tick), head - SLOTS + 8, 0), max(head - 1, 0))
        before, after = self.read(first), self.read(min(first + 1, head))
        if before is None or after is None:  # overtaken meanwhile, or the ring has just begun: the newest will do
            newest = self.read(self.head)
            return Moments(newest[0], newest[0], 0.0) if newest else None
        return Moments(before[0], after[0], min(max(tick - first, 0.0), 1.0))

    def close(self) -> None:
        """Unmap."""
        del self._header
        self._slots = None
        self._map.close()


def _clock_crc(half: np.ndarray) -> int:
    return zlib.crc32(half.tobytes()[: _CLOCK.fields["crc"][1]])  # type: ignore[index]


def _create(path: Path, size: int) -> mmap.mmap:
    """A zeroed private file of ``size`` bytes with its blocks set aside, so that no write can meet a full disk."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(handle, 0, size)
        else:
            os.ftruncate(handle, size)
        return mmap.mmap(handle, size)
    except OSError:
        path.unlink()
        raise
    finally:
        os.close(handle)
