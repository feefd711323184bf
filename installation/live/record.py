"""The record of a live performance: the file that replays it, written line by line as it is played."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterable
from pathlib import Path

from ..core.errors import InputError
from ..core.gestures import End, Gesture, line
from ..core.performance import Header, header_line
from ..core.units import WEEK_TICKS
from .say import say


class Recorder:
    """Writes a performance file: the header at once, every gesture as it is applied, ``end`` at the close.

    Nothing is buffered, so that a machine that loses its power keeps all but the last line. Raises InputError where
    the file cannot be made or is there already; what fails later ends the record, with one line, and not the evening.
    """

    def __init__(self, path: Path, header: Header) -> None:
        self._path, self._ended, self._whole_bytes = path, False, 0
        try:
            self._file: io.FileIO | None = path.open("xb", buffering=0)
        except FileExistsError as error:
            raise _existing(path) from error
        except OSError as error:
            raise _refused(path, error) from error
        try:
            self._put(header_line(header))
        except OSError as error:
            self._close()
            path.unlink(missing_ok=True)
            raise _refused(path, error) from error

    def write(self, gestures: Iterable[Gesture]) -> None:
        """Log the gestures of a tick."""
        for gesture in gestures:
            self._log(gesture)

    def close(self, tick: int) -> None:
        """Log the end at ``tick``, unless it was a gesture already."""
        if not self._ended:
            self._log(End(tick=tick))
        self._close()

    def _log(self, gesture: Gesture) -> None:
        if self._file is None:
            return
        late = gesture.tick > WEEK_TICKS  # the format knows no such tick
        self._ended = self._ended or late or isinstance(gesture, End)
        try:
            self._put(line(End(tick=WEEK_TICKS) if late else gesture))
        except OSError as error:
            self._stop(_why(error))
            return
        if late:
            self._stop("a week is full")

    def _stop(self, why: str) -> None:
        say(f"--record {self._path}: {why}; the record ends here, the evening plays on")
        self._close()

    def _put(self, text: str) -> None:
        """Write a line whole or, but for the error, not at all."""
        assert self._file is not None
        rest = f"{text}\n".encode()
        whole_bytes = self._whole_bytes + len(rest)
        try:
            while rest:
                rest = rest[self._file.write(rest) or 0 :]
        except OSError:
            with contextlib.suppress(OSError):
                self._file.truncate(self._whole_bytes)
            raise
        self._whole_bytes = whole_bytes

    def _close(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
        self._file = None


def refuse_existing(record: str | None, performance: str | None) -> None:
    """Raise InputError where a record would overwrite a file, or its folder cannot take it, before anything starts."""
    if record is None:
        return
    path = Path(record)
    if performance is not None and path.exists() and path.samefile(performance):
        raise InputError(f"--record {path}", "the performance that is to be played", "a new name")
    if os.path.lexists(path):
        raise _existing(path)
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise InputError(f"--record {path}", f"no folder {path.parent} to write in", "a file to write")


def _existing(path: Path) -> InputError:
    return InputError(f"--record {path}", "an existing file", "a new name")


def _refused(path: Path, error: OSError) -> InputError:
    return InputError(f"--record {path}", _why(error), "a file to write")


def _why(error: OSError) -> str:
    return error.strerror or str(error)
