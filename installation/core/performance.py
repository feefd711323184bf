"""The performance file: JSON Lines, a header and then one gesture a line in order of tick.

Files come from users and are hostile until checked: every refusal names the file, the line and the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import msgspec
from msgspec import Meta

from .errors import InputError
from .gestures import Gesture, Name, line, parse

MAX_LINE_BYTES = 4_096
MAX_LINES = 5_000_000


class Header(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The first line. ``autopilot`` false, true or "auto"; ``silence_s`` is what "auto" waits for."""

    convocation: Literal[1] = 1
    score: Name = "evening"
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1)] = 7
    autopilot: bool | Literal["auto"] = False
    silence_s: Annotated[float, Meta(ge=0.0, le=86_400.0)] = 45.0
    score_version: Annotated[int, Meta(ge=1)] | None = None


@dataclass(frozen=True)
class Performance:
    """A header and its gestures, in order of tick."""

    header: Header
    gestures: tuple[Gesture, ...] = ()

    def by_tick(self) -> dict[int, tuple[Gesture, ...]]:
        """The gestures of each tick that has any."""
        found: dict[int, list[Gesture]] = {}
        for gesture in self.gestures:
            found.setdefault(gesture.tick, []).append(gesture)
        return {tick: tuple(some) for tick, some in found.items()}

    @property
    def end_tick(self) -> int | None:
        """The tick of its ``end`` gesture, or None where it has none."""
        return next((g.tick for g in self.gestures if g.__struct_config__.tag == "end"), None)


def read(path: Path | str) -> Performance:
    """Read and check a performance file.

    Raises InputError naming file, line and reason for anything that the format does not allow.
    """
    path = Path(path)
    try:
        with path.open("rb") as source:
            return _checked(_lines(source, path), path)
    except OSError as error:
        raise InputError(str(path), error.strerror or str(error), "a performance file") from error


def write(path: Path | str, performance: Performance) -> None:
    """Write a performance file whole or not at all."""
    path = Path(path)
    temporary = path.with_name(f".{path.name}.part")
    body = "".join(f"{text}\n" for text in (header_line(performance.header), *map(line, performance.gestures)))
    try:
        temporary.write_text(body, encoding="utf-8")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def header_line(header: Header) -> str:
    """The first line of a file, optional fields left out where they are neutral."""
    fields = msgspec.to_builtins(header)
    for name, neutral in (("score_version", None), ("silence_s", 45.0)):
        if fields[name] == neutral:
            del fields[name]
    return msgspec.json.encode(fields).decode()


def _lines(source: BinaryIO, path: Path) -> Iterator[tuple[int, bytes]]:
    # Never more of a line than is allowed: a file without line ends must not fill the memory.
    for number, raw in enumerate(iter(lambda: source.readline(MAX_LINE_BYTES + 1), b""), 1):
        if number > MAX_LINES:
            raise InputError(f"{path}:{number}", "more lines", f"at most {MAX_LINES}")
        if len(raw) > MAX_LINE_BYTES:
            raise InputError(f"{path}:{number}", "a longer line", f"a line of at most {MAX_LINE_BYTES} bytes")
        if raw.strip():
            yield number, raw


def _checked(lines: Iterator[tuple[int, bytes]], path: Path) -> Performance:
    first = next(lines, None)
    if first is None:
        raise InputError(f"{path}:1", "an empty file", 'a header such as {"convocation": 1, "score": "evening"}')
    header = _decode(msgspec.json.Decoder(Header).decode, first, path, "a header")
    gestures: list[Gesture] = []
    for numbered in lines:
        gesture = _decode(parse, numbered, path, "a gesture")
        if gestures and gesture.tick < gestures[-1].tick:
            where = f"{path}:{numbered[0]}"
            raise InputError(where, f"tick {gesture.tick}", f"a tick of at least {gestures[-1].tick}")
        gestures.append(gesture)
    return Performance(header, tuple(gestures))


def _decode(decode, numbered: tuple[int, bytes], path: Path, what: str):
    number, raw = numbered
    try:
        return decode(raw.decode("utf-8"))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        text = raw.decode("utf-8", "replace").strip()
        shown = text if len(text) <= 80 else f"{text[:77]}..."
        raise InputError(f"{path}:{number}", shown, f"{what} ({error})") from error
