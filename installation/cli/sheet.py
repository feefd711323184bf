"""``convocation sheet``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("sheet")
@click.argument("media", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="F.png", help="The page to write.")
@click.option("--columns", type=click.IntRange(1, 12), default=5, show_default=True, metavar="N")
def command(media: Path, out: Path, columns: int) -> int:
    """Lay frames of a film or folder MEDIA out on one page, each with its time."""
    from ..measure.media import Media
    from ..offline.sheet import draw_sheet
    from .places import png

    png(out, "--out")
    count = draw_sheet(Media(media), out, columns)
    click.echo(f"{out}: {count} frames")
    return 0
