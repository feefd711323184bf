"""Files that come to be whole or not at all: written under another name beside the place, then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def draft(path: Path) -> Iterator[Path]:
    """A name to write to; it becomes ``path`` when the block ends well, and is taken away when it does not."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def home(path: Path) -> Iterator[Path]:
    """The folder ``path``, made where missing; taken away again where nothing came to lie in it."""
    made = not path.exists()
    path.mkdir(exist_ok=True)
    try:
        yield path
    finally:
        if made and not any(path.iterdir()):
            path.rmdir()
