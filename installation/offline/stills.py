"""Still frames as PNG."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from .draft import draft

_COMPRESSION = 3  # of zlib's 9: grain does not compress any better, only slower


def frame_name(number: int) -> str:
    """The name of frame ``number`` in a folder."""
    return f"frame-{number:06d}.png"


def write_png(path: Path, rgb: np.ndarray) -> None:
    """Write ``(height, width, 3) uint8`` whole or not at all."""
    with draft(path) as temporary, temporary.open("wb") as out:
        Image.fromarray(rgb, "RGB").save(out, "PNG", compress_level=_COMPRESSION)
