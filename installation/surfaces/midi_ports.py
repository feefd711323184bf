"""All MIDI inputs of a machine as they come and go; what they say is stamped, and waits in one queue.

Callbacks only stamp and queue. Looking for ports can take tens of milliseconds, and can hang where a server has died:
it has a thread of its own, and nobody waits for it.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

from .midi import HEARD
from .midi_backends import Backend, NoMidi, Port

LOOK_S = 1.0  # between looks
MOST_KEPT = 1 << 15  # messages; a cable carries about a thousand a second
JOIN_S = 0.4


class Arrived(NamedTuple):
    """A message, the source it came from, and when (monotonic). With no message the source has vanished."""

    stamp_s: float
    source: int
    message: Any


LOST = -1
"""The source of an arrival without a message where some were lost: whatever is held has to be let go."""


class Ports:
    """Listens to every port whose name has one of ``wanted`` in it, to all where none is given.

    ``told`` is called with a line when a port comes, goes or does not open; ``wake`` whenever something has arrived.
    """

    def __init__(
        self, backend: Backend, wanted: Sequence[str], told: Callable[[str], None], wake: Callable[[], None]
    ) -> None:
        self._backend, self._told, self._wake = backend, told, wake
        self._wanted = [word.casefold() for word in wanted]
        self._open: dict[str, tuple[int, Port]] = {}
        self._refused: set[str] = set()
        self._kept: deque[Arrived] = deque()
        self._lost = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="midi ports", daemon=True)
        self.looked_s = time.monotonic()  # when the last look was done

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Stop listening; waits a moment at most."""
        self._stop.set()
        self._thread.join(JOIN_S)

    def take(self, most: int) -> list[Arrived]:
        """At most so many of what has arrived, in order. Never waits."""
        taken = [self._kept.popleft() for _ in range(min(most, len(self._kept)))]
        if self._lost and not self._kept:
            self._lost = False
            taken.append(Arrived(time.monotonic(), LOST, None))
        return taken

    def look(self) -> None:
        """Close what has vanished, open what is new. Called by the thread every second."""
        there = self._names()
        for name in [name for name in self._open if name not in there]:
            self._shut(name)
        for name in there:
            if name not in self._open:
                self._listen(name)
        self._refused &= set(there)
        self.looked_s = time.monotonic()

    def _names(self) -> list[str]:
        try:
            return [name for name in self._backend.names() if self._is_wanted(name)]
        except NoMidi:
            return []

    def _is_wanted(self, name: str) -> bool:
        return not self._wanted or any(word in name.casefold() for word in self._wanted)

    def _listen(self, name: str) -> None:
        source = _lowest_free(number for number, _ in self._open.values())
        try:
            self._open[name] = (source, self._backend.open(name, partial(self._heard, source)))
        except (OSError, ValueError) as error:
            if name not in self._refused:
                self._refused.add(name)
                self._told(f"MIDI: {name} does not open ({error})")
            return
        self._told(f"MIDI: {name} plays along")

    def _shut(self, name: str) -> None:
        source, port = self._open.pop(name)
        self._kept.append(Arrived(time.monotonic(), source, None))
        self._wake()
        self._told(f"MIDI: {name} has gone")
        with contextlib.suppress(OSError, ValueError):  # it was gone already
            port.close()

    def _heard(self, source: int, message: Any) -> None:
        """On a thread of the system's: stamp, queue, and leave."""
        if message.type not in HEARD:
            return
        if len(self._kept) >= MOST_KEPT:
            self._lost = True
            return
        self._kept.append(Arrived(time.monotonic(), source, message))
        self._wake()

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self.look()
                self._stop.wait(LOOK_S)
            for _, port in self._open.values():
                port.close()
            self._backend.close()  # a JACK server waits five seconds for a client that left without a word
        except Exception as error:  # whoever waits for the next look sees that there is none
            self._told(f"MIDI: the search for ports has failed ({error})")


def _lowest_free(taken: Iterable[int]) -> int:
    used = set(taken)
    return next(number for number in range(len(used) + 1) if number not in used)
