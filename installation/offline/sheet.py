"""A contact sheet: frames of a film or folder side by side, each with its time, to be looked at in one glance."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ..core.errors import InputError
from ..measure.media import Media
from .stills import write_png

PAPER, INK = (10, 12, 19), (151, 162, 186)
SHEET_WIDTH_PX = 1920
GAP_PX, CAPTION_PX, EDGE_PX = 10, 26, 24
ROWS_A_COLUMN = 0.8  # rows for each column, so that the sheet is about as wide as a screen


def draw_sheet(media: Media, out: Path, columns: int = 5) -> int:
    """Write the sheet of a medium with pictures; returns how many frames it shows. Raises InputError."""
    if not media.seen:
        raise InputError(str(media.path), "no pictures", "a film or a folder of frames")
    chosen = _chosen(media, max(round(columns * columns * ROWS_A_COLUMN) // columns, 1) * columns)
    if not chosen:
        raise InputError(str(media.path), "no frame", "a film or a folder of frames")
    write_png(out, _composed(chosen, min(columns, len(chosen)), media.start_s))
    return len(chosen)


def _chosen(media: Media, count: int) -> list[tuple[float, np.ndarray]]:
    """``count`` frames at even distances, those of a short medium all."""
    every_s = media.picture_length_s / count
    return [frame for _, frame in zip(range(count), media.frames(every_s), strict=False)]


def _composed(frames: list[tuple[float, np.ndarray]], columns: int, start_s: float) -> np.ndarray:
    height_px, width_px = frames[0][1].shape[:2]
    wide = (SHEET_WIDTH_PX - 2 * EDGE_PX - (columns - 1) * GAP_PX) // columns
    high = max(round(wide * height_px / width_px), 1)
    rows = -(-len(frames) // columns)
    whole = (SHEET_WIDTH_PX, 2 * EDGE_PX - GAP_PX + rows * (high + CAPTION_PX + GAP_PX))
    sheet = Image.new("RGB", whole, PAPER)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    for k, (at_s, rgb) in enumerate(frames):
        left = EDGE_PX + (k % columns) * (wide + GAP_PX)
        top = EDGE_PX + (k // columns) * (high + CAPTION_PX + GAP_PX)
        sheet.paste(Image.fromarray(rgb).resize((wide, high), Image.Resampling.LANCZOS), (left, top))
        pen.text((left, top + high + 6), clock(start_s + at_s), INK, font)
    return np.asarray(sheet)


def clock(at_s: float) -> str:
    """Seconds as minutes and seconds, for a caption."""
    tenths = round(at_s * 10)
    return f"{tenths // 600}:{tenths % 600 // 10:02d}.{tenths % 10}"
