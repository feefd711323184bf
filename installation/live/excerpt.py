"""What a machine without a screen gets instead: a short film of the evening, so that a first try ends in something."""

from __future__ import annotations

from pathlib import Path

from .options import Options


def render_excerpt(options: Options, path: Path) -> int:
    raise NotImplementedError
