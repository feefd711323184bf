"""Shader sources: ``#include`` resolved, generated blocks put in, and errors told by their own file and line.

``#include "lib/noise.glsl"`` is looked up under ``shaders/``; ``#include <evening>`` takes a generated text. A file
is taken in once a shader. Each file has a number in ``#line``, so a driver's message can be traced back to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..core.errors import InputError

HEADER = "#version 330 core"
_INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([a-z0-9_]+)>)\s*(?://.*)?$')
_INCLUDE_LIKE = re.compile(r"^\s*#\s*include\b")
_DRIVER_LINES = (
    re.compile(r"^(\d+):(\d+)\(\d+\): (.*)$"),  # Mesa: 0:12(3): error: …
    re.compile(r"^(\d+)\((\d+)\) : (.*)$"),  # NVIDIA: 0(12) : error C1008: …
    re.compile(r"^(?:ERROR|WARNING): (\d+):(\d+): (.*)$"),  # AMD, Intel, Apple
)


@dataclass(frozen=True)
class Source:
    """An expanded shader: its ``text`` and the ``files`` that its line numbers point into."""

    text: str
    files: tuple[str, ...]

    def told(self, message: str) -> list[str]:
        """The lines of a driver's message that name a place, as ``shaders/a.frag:12: error: …``."""
        found = []
        for raw in message.splitlines():
            for pattern in _DRIVER_LINES:
                match = pattern.match(raw.strip())
                if match and int(match[1]) < len(self.files):
                    found.append(f"{self.files[int(match[1])]}:{match[2]}: {match[3]}")
                    break
        return found


def expand(folder: Path, name: str, generated: Mapping[str, str], defines: Mapping[str, object]) -> Source:
    """The shader ``name`` under ``folder`` with its includes, ready to compile.

    Raises InputError naming file and line where an include is missing, malformed or goes round.
    """
    walk = _Walk(folder, generated)
    lines = [HEADER, *(f"#define {key} {_literal(value)}" for key, value in sorted(defines.items()))]
    lines += walk.file(name, (), f"{folder.name}/{name}")
    return Source("\n".join(lines) + "\n", tuple(walk.files))


def _literal(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


class _Walk:
    """One shader's way through its includes."""

    def __init__(self, folder: Path, generated: Mapping[str, str]) -> None:
        self._folder, self._generated = folder, generated
        self.files: list[str] = []
        self._taken: set[str] = set()

    def file(self, name: str, above: tuple[str, ...], where: str) -> list[str]:
        """The expanded lines of a file, led by its ``#line``."""
        text = self._read(name, where)
        number = self._number(f"{self._folder.name}/{name}")
        lines = [f"#line 1 {number}"]
        for at, line in enumerate(text.splitlines(), 1):
            if _INCLUDE_LIKE.match(line):
                here = f"{self._folder.name}/{name}:{at}"
                lines += self._included(line, (*above, name), here)
                lines.append(f"#line {at + 1} {number}")
            else:
                lines.append("" if line.lstrip().startswith("#version") else line)
        return lines

    def _included(self, line: str, above: tuple[str, ...], where: str) -> list[str]:
        match = _INCLUDE.match(line)
        if not match:
            raise InputError(where, line.strip(), '#include "folder/file.glsl" or #include <block>')
        name = match[1] or f"<{match[2]}>"
        if name in above:
            raise InputError(where, " → ".join((*above, name)), "includes that do not go round")
        if name in self._taken:
            return []
        self._taken.add(name)
        if match[1]:
            return self.file(name, above, where)
        return self._block(match[2], where)

    def _block(self, name: str, where: str) -> list[str]:
        if name not in self._generated:
            raise InputError(where, f"#include <{name}>", f"one of {', '.join(sorted(self._generated))}")
        return [f"#line 1 {self._number(f'<{name}>')}", *self._generated[name].splitlines()]

    def _number(self, label: str) -> int:
        self.files.append(label)
        return len(self.files) - 1

    def _read(self, name: str, where: str) -> str:
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder.resolve()):
            raise InputError(where, f'#include "{name}"', f"a file under {self._folder.name}/")
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is no text"
            raise InputError(where, f"{name}: {reason}", f"a shader file under {self._folder.name}/") from error
