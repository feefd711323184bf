"""Errors that are logged while something renders: gathered with their tracebacks, not thrown at the terminal."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator


class Logged(logging.Handler):
    """Hands the text of every error to ``take``; a text that cannot be taken is lost."""

    def __init__(self, take: Callable[[str], None]) -> None:
        super().__init__(logging.ERROR)
        self._take = take

    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(OSError):
            self._take(self.format(record))


@contextlib.contextmanager
def gathered(into: list[str]) -> Iterator[None]:
    """Put what is logged within the block ``into`` a list, each text once."""
    handler = Logged(lambda text: None if text in into else into.append(text))
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
