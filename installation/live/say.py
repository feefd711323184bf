"""What a person is told of the running program: one line each, and a log that keeps the tracebacks."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs

from ..core.errors import say

__all__ = ["log", "log_path", "say", "start_log"]

LOG_BYTES = 1_000_000
log = logging.getLogger("convocation")


def log_path() -> Path:
    """Where the log lies once there is something to keep."""
    return Path(platformdirs.user_log_dir("convocation", appauthor=False)) / "live.log"


def start_log() -> None:
    """Send warnings to the terminal, a line each, and with their tracebacks to the log. Made on the first of them."""
    root = logging.getLogger()
    root.addHandler(_Lines(logging.WARNING))
    try:
        log_path().parent.mkdir(parents=True, exist_ok=True)
        kept = RotatingFileHandler(log_path(), maxBytes=LOG_BYTES, backupCount=3, encoding="utf-8", delay=True)
    except OSError:
        return  # no home to write to: the terminal's lines must do
    kept.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(process)d %(message)s"))
    root.addHandler(kept)


class _Lines(logging.Handler):
    """The message of a record without its traceback."""

    def emit(self, record: logging.LogRecord) -> None:
        say(record.getMessage())
