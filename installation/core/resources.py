"""Where shaders, sounds and configs lie: in the checkout, or inside the installed wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def folder(kind: str) -> Path:
    """The folder of ``kind`` ("shaders", "sounds", "configs"), wherever the package is installed.

    Raises FileNotFoundError when the installation is incomplete.
    """
    for base in (PACKAGE / "_data", PACKAGE.parent):
        if (base / kind).is_dir():
            return base / kind
    raise FileNotFoundError(f"{kind}: not found beside or inside {PACKAGE.name}")
