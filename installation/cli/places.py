"""Checks of places to write to, before any work is done for them."""

from __future__ import annotations

import os
from pathlib import Path

from ..core.errors import InputError


def png(path: Path, option: str) -> None:
    """Raise InputError unless ``path`` can become a PNG file."""
    if path.suffix.lower() != ".png":
        raise InputError(option, str(path), "a name that ends in .png")
    file(path, option)


def file(path: Path, option: str) -> None:
    """Raise InputError unless ``path`` can become a file."""
    parent = path.absolute().parent
    if path.is_dir():
        raise InputError(option, f"{path}, a folder", "a name for a file")
    if not parent.is_dir():
        raise InputError(option, f"{path}, but no folder {parent}", "a place that exists")
    if not os.access(parent, os.W_OK | os.X_OK):
        raise InputError(option, f"{path}, where nothing can be written", "a place to write to")
