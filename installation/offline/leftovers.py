"""What processes leave on the disk when they are ended in the midst of their work, and how it is taken away."""

from __future__ import annotations

import os
import re
import shutil
import socket
from collections.abc import Iterable
from pathlib import Path

_HOST = re.sub(r"\W", "", socket.gethostname())[:32]  # folders may be shared, and a process is known on its machine


def moments_folder(place: Path) -> Path:
    """A new folder for chunks of moments; those that dead processes of this machine left are taken away."""
    for left in place.glob(f".moments-{_HOST}-*"):
        pid = left.name.rpartition("-")[2]
        if pid.isdigit() and not _lives(int(pid)):
            shutil.rmtree(left, ignore_errors=True)
    made = place / f".moments-{_HOST}-{os.getpid()}"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    return made


def sweep(folders: Iterable[Path], pids: Iterable[int]) -> None:
    """Take away the drafts of processes that were ended while they wrote."""
    pids = set(pids)
    for place in folders:
        for path in place.glob(".*.part"):
            if path.name.split(".")[-2] in map(str, pids):
                path.unlink(missing_ok=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
