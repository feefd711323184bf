"""What a frame is made by: all that determines it, in words, so that frames of two makings are never mixed.

Kept beside unfinished work as JSON, with the SHA-256 of every frame that is finished.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import msgspec

from .. import __version__
from ..core.errors import InputError
from ..core.gestures import line
from ..core.performance import Performance, header_line
from ..core.resources import PACKAGE, folder
from ..core.room import Room
from .draft import draft
from .film import Coding
from .job import Job, Span

_CODE = ("core", "score", "dsp", "optics", "rooms", "hall", "sound", "light", "offline")  # all that a frame hangs on
_WORDS_SHOWN = 40  # of a long value in a message


class Record(msgspec.Struct, forbid_unknown_fields=True):
    """A file of a making: ``frames`` by number, each with its file's SHA-256; ``failures`` of rooms in them."""

    making: dict[str, str]
    frames: dict[int, str] = {}
    failures: list[str] = []


def making_of(job: Job, span: Span, cast: tuple[Room, ...], driver: str, coding: Coding) -> dict[str, str]:
    """All that determines a job's frames, by name; for a film also its span and coding, which its parts hang on."""
    found = {
        "performance": _of_performance(job.performance),
        "seed": str(job.performance.header.seed),
        "size": f"{job.size[0]}x{job.size[1]}",
        "fps": str(job.fps),
        "quality": job.quality,
        "rooms": " ".join(room.name for room in cast),
        "program": f"{__version__} {_of_sources()}",
        "libraries": " ".join(f"{name} {version(name)}" for name in ("numpy", "numba", "moderngl")),
        "driver": driver,
    }
    if job.kind == "film":
        found["frames"] = f"{span.frames.start}-{span.frames.stop - 1}"
        found["coding"] = f"crf {coding.crf} {coding.preset} {coding.audio_kbps} kbps, {coding.channels} channels"
        found["libraries"] += f" av {version('av')}"
    return found


def driver_of() -> str:
    """The graphics driver's own words. Raises MachineError where there is no OpenGL."""
    from ..optics.context import headless

    context = headless()
    words = " / ".join(str(context.info[f"GL_{name}"]) for name in ("VENDOR", "RENDERER", "VERSION"))
    context.release()
    return words


def compare(where: Path, found: dict[str, str], now: dict[str, str]) -> None:
    """Raise InputError that names what differs between the making of what lies at ``where`` and that of now."""
    names = [name for name in {**found, **now} if found.get(name) != now.get(name)]
    if names:
        there, here = ([f"{name} {_short(made.get(name, '-'))}" for name in names] for made in (found, now))
        expected = f"{', '.join(here)} as now, or a render without --resume"
        raise InputError("--resume", f"{', '.join(there)} in {where}", expected)


def read_record(path: Path) -> Record:
    """The record at ``path``. Raises InputError where it is none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Record)
    except OSError as error:
        raise InputError(str(path), error.strerror or str(error), "a record of a render") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(str(path), str(error), "a record of a render; without --resume it begins anew") from error


def write_record(path: Path, record: Record) -> None:
    """Write a record whole or not at all."""
    with draft(path) as temporary:
        temporary.write_bytes(msgspec.json.format(msgspec.json.encode(record), indent=1))


def sum_of(path: Path) -> str:
    """SHA-256 of a file, "" where it cannot be read."""
    try:
        with path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()
    except OSError:
        return ""


def _short(value: str) -> str:
    return value if len(value) <= _WORDS_SHOWN else f"{value[:_WORDS_SHOWN]}…"


def _of_performance(performance: Performance) -> str:
    """Its header but for the seed, which is told by itself, and its gestures."""
    header = msgspec.structs.replace(performance.header, seed=0)
    return _hash(text.encode() for text in (header_line(header), *map(line, performance.gestures)))


def _of_sources() -> str:
    """The code, shaders, instruments and scores."""
    files = [path for name in _CODE for path in (PACKAGE / name).rglob("*.py")]
    for kind in (folder("shaders"), folder("sounds"), folder("configs") / "scores"):
        files += [path for path in kind.rglob("*") if path.is_file()]
    return _hash(part for path in sorted(files) for part in (path.name.encode(), path.read_bytes()))


def _hash(parts: Iterable[bytes]) -> str:
    made = hashlib.sha256()
    for part in parts:
        made.update(len(part).to_bytes(8, "little") + part)
    return made.hexdigest()[:16]
