"""What lies on the disk while a render is unfinished, and what of it an interrupted one may keep.

A folder keeps its frames, and a record of their making for each range of frames asked for (farms share folders). A
film keeps its finished segments in ``NAME.partial/``, which is gone once the film is whole.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from ..core.errors import InputError
from .drawing import segment_name
from .job import MOST_CHUNK_FRAMES, Job, Span, partial_of
from .making import Record, compare, read_record, sum_of, write_record
from .packets import is_whole
from .stills import frame_name

RECORD = "render.json"
MIX = "sound.packets"
_RANGE = re.compile(r"\.frames-(\d{6,9})-(\d{6,9})\.json")
_REST = 20.0  # a record is written again only after so many times as long as it took


class FolderStore:
    """A folder of frames."""

    def __init__(self, job: Job, span: Span, making: dict[str, str]) -> None:
        self.place, self._frames = job.out, span.frames
        self.mix: Path | None = job.out / "sound.wav"
        self._record = Record(making)
        self._path = self.place / f".frames-{span.frames.start:06d}-{span.frames.stop - 1:06d}.json"
        self._due_s = 0.0
        self._made = not self.place.exists()
        self._most = min(MOST_CHUNK_FRAMES, max(4, -(-len(span.frames) // (4 * job.workers))))

    def begin(self, resume: bool) -> list[tuple[int, ...]]:
        """Make the place ready; the frames to draw, chunk by chunk. Raises InputError for those of other making."""
        self.place.mkdir(exist_ok=True)
        if resume:
            self._record.frames = self._finished()
        else:
            for path in _records(self.place, self._frames):
                path.unlink(missing_ok=True)
        missing = [number for number in self._frames if number not in self._record.frames]
        return [tuple(missing[k : k + self._most]) for k in range(0, len(missing), self._most)]

    def keep(self, sums: dict[int, str]) -> None:
        """Note frames that are finished."""
        self._record.frames |= sums
        if time.monotonic() >= self._due_s:
            self._save()

    def fail(self, lines: list[str]) -> None:
        """Note rooms that failed in frames that are kept."""
        self._record.failures += [line for line in lines if line not in self._record.failures]

    @property
    def failures(self) -> list[str]:
        """Rooms that failed in frames that are kept."""
        return self._record.failures

    def finish(self, complete: bool) -> int:
        """End, complete or interrupted; returns how many frames are kept."""
        if self._record.frames:
            self._save()
        elif self._made:
            with contextlib.suppress(OSError):
                self.place.rmdir()
        return len(self._record.frames)

    def _finished(self) -> dict[int, str]:
        """The frames that are there, of this making, and as they were written."""
        claimed: dict[int, set[str]] = {}
        for path in _records(self.place):
            record = read_record(path)
            compare(path, record.making, self._record.making)
            for number, digest in record.frames.items():
                if number in self._frames:
                    self.fail(record.failures)
                    claimed.setdefault(number, set()).add(digest)
        found = {number: sum_of(self.place / frame_name(number)) for number in sorted(claimed)}
        return {number: digest for number, digest in found.items() if digest in claimed[number]}

    def _save(self) -> None:
        began_s = time.monotonic()
        self._record.frames = dict(sorted(self._record.frames.items()))
        write_record(self._path, self._record)
        ended_s = time.monotonic()
        self._due_s = ended_s + _REST * (ended_s - began_s)


class FilmStore:
    """A film's finished segments, and its sound once that is finished."""

    def __init__(self, job: Job, span: Span, making: dict[str, str]) -> None:
        self.place = partial_of(job.out)
        self._frames, self._record = span.frames, Record(making)
        self.mix: Path | None = self.place / MIX
        self.sound = self.place / MIX

    def begin(self, resume: bool) -> list[tuple[int, ...]]:
        """Make the place ready; the frames to draw, segment by segment. Raises InputError for those of other making."""
        record = self.place / RECORD
        if self.place.exists() and not record.is_file():
            raise InputError(str(self.place), "what no render made", "nothing of that name beside the film")
        if resume and record.is_file():
            found = read_record(record)
            compare(self.place, found.making, self._record.making)
            self._record = found
        else:
            _clear(self.place)
            self.place.mkdir(exist_ok=True)
            write_record(record, self._record)
        if is_whole(self.sound):
            self.mix = None
        every = range(self._frames.start, self._frames.stop, MOST_CHUNK_FRAMES)
        segments = [tuple(range(k, min(k + MOST_CHUNK_FRAMES, self._frames.stop))) for k in every]
        return [segment for segment in segments if not is_whole(self.place / segment_name(segment[0]))]

    def keep(self, sums: dict[int, str]) -> None:
        """A segment lies where it belongs once it is whole."""

    def fail(self, lines: list[str]) -> None:
        """Note rooms that failed in segments that are kept."""
        new = [line for line in lines if line not in self._record.failures]
        if new:
            self._record.failures += new
            write_record(self.place / RECORD, self._record)

    @property
    def failures(self) -> list[str]:
        """Rooms that failed in segments that are kept."""
        return self._record.failures

    def segments(self) -> Iterable[Path]:
        """The segments' paths, in order."""
        return [self.place / segment_name(k) for k in self._frames[::MOST_CHUNK_FRAMES]]

    def finish(self, complete: bool) -> int:
        """End, complete or interrupted; returns about how many frames are kept."""
        kept = 0 if complete else sum(path.is_file() for path in self.segments())
        if not kept:
            _clear(self.place)
        return min(kept * MOST_CHUNK_FRAMES, len(self._frames))


Store = FolderStore | FilmStore


def store_of(job: Job, span: Span, making: dict[str, str]) -> Store:
    """Where a job's parts lie."""
    return (FilmStore if job.kind == "film" else FolderStore)(job, span, making)


def _records(place: Path, within: range | None = None) -> list[Path]:
    """The records in a folder, all or those of ranges that lie within one."""
    found = []
    for path in sorted(place.glob(".frames-*.json")):
        match = _RANGE.fullmatch(path.name)
        if match and (within is None or (int(match[1]) in within and int(match[2]) in within)):
            found.append(path)
    return found


def _clear(place: Path) -> None:
    """Take away what a film's render leaves in its folder, and the folder where nothing else lies there."""
    if not place.is_dir():
        return
    for path in place.iterdir():
        if path.name in (RECORD, MIX) or path.name.startswith("segment-") or path.name.endswith(".part"):
            path.unlink(missing_ok=True)
        elif path.name.startswith(".moments-"):
            shutil.rmtree(path, ignore_errors=True)
    with contextlib.suppress(OSError):
        place.rmdir()
