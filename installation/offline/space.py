"""A look at the disk before a long render: cheap, and on the careful side of what will be written."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..core.errors import MachineError
from .job import AHEAD, MOST_CHUNK_FRAMES, Job, Span, partial_of

_BYTES_A_PIXEL = {"film": 0.004, "still": 0.7, "folder": 0.7, "sound": 0.0}  # least seen on calm frames
_AAC_BYTES_A_SAMPLE = 0.15
_COPIES = {"film": 2}  # a film's parts lie beside it until they are joined
_PACKED = 0.1  # least that a moment in a chunk keeps of its size


def expected_bytes(job: Job, span: Span, stems: int, moment_bytes: int = 0) -> int:
    """The least that the job will write: no render is refused for an estimate that was too high."""
    wav = len(span.samples) * job.channels * 4
    pictures = len(span.frames) * job.size[0] * job.size[1] * _BYTES_A_PIXEL[job.kind]
    own = {"film": len(span.samples) * _AAC_BYTES_A_SAMPLE, "still": 0}.get(job.kind, wav)
    return int((pictures + own) * _COPIES.get(job.kind, 1)) + stems * wav + _chunks(job, span, moment_bytes)


def _chunks(job: Job, span: Span, moment_bytes: int) -> int:
    """What chunks of moments take while it is drawn, at most two moments a frame."""
    if not job.in_parts:
        return 0
    frames = min(len(span.frames), (job.workers + AHEAD) * MOST_CHUNK_FRAMES)
    return int(frames * moment_bytes * _PACKED)


def check_space(job: Job, span: Span, stems: int, moment_bytes: int = 0) -> None:
    """Raise MachineError where the disk cannot take it; ``moment_bytes`` is the size of a moment."""
    needed = expected_bytes(job, span, stems, moment_bytes) - (_lying(job) if job.resume else 0)
    free = shutil.disk_usage(_there(job.out)).free
    if needed > free:
        raise MachineError(f"{job.out}: no space on the disk: about {_mb(needed)} needed, {_mb(free)} free")


def _lying(job: Job) -> int:
    """What an interrupted render has left, and need not be written again."""
    place = partial_of(job.out) if job.kind == "film" else job.out
    return sum(path.stat().st_size for path in place.iterdir() if path.is_file()) if place.is_dir() else 0


def _there(path: Path) -> Path:
    path = path.absolute()
    return path if path.is_dir() else path.parent


def _mb(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"
