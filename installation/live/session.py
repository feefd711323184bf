"""A live session: starts heart, window and MIDI as processes of their own, watches them, and puts all away.

The window closed ends the evening; a window that crashed is opened again, ever again, while the music plays on, and so
is MIDI; a heart that died is started again and goes on from where it was. Who hangs is ended, and so started again.
Where there is no screen, a short excerpt is rendered instead.
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
from .aside import Aside
from .excerpt import render_excerpt
from .options import Options
from .record import refuse_existing
from .runtime import KEEPSAKE, MIDI, WINDOW, close_folder, come_first, open_folder
from .say import log, log_path, say, start_log
from .vigil import Signs, Vigil

POLL_S = 0.02
GRACE_S = 0.75  # what ends later than this after it was asked to is killed
CRASHES = 3  # windows opened again at once
BACK_OFF_S = 60.0  # between tries after that
SETTLED_S = 600.0  # a window that lived longer had settled: its crash counts as the first
HEARTS = 3  # hearts started again before the evening is given up; the last of them begins it anew
WINDOW_HANGS_S = 30.0  # without a sign of life: shaders that compile may take a while
HEART_HANGS_S = 10.0
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
    start_log("session")
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
    """The processes of one evening."""

    def __init__(self, options: Options, folder: Path) -> None:
        self._options = msgspec.structs.replace(options, folder=str(folder), parent=os.getpid())
        self._folder, self._signs = folder, Signs(folder)
        self._crashes = 0
        self._deaths: list[float] = []  # of hearts, lately
        self._opened_s = self._try_s = time.monotonic()
        self._heart = self._start("heart")
        self._window: subprocess.Popen | None = self._start("window")
        listens = options.live().midi.listen
        self._midi = Aside("MIDI", lambda: self._start("midi"), folder / MIDI) if listens else None
        self._heart_vigil, self._window_vigil = Vigil(self._opened_s), Vigil(self._opened_s)
        say(f"the log lies in {log_path()}")
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
        self._end_who_hangs(time.monotonic())
        if self._midi:
            self._midi.look()
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

    def _heart_ended(self, code: int) -> int | None:
        if code in (0, 2):
            return code
        now_s = time.monotonic()
        what = f"has died ({_signal_name(-code)})" if code < 0 else "has failed"
        self._deaths = [*(at_s for at_s in self._deaths if now_s - at_s < SETTLED_S), now_s]
        if (not self._options.resumed and self._signs.heart(self._heart.pid) is None) or len(self._deaths) > HEARTS:
            say(f"the heart {what}; the evening ends here")
            return 1
        anew = len(self._deaths) == HEARTS
        say(f"the heart {what}; {'the evening begins anew' if anew else 'it goes on from where it was'}")
        if anew:
            (self._folder / KEEPSAKE).unlink(missing_ok=True)
        self._options = msgspec.structs.replace(self._options, resumed=True)
        self._heart = self._start("heart")
        return None

    def _end_who_hangs(self, now_s: float) -> None:
        """Kill a part that gives no sign of life any more; it is then found dead, and started again."""
        if self._heart_vigil.look(self._signs.heart(self._heart.pid), now_s) > HEART_HANGS_S:
            log.error("the heart hangs")
            self._heart.kill()
        if self._window and self._window_vigil.look(self._signs.window, now_s) > WINDOW_HANGS_S:
            log.error("the window hangs")
            self._window.kill()
            self._window_vigil = Vigil(now_s)

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
        (self._folder / WINDOW).unlink(missing_ok=True)
        self._window_vigil = Vigil(self._opened_s)
        self._window = self._start("window")

    def _start(self, part: str) -> subprocess.Popen:
        # Process groups of their own: Ctrl-C reaches the session alone, which ends them in order.
        arguments = [sys.executable, "-m", f"{__package__}.{part}", msgspec.json.encode(self._options).decode()]
        return subprocess.Popen(arguments, stdin=subprocess.DEVNULL, start_new_session=True)

    def _end(self) -> None:
        midi = self._midi.process if self._midi else None
        running = [process for process in (self._heart, self._window, midi) if process and process.poll() is None]
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
