"""A look at the disk before a long render: cheap, and on the careful side of what will be written."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..core.errors import MachineError
from .job import Job, Span

_BYTES_A_PIXEL = {"film": 0.004, "still": 0.7, "folder": 0.7, "sound": 0.0}  # least seen on calm frames
_AAC_BYTES_A_SAMPLE = 0.15


def expected_bytes(job: Job, span: Span, stems: int) -> int:
    """The least that the job will write: no render is refused for an estimate that was too high."""
    wav = len(span.samples) * job.channels * 4
    pictures = len(span.frames) * job.size[0] * job.size[1] * _BYTES_A_PIXEL[job.kind]
    own = {"film": len(span.samples) * _AAC_BYTES_A_SAMPLE, "still": 0}.get(job.kind, wav)
    return int(pictures + own) + stems * wav


def check_space(job: Job, span: Span, stems: int) -> None:
    """Raise MachineError where the disk cannot take it."""
    needed = expected_bytes(job, span, stems)
    free = shutil.disk_usage(_there(job.out)).free
    if needed > free:
        raise MachineError(f"{job.out}: no space on the disk: about {_mb(needed)} needed, {_mb(free)} free")


def _there(path: Path) -> Path:
    path = path.absolute()
    return path if path.is_dir() else path.parent


def _mb(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"
