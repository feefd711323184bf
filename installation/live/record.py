"""The record of a live performance: the file that replays it, written line by line as it is played."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..core.errors import InputError
from ..core.gestures import End, Gesture, line
from ..core.performance import Header, header_line


class Recorder:
    """Writes a performance file: the header at once, every gesture as it is applied, ``end`` at the close.

    Each line is flushed, so that a machine that loses its power keeps all but the last.
    Raises InputError where the file cannot be made.
    """

    def __init__(self, path: Path, header: Header) -> None:
        try:
            self._file = path.open("w", encoding="utf-8")
        except OSError as error:
            raise InputError(f"--record {path}", error.strerror or str(error), "a file to write") from error
        self._ended = False
        self._put(header_line(header))

    def write(self, gestures: Iterable[Gesture]) -> None:
        """Log the gestures of a tick."""
        for gesture in gestures:
            self._ended = self._ended or isinstance(gesture, End)
            self._put(line(gesture))

    def close(self, tick: int) -> None:
        """Log the end at ``tick``, unless it was a gesture already."""
        if not self._ended:
            self._put(line(End(tick=tick)))
        self._file.close()

    def _put(self, text: str) -> None:
        self._file.write(f"{text}\n")
        self._file.flush()
