"""What a person is told of the running program: one line each, and a log that keeps the tracebacks."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs

from ..core import errors

__all__ = ["log", "log_path", "say", "start_log"]

LOG_BYTES, LOG_FILES = 1_000_000, 4  # of each process; no more is ever kept
log = logging.getLogger("convocation")


def log_path(part: str = "") -> Path:
    """Where the log of a process lies ("heart", "window", …); the folder of all where none is named."""
    folder = Path(platformdirs.user_log_dir("convocation", appauthor=False))
    return folder / f"{part}.log" if part else folder


def start_log(part: str) -> None:
    """Send warnings to the terminal, a line each, and all with its tracebacks to this process's own log."""
    root = logging.getLogger()
    root.addHandler(_Lines(logging.WARNING))
    log.setLevel(logging.INFO)
    path = log_path(part)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8", delay=True)
    except OSError:
        return  # no home to write to: the terminal's lines must do
    kept.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(process)d %(message)s"))
    root.addHandler(kept)


def say(text: str) -> None:
    """One line to the person at the terminal; the log keeps it too."""
    errors.say(text)
    log.info("%s", text)


class _Lines(logging.Handler):
    """The message of a record without its traceback."""

    def emit(self, record: logging.LogRecord) -> None:
        errors.say(record.getMessage())
