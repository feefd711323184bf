"""The MIDI process, ``python -m installation.live.midi [OPTIONS]``: hands at controllers, sent as a window's are.

A process of its own: a library that lists ports can crash with the server it asks; pygame's PortMidi needs pygame,
which the heart never imports; and a window draws for too long to be a musician's way in. The session starts it again.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from ..core import gestures as g
from ..core.errors import MachineError
from ..core.units import TICK_S
from ..surfaces.midi import Hands
from ..surfaces.midi_backends import NoMidi, hush, open_backend
from ..surfaces.midi_map import SOURCE
from ..surfaces.midi_ports import LOST, Arrived, Ports
from .config import midi_map
from .options import Options, run_process
from .post import Sender, newest
from .runtime import GESTURES, MIDI, come_first
from .say import say

if TYPE_CHECKING:
    from types import FrameType

MOST_AT_ONCE = 512  # messages read in one go
ROOM = 64  # gestures waiting for the heart from which on no more are made
BUNDLE = 128  # handed to the sender at once: it keeps twice as many, and drops what is older
STALE_S = 1.0  # what has waited for so long starts nothing any more
LOOKING_S = 15.0  # a look for ports that takes longer never ends
IDLE_S = 0.25
SIGN_S = 5.0  # between signs of life
SWITCH_S = 0.0005  # a callback gets the interpreter within this: JACK's runs inside its audio cycle


class Player:
    """Takes what has arrived and sends what it means: notes at once, what is continuous once a tick."""

    def __init__(self, hands: Hands, sender: Sender) -> None:
        self._hands, self._sender = hands, sender
        self._pending: list[g.Gesture] = []
        self._next_s = 0.0
        self._waiting = 0
        self.playing = False  # before the music has begun, nothing is started

    @property
    def has_room(self) -> bool:
        """Whether the heart takes what it is sent; where not, messages stay in their queue."""
        return self._waiting < ROOM and len(self._pending) < ROOM

    def wait_s(self, now_s: float) -> float:
        """How long there is nothing to do, unless something arrives."""
        if self._waiting:
            return TICK_S / 2
        return max(self._next_s - now_s, 0.0) if self._pending else IDLE_S

    def take(self, arrived: list[Arrived], now_s: float) -> None:
        """Translate what has arrived."""
        for stamp_s, source, message in arrived:
            if message is not None:
                self._pending += self._hands.take(source, message, self.playing and now_s - stamp_s < STALE_S)
            else:
                self._pending += self._hands.let_go_all() if source == LOST else self._hands.let_go(source)

    def flush(self, now_s: float) -> None:
        """Send, if there is anything that must not wait or a tick has passed."""
        self._pending = newest(self._pending)
        if self._waiting:
            self._waiting = self._sender.send()
        if now_s < self._next_s and all(gesture.continuous for gesture in self._pending):
            return
        while self._pending and self._waiting < ROOM:
            self._waiting = self._sender.send(self._pending[:BUNDLE])
            del self._pending[:BUNDLE]
            self._next_s = now_s + TICK_S


def main(options: Options) -> int:
    """Listen until the session ends it."""
    ended: list[int] = []
    wake = threading.Event()

    def end(signum: int, frame: FrameType | None) -> None:
        ended.append(signum)
        wake.set()

    for which in (signal.SIGTERM, signal.SIGINT):
        signal.signal(which, end)
    live = options.live()
    if not options.folder:
        raise MachineError("MIDI needs the folder of a running session")
    folder = Path(options.folder)
    sign, sender = Sign(folder / MIDI), Sender(folder / GESTURES)
    if sign.seen_before:  # the one before may have died with its foot on the pedal
        sender.send([g.Sustain(tick=0, value=0.0, source=SOURCE)])
    player = Player(Hands(midi_map(live, Path(options.config) if options.config else None)), sender)
    hush()
    sys.setswitchinterval(SWITCH_S)
    come_first()
    try:
        backend = open_backend(live.midi.system)
    except NoMidi as error:
        say(f"MIDI: {error}; the evening plays without it")
        return 0
    ports = Ports(backend, live.midi.ports, say, wake.set)
    ports.start()
    while not ended and not (options.parent and os.getppid() != options.parent):
        wake.wait(player.wait_s(time.monotonic()))
        wake.clear()
        now_s = time.monotonic()
        sign.show(now_s)
        player.playing = player.playing or plays(folder)
        turn(ports, player, now_s)
    ports.close()
    return 0


def turn(ports: Ports, player: Player, now_s: float) -> None:
    """Read as much as the heart has room for, and send it. Raises MachineError where the search for ports hangs."""
    if now_s - ports.looked_s > LOOKING_S:
        raise MachineError("MIDI: the search for ports hangs")
    player.flush(now_s)
    while player.has_room:
        arrived = ports.take(MOST_AT_ONCE)
        player.take(arrived, now_s)
        player.flush(now_s)
        if not arrived:
            return


class Sign:
    """The file that says that this process lives, and whether another like it has lived in this session."""

    def __init__(self, path: Path) -> None:
        self._path, self._shown_s = path, 0.0
        self.seen_before = path.exists()

    def show(self, now_s: float) -> None:
        if now_s - self._shown_s > SIGN_S:
            self._shown_s = now_s
            with contextlib.suppress(OSError):  # a full disk, or a session that has gone
                self._path.touch(mode=0o600)


def plays(folder: Path) -> bool:
    """Whether the heart plays, or is about to: it opens its box when all is compiled."""
    return (folder / GESTURES).exists()


if __name__ == "__main__":
    run_process(main)
