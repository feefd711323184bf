"""The session's private folder: the ring of moments and the socket for gestures lie here while it runs.

A folder is named by its owner's pid and start, so what a killed session has left is known for sure and swept.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

import platformdirs
import psutil

MOMENTS = "moments"
GESTURES = "gestures"
PRIORITY = -11  # the level that sound servers ask for
_SOCKET_PATH_LIMIT = 100  # a Unix socket's address holds 104 bytes on macOS, 108 on Linux


def open_folder() -> Path:
    """A new folder of this process, mode 0700; what dead sessions left beside it is swept first."""
    base = _base()
    sweep(base)
    folder = base / _name(os.getpid(), psutil.Process().create_time())
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def close_folder(folder: Path) -> None:
    """Take the folder away with all that is in it, and the base when nothing else is there."""
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):  # another session lives beside it
        folder.parent.rmdir()


def sweep(base: Path) -> list[Path]:
    """Remove the folders under ``base`` whose owner no longer lives; returns them."""
    dead = [found for found in base.glob("session-*-*") if not _lives(found.name)]
    for found in dead:
        shutil.rmtree(found, ignore_errors=True)
    return dead


def come_first() -> None:
    """Ask the system to serve this process, and the threads it will start, before others.

    Most systems grant it to root or by a limit (``nice`` in limits.conf) only; without it the evening plays as well,
    as long as the machine is not overloaded.
    """
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, PRIORITY)


def _name(pid: int, born_s: float) -> str:
    return f"session-{pid}-{int(born_s * 100)}"


def _lives(name: str) -> bool:
    _, pid, _ = name.split("-", 2)
    try:
        return _name(int(pid), psutil.Process(int(pid)).create_time()) == name
    except (ValueError, psutil.NoSuchProcess):
        return False
    except psutil.AccessDenied:
        return True


def _base() -> Path:
    """The user's runtime folder where the system has one, else one under the temporary folder; both private."""
    if os.environ.get("XDG_RUNTIME_DIR"):
        found = Path(platformdirs.user_runtime_dir("convocation", appauthor=False))
        if _private(found):
            return found
    found = Path(tempfile.gettempdir()) / f"convocation-{os.getuid()}"
    if _private(found):
        return found
    return Path(tempfile.mkdtemp(prefix="convocation-"))


def _private(folder: Path) -> bool:
    """Make sure of a folder that only this user can enter (never someone else's, never a link) and short enough."""
    if len(os.fsencode(folder)) + 50 > _SOCKET_PATH_LIMIT:
        return False
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
