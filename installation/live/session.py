"""A live session: starts the heart and a window as processes of their own, watches them, and puts all away.

The window closed ends the evening; a window that crashed is opened again, ever again, while the music plays on; a
heart that died ends it with exit code 1. Where there is no screen, a short excerpt is rendered instead.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from ..surfaces.screen import has_screen
from .excerpt import render_excerpt
from .options import Options
from .record import refuse_existing
from .runtime import close_folder, come_first, open_folder
from .say import say

POLL_S = 0.02
GRACE_S = 0.75  # what ends later than this after it was asked to is killed
CRASHES = 3  # windows opened again at once
BACK_OFF_S = 60.0  # between tries after that
SETTLED_S = 600.0  # a window that lived longer had settled: its crash counts as the first
NO_SCREEN = 3  # the exit code of a window that finds none


def perform(options: Options) -> int:
    """Play an evening live; returns the exit code of the program.

    Raises InputError where config, performance or record are at fault, before anything is started.
    """
    options.live()
    options.script()
    refuse_existing(options.record, options.performance)
    if not has_screen():
        return _without_screen(options, "no screen here")
    with _stoppable() as stop:
        folder = open_folder()
        try:
            found = Session(options, folder).run(stop)
        finally:
            close_folder(folder)
    if found == NO_SCREEN:
        return _without_screen(options, "the screen does not open")
    return found


class Session:
    """The two processes of one evening."""

    def __init__(self, options: Options, folder: Path) -> None:
        self._options = msgspec.structs.replace(options, folder=str(folder), parent=os.getpid())
        self._crashes = 0
        self._opened_s = self._try_s = time.monotonic()
        self._heart = self._start("heart")
        self._window: subprocess.Popen | None = self._start("window")
        come_first()  # it does next to nothing, but when it is told to end it must be there

    def run(self, stop: list[int]) -> int:
        """Watch until the evening is over, is ended by a signal, or cannot go on; then end both."""
        try:
            while not stop:
                found = self._look()
                if found is not None:
                    return found
                time.sleep(POLL_S)
            return 0
        finally:
            self._end()

    def _look(self) -> int | None:
        """The session's exit code once it has one."""
        heart = self._heart.poll()
        if heart is not None:
            return self._heart_ended(heart)
        if self._window is None:
            if time.monotonic() >= self._try_s:
                self._reopen()
            return None
        window = self._window.poll()
        if window == 0 or (window == NO_SCREEN and not self._options.reopened):
            return window
        if window is not None:
            self._window_crashed(window)
        return None

    def _heart_ended(self, code: int) -> int:
        if code < 0:
            say(f"the heart has died ({_signal_name(-code)}); the evening ends here")
            return 1
        if code not in (0, 2):
            say("the heart has failed; the evening ends here")
            return 1
        return code

    def _window_crashed(self, code: int) -> None:
        now_s = time.monotonic()
        self._crashes = 1 if now_s - self._opened_s > SETTLED_S else self._crashes + 1
        if self._crashes <= CRASHES:
            say(f"the window has failed ({code}) and is opened again; the music plays on")
            self._reopen()
            return
        if self._crashes == CRASHES + 1:
            say(f"the window keeps failing; it is tried every {BACK_OFF_S:g} s, the music plays on, Ctrl-C ends it")
        self._window, self._try_s = None, now_s + BACK_OFF_S

    def _reopen(self) -> None:
        self._options = msgspec.structs.replace(self._options, reopened=True)
        self._opened_s = time.monotonic()
        self._window = self._start("window")

    def _start(self, part: str) -> subprocess.Popen:
        # Process groups of their own: Ctrl-C reaches the session alone, which ends them in order.
        arguments = [sys.executable, "-m", f"{__package__}.{part}", msgspec.json.encode(self._options).decode()]
        return subprocess.Popen(arguments, stdin=subprocess.DEVNULL, start_new_session=True)

    def _end(self) -> None:
        running = [process for process in (self._heart, self._window) if process and process.poll() is None]
        until_s = time.monotonic() + GRACE_S
        for process in running:
            process.terminate()
        while any(process.poll() is None for process in running) and time.monotonic() < until_s:
            time.sleep(POLL_S / 4)
        for process in running:
            if process.poll() is None:
                process.kill()
            process.wait()


def _without_screen(options: Options, why: str) -> int:
    path = Path("renders") / "excerpt.mp4"
    say(f"{why}: rendering a short excerpt to {path} instead")
    return render_excerpt(options, path)


@contextlib.contextmanager
def _stoppable() -> Iterator[list[int]]:
    """A list into which SIGINT and SIGTERM put themselves; both are as they were afterwards."""
    stop: list[int] = []
    before = {
        which: signal.signal(which, lambda signum, frame: stop.append(signum))
        for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield stop
    finally:
        for which, handler in before.items():
            signal.signal(which, handler)


def _signal_name(number: int) -> str:
    with contextlib.suppress(ValueError):
        return signal.Signals(number).name
    return f"signal {number}"
