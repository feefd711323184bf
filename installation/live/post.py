"""Gestures on their way to the heart: a Unix datagram socket in the session's folder, one JSON line a datagram.

Whatever arrives is hostile until it has been decoded; the tick is given by the heart, whatever the line says.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterable
from pathlib import Path

import msgspec

from ..core.gestures import Gesture, line, parse
from ..core.performance import MAX_LINE_BYTES

MOST_A_TICK = 64  # datagrams taken a tick; more wait in the socket for the next
MOST_WAITING = 256  # gestures kept for a heart that does not take them; older ones are dropped


class PostBox:
    """The heart's end. Opens the socket at ``path``; ``close`` takes it away."""

    def __init__(self, path: Path) -> None:
        self.path, self.refused = path, 0
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        path.chmod(0o600)
        self._socket.setblocking(False)

    def take(self, tick: int) -> list[Gesture]:
        """What has arrived, as gestures of ``tick``: of a continuous one the newest only. Never waits."""
        arrived: list[Gesture] = []
        for _ in range(MOST_A_TICK):
            try:
                datagram = self._socket.recv(MAX_LINE_BYTES + 1)
            except (BlockingIOError, InterruptedError):
                break
            gesture = decoded(datagram, tick)
            if gesture is None:
                self.refused += 1
            else:
                arrived.append(gesture)
        return newest(arrived)

    def close(self) -> None:
        self._socket.close()
        self.path.unlink(missing_ok=True)


def decoded(datagram: bytes, tick: int) -> Gesture | None:
    """The gesture of a datagram at ``tick``, or None where it is none."""
    if len(datagram) > MAX_LINE_BYTES:
        return None
    try:
        gesture = parse(datagram.decode("utf-8"))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return msgspec.structs.replace(gesture, tick=tick, sample=0)


def newest(arrived: Iterable[Gesture]) -> list[Gesture]:
    """``arrived`` without the continuous gestures that a later one of the same kind (and note) replaces."""
    kept: dict[object, Gesture] = {}
    for number, gesture in enumerate(arrived):
        key = (type(gesture), getattr(gesture, "id", None)) if gesture.continuous else number
        kept.pop(key, None)
        kept[key] = gesture
    return list(kept.values())


class Sender:
    """A window's end. Never waits: what a full box, or a heart still starting, does not take is kept for later."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._waiting: list[Gesture] = []
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)

    def send(self, gestures: Iterable[Gesture] = ()) -> int:
        """Send what was kept and then ``gestures``, in order; returns how many wait now. Call it every frame."""
        self._waiting = newest([*self._waiting, *gestures])[-MOST_WAITING:]
        with contextlib.suppress(OSError):
            while self._waiting:
                self._socket.sendto(line(self._waiting[0]).encode(), self._path)
                del self._waiting[0]
        return len(self._waiting)

    def close(self) -> None:
        self._socket.close()
