"""Still frames as PNG."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

from .draft import draft

_COMPRESSION = 3  # of zlib's 9: grain does not compress any better, only slower


def frame_name(number: int) -> str:
    """The name of frame ``number`` in a folder."""
    return f"frame-{number:06d}.png"


def png(rgb: np.ndarray) -> bytes:
    """``(height, width, 3) uint8`` as the content of a PNG file."""
    content = io.BytesIO()
    Image.fromarray(rgb).save(content, "PNG", compress_level=_COMPRESSION)
    return content.getvalue()


def write_png(path: Path, rgb: np.ndarray) -> None:
    """Write a picture whole or not at all."""
    with draft(path) as temporary:
        temporary.write_bytes(png(rgb))
