"""Watches a folder that artists edit while the evening runs, on a thread of its own; nobody waits for it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from ..core.resources import PACKAGE, folder
from .say import log

STEP_MS = 100  # how often the thread wakes; changes closer together than this are told together
GROUP_MS = 1000  # changes that never rest are told after this all the same
JOIN_S = 1.0


def checkout(kind: str) -> Path | None:
    """The folder of ``kind`` ("shaders", "configs") in a checkout; None where the piece is installed: what lies
    inside a wheel is not edited."""
    found = folder(kind)
    return None if found.is_relative_to(PACKAGE) or not os.access(found, os.W_OK) else found


class Watch:
    """Tells of files below ``root`` that were made, changed or taken away, as far as they are ``wanted``.

    ``told`` is called on the watch's own thread. Where the system cannot watch, one line says so and nothing is told.
    """

    def __init__(self, root: Path, wanted: Callable[[Path], bool], told: Callable[[set[Path]], None]) -> None:
        self._root, self._wanted, self._told = root.resolve(), wanted, told
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"watch {root.name}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(JOIN_S)

    def _run(self) -> None:
        try:
            self._watch()
        except Exception as error:
            log.warning("%s is not watched, edits are not seen (%s)", self._root, error, exc_info=error)

    def _watch(self) -> None:
        from watchfiles import watch  # here, since it takes a while that the first frame should not wait for

        for changes in watch(
            self._root,
            watch_filter=lambda _, path: self._wanted(Path(path)),
            debounce=GROUP_MS,
            step=STEP_MS,
            stop_event=self._stop,
            raise_interrupt=False,
        ):
            self._told({Path(path) for _, path in changes})
