"""``convocation render``."""

from __future__ import annotations

import contextlib
import os
import sys
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from ..core.errors import MachineError
from .errors import DONE, FAILED, log_folder, say
from .params import QUALITY, SEED, Frames, Rate, Seconds, Size

WORKERS = click.IntRange(1, 64)


@click.command("render")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--performance", metavar="F", help="The performance file; without one, its score alone.")
@click.option("--seed", type=SEED, metavar="N", help="Another seed than the performance's.")
@click.option("--from", "from_s", type=Seconds(), help="Where to begin, seconds of performance time.")
@click.option("--to", "to_s", type=Seconds(), help="Where to end; without it, the performance's end.")
@click.option("--size", type=Size(), help="Pixels.")
@click.option("--fps", type=Rate(), help="Frames a second.")
@click.option("--quality", type=QUALITY, help="How finely frames are drawn.")
@click.option("--frames", type=Frames(), help="Only these frames, numbered from performance time 0.")
@click.option("--workers", type=WORKERS, default=1, metavar="N", help="Draw in so many processes, 1 unless said.")
@click.option("--resume", is_flag=True, help="Go on with what an interrupted render of the same has finished.")
@click.option("--stems", type=click.Path(path_type=Path), metavar="DIR", help="Also a wav a room, and the hall's.")
@click.option("--config", metavar="F", help="An offline config instead of the one that comes with the piece.")
@click.option("--progress/--no-progress", default=None, help="A progress bar, even where this is no terminal.")
def command(progress: bool | None, **chosen: Any) -> int:
    """Render to OUT: .mp4 or .mkv (picture and sound), .wav, .png (the one frame at --from), or a folder."""
    from ..offline.config import read_offline
    from ..offline.render import render
    from .progress import shown

    config = read_offline(Path(chosen["config"]) if chosen["config"] else None)
    job = _job(chosen, config)
    try:
        with shown(str(job.out), sys.stderr.isatty() if progress is None else progress) as bar:
            done = render(job, bar, config.film)
    except (KeyboardInterrupt, MachineError) as error:
        return _unfinished(error)
    for line in (*done.warnings, *done.failures):
        say(line)
    if done.log:
        _keep_log(done.log)
    return FAILED if done.failures else DONE


def _unfinished(error: KeyboardInterrupt | MachineError) -> int:
    """Say in one line why it ended and how it goes on; raises ``error`` where there is nothing to go on with."""
    notes = getattr(error, "__notes__", ())
    if not notes:
        raise error
    say("; ".join([str(error) or "interrupted", *notes]))
    return FAILED


def _job(chosen: dict[str, Any], config: Any) -> Any:
    """The job that the options and the config ask for. Raises InputError."""
    from ..offline.job import Job

    picture = config.picture
    _in_order(chosen["from_s"], chosen["to_s"])
    return Job(
        out=chosen["out"],
        performance=_performance(chosen["performance"], chosen["seed"]),
        from_s=chosen["from_s"] or Fraction(0),
        to_s=chosen["to_s"],
        size=chosen["size"] or (picture.width, picture.height),
        fps=chosen["fps"] or Fraction(str(picture.fps)),
        quality=chosen["quality"] or picture.quality,
        frames=chosen["frames"],
        stems=chosen["stems"],
        workers=chosen["workers"],
        resume=chosen["resume"],
    )


def _in_order(from_s: Fraction | None, to_s: Fraction | None) -> None:
    from ..core.errors import InputError

    if to_s is not None and (from_s or 0) > to_s:
        raise InputError("--to", f"{float(to_s):g}", f"seconds after --from {float(from_s or 0):g}")


def _performance(path: str | None, seed: int | None) -> Any:
    import msgspec

    from ..core.performance import Header, Performance, read

    found = read(path) if path else Performance(Header())
    if seed is None:
        return found
    return Performance(msgspec.structs.replace(found.header, seed=seed), found.gestures)


def _keep_log(texts: list[str]) -> None:
    """Write what processes logged to a file, and say where it lies."""
    with contextlib.suppress(OSError):
        path = log_folder() / f"{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(texts) + "\n", "utf-8", "replace")
        say(f"what failed is told in {path}")
