"""The two ways to a machine's MIDI inputs, both through mido: RtMidi where its wheel is, else pygame's PortMidi.

Everything here is called from one thread; only what the ports hear comes from threads of theirs.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Literal, Protocol

import mido

System = Literal["auto", "alsa", "jack", "portmidi"]
Heard = Callable[[Any], None]
ALSA_SEQUENCER = "/dev/snd/seq"
POLL_S = 0.002  # PortMidi has no callback: so often it is asked
SURE_S = 3.0  # after so long without a message, a JACK server has to show that it lives
RENEW_S = 10.0  # after so long without one, PortMidi is begun anew: only then it sees what has come and gone


class NoMidi(Exception):
    """There is no MIDI system here, or it does not answer."""


class Port(Protocol):
    """An input that is open."""

    def close(self) -> None: ...


class Backend(Protocol):
    """A MIDI system: what inputs there are now, and how one is opened. Raises NoMidi where it does not answer."""

    def names(self) -> list[str]: ...
    def open(self, name: str, heard: Heard) -> Port: ...
    def close(self) -> None: ...


def open_backend(system: System = "auto") -> Backend:
    """The backend for a system. Raises NoMidi where what was asked for cannot be had."""
    if system == "portmidi" or (system == "auto" and not _has_rtmidi()):
        return PortMidi()
    if not _has_rtmidi():
        raise NoMidi(f"{system} needs python-rtmidi (the extra `midi`)")
    return RtMidi(_api(system))


def _has_rtmidi() -> bool:
    try:
        import rtmidi  # noqa: F401
    except ImportError:
        return False
    return True


def _api(system: str) -> str:
    """RtMidi's name for it. On Linux the sequencer where the kernel has one, else JACK; elsewhere what there is."""
    named = {"alsa": "LINUX_ALSA", "jack": "UNIX_JACK"}
    if system in named:
        return named[system]
    if not sys.platform.startswith("linux"):
        return ""
    return named["alsa" if os.path.exists(ALSA_SEQUENCER) else "jack"]


class RtMidi:
    """RtMidi: a thread of its own calls back. The client that lists ports is kept, so that looking costs nothing.

    A client of JACK's goes on listing what there was when its server died, even where another server has come. So
    there, after a silence, the client opens a port, which only its own living server gives, and closes it again.
    """

    def __init__(self, api: str) -> None:
        import rtmidi

        self._rtmidi = rtmidi
        self._api = getattr(rtmidi, f"API_{api}") if api else rtmidi.API_UNSPECIFIED
        self._ports = mido.Backend(f"mido.backends.rtmidi{f'/{api}' if api else ''}")
        self._mortal = api == "UNIX_JACK"
        self._lister: Any = None
        self._sure_s = 0.0  # when the system was there for certain

    def names(self) -> list[str]:
        """The inputs there are now. After NoMidi all that are open are dead, also where a new server has come."""
        try:
            if self._mortal and time.monotonic() - self._sure_s > SURE_S:
                self._make_sure()
            if self._lister is None:
                self._lister, self._sure_s = self._rtmidi.MidiIn(rtapi=self._api), time.monotonic()
            return list(self._lister.get_ports())
        except self._rtmidi.RtMidiError as error:
            self.close()
            raise NoMidi(str(error)) from error

    def _make_sure(self) -> None:
        if self._lister is None or not self._lister.get_ports():
            self.close()  # there is nothing to lose: another client will know
            return
        self._lister.open_port(0, "sign of life")
        self._lister.close_port()
        self._sure_s = time.monotonic()

    def open(self, name: str, heard: Heard) -> Port:
        """Listen to an input. Raises OSError where it is gone or taken."""

        def called(message: Any) -> None:
            self._sure_s = time.monotonic()
            heard(message)

        return self._ports.open_input(name, callback=called)

    def close(self) -> None:
        lister, self._lister = self._lister, None
        if lister is not None:
            lister.delete()


class PortMidi:
    """pygame's PortMidi, where RtMidi has no wheel: asked every two milliseconds by a thread of its own.

    PortMidi lists what was there when it began. It begins anew when nothing is open, or nothing was heard for a while.
    """

    def __init__(self, module: str = "mido.backends.pygame", renew: Callable[[], None] | None = None) -> None:
        self._backend = mido.Backend(module)
        self._renew = renew or _restart_portmidi
        self._open: dict[str, tuple[Any, Heard]] = {}
        self._lock = threading.Lock()
        self._heard_s = 0.0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def names(self) -> list[str]:
        """The inputs there are now, or were when PortMidi began."""
        with self._lock:
            if not self._open or time.monotonic() - self._heard_s > RENEW_S:
                self._begin_anew()
            return list(self._backend.get_input_names())

    def _begin_anew(self) -> None:
        for port, _ in self._open.values():
            with contextlib.suppress(Exception):  # whatever a device says that is no more
                port.close()
        try:
            self._renew()
        except Exception as error:
            raise NoMidi(str(error)) from error
        there = set(self._backend.get_input_names())
        self._heard_s = time.monotonic()
        for name, (_, heard) in list(self._open.items()):
            del self._open[name]
            if name in there:
                self._open[name] = (self._backend.open_input(name), heard)

    def open(self, name: str, heard: Heard) -> Port:
        """Listen to an input. Raises OSError where it is gone or taken."""
        with self._lock:
            self._open[name] = (self._backend.open_input(name), heard)
        if self._thread is None:
            self._thread = threading.Thread(target=self._poll, name="midi poll", daemon=True)
            self._thread.start()
        return _Polled(self, name)

    def shut(self, name: str) -> None:
        """Stop listening to an input."""
        with self._lock:
            port, _ = self._open.pop(name, (None, None))
            if port is not None:
                port.close()

    def close(self) -> None:
        self._stop.set()

    def _poll(self) -> None:
        while not self._stop.wait(POLL_S):
            with self._lock:
                for port, heard in self._open.values():
                    self._ask(port, heard)

    def _ask(self, port: Any, heard: Heard) -> None:
        with contextlib.suppress(Exception):  # a device pulled out is noticed by its missing name
            for message in port.iter_pending():
                self._heard_s = time.monotonic()
                heard(message)


class _Polled:
    """An input of PortMidi's, by name: the port behind it changes when PortMidi begins anew."""

    def __init__(self, owner: PortMidi, name: str) -> None:
        self._owner, self._name = owner, name

    def close(self) -> None:
        self._owner.shut(self._name)


def _restart_portmidi() -> None:
    from .sdl import pygame  # what SDL reads from the environment stands there first

    import pygame.midi as portmidi  # isort: skip

    del pygame
    portmidi.quit()
    portmidi.init()


def hush() -> None:
    """Sound libraries write to descriptor 2 on their own account: theirs goes nowhere, Python's lines stay."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    sys.stderr = os.fdopen(kept, "w", buffering=1)
