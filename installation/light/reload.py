"""Hot reload: what is made of shaders is made anew when they change, and what no longer can be made stays as it was.

A *part* is a room's visual, or the renderer's own passes. A part is taken over whole or not at all: all its programs
must compile and a frame must come out of it first. GL objects belong to their program, so the whole part is rebuilt;
programs whose files have not changed are taken from the studio's cache.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from ..core.errors import InputError, MachineError
from ..optics.studio import Studio

log = logging.getLogger(__name__)
_Built = tuple[Any, frozenset[str]]  # a part and the files that its programs were made of
Prove = Callable[[Collection[str]], dict[str, Exception]]


@dataclass
class _Part:
    """``build`` makes a new one, ``take`` puts one (or none) in its place."""

    build: Callable[[], Any]
    take: Callable[[Any], None]
    made: Any = None
    files: frozenset[str] = frozenset()
    stale: bool = True  # as it is now on disk it has not been made


class Reloader:
    """The parts of one renderer, by name."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._parts: dict[str, _Part] = {}

    def add(self, name: str, build: Callable[[], Any], take: Callable[[Any], None]) -> None:
        """Build a part and take it. What ``build`` raises goes through; it is tried again at the next change."""
        part = self._parts[name] = _Part(build, take)
        part.made, part.files = self._built(part)
        part.stale = False
        take(part.made)

    def reload(self, changed: Collection[str], prove: Prove) -> str:
        """Make anew what was made of the files ``changed`` (``shaders/vault/wall.frag``), and what failed before.

        ``prove`` draws a frame with the parts named in place; returns why which of them cannot be drawn. Returns ""
        or one line that says what is wrong; every such line also goes to the log.
        """
        self._studio.forget(changed)
        built: dict[str, _Built] = {}
        wrong: dict[str, Exception] = {}
        for name, part in self._parts.items():
            if part.stale or not part.files.isdisjoint(changed):
                part.stale = True
                try:
                    built[name] = self._built(part)
                except Exception as error:
                    wrong[name] = error
        return _told(wrong | self._taken(built, prove))

    def _taken(self, built: dict[str, _Built], prove: Prove) -> dict[str, Exception]:
        """Take what was built, but for those with which no frame comes out; returns why."""
        for name, (made, _) in built.items():
            self._parts[name].take(made)
        wrong: dict[str, Exception] = {}
        while built and (found := prove(built)):
            for name in found:
                del built[name]
                self._parts[name].take(self._parts[name].made)
            wrong |= found
        for name, (made, files) in built.items():
            part = self._parts[name]
            part.made, part.files, part.stale = made, files, False
        return wrong

    def _built(self, part: _Part) -> _Built:
        with self._studio.noting() as files:
            return part.build(), frozenset(files)


def _told(wrong: dict[str, Exception]) -> str:
    """Log each error, once where many parts stumble over one file; returns the first and how many more."""
    lines = {_line(name, error): error for name, error in wrong.items()}
    for line, error in lines.items():
        log.error("%s", line, exc_info=None if isinstance(error, InputError | MachineError) else error)
    first, *others = lines or ("",)
    return f"{first} (and {len(others)} more)" if others else first


def _line(name: str, error: Exception) -> str:
    """One line for what went wrong with a part."""
    if isinstance(error, InputError | MachineError):
        return str(error)
    if isinstance(error, KeyError):  # how moderngl refuses a uniform that is not there
        return f"{name}: no shader of it reads {error} any more, and the picture sets it"
    return " ".join(f"{name}: {type(error).__name__}: {error}".split())
