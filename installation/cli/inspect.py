"""``convocation inspect``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .params import LONGEST_S, Seconds

if TYPE_CHECKING:
    from ..measure.figures import Figures


@click.command("inspect")
@click.argument("media", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--performance", metavar="F", help="The performance they were made from: adds what the world knows.")
@click.option("--from", "from_s", type=Seconds(), help="Where in it they begin, if not as they say themselves.")
@click.option("--fps", type=click.FloatRange(1.0, 240.0), default=30.0, metavar="N", help="Of a folder of frames.")
@click.option("--json", "to_json", metavar="FILE", help="The figures as JSON; - is the standard output.")
@click.option("--plot", type=click.Path(path_type=Path), metavar="F.png", help="A plot; of several media, the first.")
def command(
    media: tuple[Path, ...], performance: str | None, from_s: Any, fps: float, to_json: str | None, plot: Path | None
) -> int:
    """Measure films, sound files, stills and folders of frames.

    A second each: sensory dissonance, onset index, loudness, and with --performance the world's coherence, distinct
    pitches and open faults. In all: loudness, true peak, gaps, flashes, picture gates.
    """
    from ..measure.figures import measure
    from ..measure.media import Media
    from .inspect_table import show

    _places(to_json, plot)
    opened = [Media(path, fps) for path in media]
    world = _replay(performance)
    found = [measure(one, world, None if from_s is None else float(from_s)) for one in opened]
    if to_json:
        _write_json(found, to_json)
    if plot:
        _plot(found[0], plot)
    if to_json != "-":
        for figures in found:
            show(figures)
    return 0


def _places(to_json: str | None, plot: Path | None) -> None:
    from . import places

    if to_json and to_json != "-":
        places.file(Path(to_json), "--json")
    if plot:
        places.png(plot, "--plot")


def _replay(performance: str | None) -> Any:
    if performance is None:
        return None
    from ..core.errors import InputError
    from ..core.performance import read
    from ..measure.replay import replay

    script = read(performance)
    if script.end_tick is not None and script.end_tick > LONGEST_S * 120:
        raise InputError(performance, f"{script.end_tick / 120:.0f} s", "at most 6 hours")
    return replay(script)


def _plot(figures: Figures, path: Path) -> None:
    from ..core.errors import InputError
    from ..measure.plot import draw
    from ..offline.draft import draft

    if figures.sound is None:
        raise InputError("--plot", f"{figures.name}, which has no sound", "a film or sound file")
    with draft(path) as temporary:
        draw(figures, temporary)


def _write_json(found: list[Figures], to: str) -> None:
    from ..offline.draft import draft

    text = json.dumps({"media": [figures.plain() for figures in found]}, indent=1, ensure_ascii=False) + "\n"
    if to == "-":
        click.echo(text, nl=False)
        return
    with draft(Path(to)) as temporary:
        temporary.write_text(text, "utf-8")
