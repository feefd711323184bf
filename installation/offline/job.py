"""What is to be rendered: checked before anything is opened, and turned into frames and samples.

Frames are numbered from performance time 0 by the frame rate, so that frame n is the same picture in every render.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Literal

from ..core.errors import InputError
from ..core.performance import Performance
from ..core.units import SAMPLE_RATE_HZ, TICK_RATE_HZ
from .config import Level

LONGEST_S = 6 * 3600
SIZE_RANGE = (16, 8192)
FPS_RANGE = (1, 240)
MOST_WORKERS = 64
MOST_CHUNK_FRAMES = 48  # whose moments lie in one file, and which one process draws in one go
AHEAD = 2  # chunks on the disk beyond those that are being drawn
Kind = Literal["film", "sound", "still", "folder"]
_KINDS: dict[str, Kind] = {".mp4": "film", ".mkv": "film", ".wav": "sound", ".png": "still"}


@dataclass(frozen=True)
class Job:
    """One render. Times are seconds of performance time; ``to_s`` None is the performance's own end.

    ``frames`` (first, last) narrows a film or folder to some of its frames. ``stems`` gets one wav a room.
    ``workers`` processes draw; ``resume`` keeps what an interrupted render of the same making has finished.
    """

    out: Path
    performance: Performance
    from_s: Fraction = Fraction(0)
    to_s: Fraction | None = None
    size: tuple[int, int] = (1280, 720)
    fps: Fraction = Fraction(30)
    quality: Level = "high"
    frames: tuple[int, int] | None = None
    stems: Path | None = None
    channels: int = 2
    workers: int = 1
    resume: bool = False

    @property
    def kind(self) -> Kind:
        """What OUT's name asks for. Raises InputError for an extension that is none of ours."""
        if self.out.is_dir() or not self.out.suffix:
            return "folder"
        found = _KINDS.get(self.out.suffix.lower())
        if found is None:
            raise InputError(str(self.out), f"extension {self.out.suffix!r}", ".mp4, .mkv, .wav, .png or a folder")
        return found

    @property
    def draws(self) -> bool:
        return self.kind != "sound"

    @property
    def in_parts(self) -> bool:
        """Whether it is made of parts that can be drawn in several processes, and kept."""
        return self.kind in ("film", "folder")

    @property
    def sounds(self) -> bool:
        return self.kind != "still" or self.stems is not None

    def span(self, end_tick: int) -> Span:
        """The frames and samples it covers, given the tick at which its performance ends. Raises InputError."""
        end_s = Fraction(end_tick, TICK_RATE_HZ) if self.to_s is None else self.to_s
        if self.from_s >= end_s and self.kind != "still":
            where = f"the performance's end, {float(end_s):g} s" if self.to_s is None else f"--to {float(end_s):g}"
            raise InputError("--from", f"{float(self.from_s):g}", f"seconds before {where}")
        if max(end_s, self.from_s) > LONGEST_S:
            raise InputError("--to", f"{float(max(end_s, self.from_s)):g}", f"at most {LONGEST_S} seconds (6 hours)")
        if self.kind == "sound":
            return Span(range(0), range(_nearest(self.from_s, 48_000), _nearest(end_s, 48_000)))
        return self._on_frames(end_s)

    def _on_frames(self, end_s: Fraction) -> Span:
        first = _nearest(self.from_s, self.fps)
        if self.kind == "still":
            return Span.of(range(first, first + 1), self.fps)
        numbers = range(first, max(_nearest(end_s, self.fps), first + 1))
        if self.frames:
            wanted = range(max(self.frames[0], numbers.start), min(self.frames[1] + 1, numbers.stop))
            if not wanted:
                found, there = f"{self.frames[0]}-{self.frames[1]}", f"{numbers.start}-{numbers.stop - 1}"
                raise InputError("--frames", found, f"some of the frames {there}")
            numbers = wanted
        return Span.of(numbers, self.fps)


@dataclass(frozen=True)
class Span:
    """Frame numbers and samples, both counted from performance time 0; the sound begins with the first frame."""

    frames: range
    samples: range

    @staticmethod
    def of(frames: range, fps: Fraction) -> Span:
        edges = (floor(frames.start * SAMPLE_RATE_HZ / fps), floor(frames.stop * SAMPLE_RATE_HZ / fps))
        return Span(frames, range(*edges))


def partial_of(out: Path) -> Path:
    """The folder of an unfinished film."""
    return out.with_name(f"{out.name}.partial")


def moment_of(frame: int, fps: Fraction) -> tuple[int, float]:
    """The tick that frame ``frame`` lies in and how far through it (0..1), exactly."""
    at = frame * TICK_RATE_HZ / fps
    tick = floor(at)
    return tick, float(at - tick)


def check(job: Job) -> None:
    """Raise InputError for a size, rate or place that cannot be rendered to; writes nothing."""
    kind = job.kind
    for name, pixels in zip(("width", "height"), job.size, strict=True):
        if pixels % 2 or not SIZE_RANGE[0] <= pixels <= SIZE_RANGE[1]:
            raise InputError("--size", f"{name} {pixels}", f"an even number from {SIZE_RANGE[0]} to {SIZE_RANGE[1]}")
    if not FPS_RANGE[0] <= job.fps <= FPS_RANGE[1]:
        raise InputError("--fps", f"{float(job.fps):g}", f"{FPS_RANGE[0]} to {FPS_RANGE[1]} frames a second")
    if not 1 <= job.workers <= MOST_WORKERS:
        raise InputError("--workers", str(job.workers), f"a number of processes from 1 to {MOST_WORKERS}")
    if job.resume and not job.in_parts:
        raise InputError("--resume", f"{job.out}, which is made in one go", "a film or a folder of frames")
    _writable(job.out, kind == "folder")
    if job.stems is not None:
        _writable(job.stems, True)


def _writable(path: Path, a_folder: bool) -> None:
    what = "a folder" if a_folder else "a file"
    if a_folder and path.exists() and not path.is_dir():
        raise InputError(str(path), "a file", "a folder, or nothing yet")
    if not a_folder and path.is_dir():
        raise InputError(str(path), "a folder", f"a name for {what}")
    parent = path if path.is_dir() else path.absolute().parent
    if not parent.is_dir():
        raise InputError(str(path), f"no folder {parent}", "a place that exists")
    if not os.access(parent, os.W_OK | os.X_OK):
        raise InputError(str(path), f"a folder {parent} that cannot be written to", "a place to write to")


def _nearest(seconds: Fraction, rate: Fraction | int) -> int:
    """The nearest whole number of units at ``rate`` a second, halves upward."""
    return floor(seconds * rate + Fraction(1, 2))
