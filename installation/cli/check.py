"""``convocation check``: are the files in order, and what has this machine."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

_LIBRARIES = ("numpy", "numba", "moderngl", "av", "sounddevice", "pygame-ce")


@click.command("check")
@click.option("--config", metavar="F", help="A live or offline config to check.")
@click.option("--performance", metavar="F", help="A performance to check.")
@click.option("--score", metavar="NAME", help="A score to check; without one, all that are installed.")
def command(config: str | None, performance: str | None, score: str | None) -> int:
    """Check configs, scores and performances, and say what this machine has. Nothing is opened for long."""
    for name, text in _files(config, performance, score):
        _line(name, text)
    for name, text in _machine():
        _line(name, text)
    return 0


def _line(name: str, text: str) -> None:
    click.echo(f"{name:<14}{text}")


def _files(config: str | None, performance: str | None, score: str | None) -> list[tuple[str, str]]:
    """What is in order, a line each. Raises InputError for the first that is not."""
    from ..core.resources import folder
    from ..hall.discover import rooms
    from ..live.config import read_live
    from ..offline.config import read_offline

    lines = [("config", _config(Path(config)))] if config else []
    if not config:
        read_live()
        read_offline()
        lines.append(("configs", "live.toml, offline.toml: in order"))
    scores = [score] if score else sorted(p.stem for p in (folder("configs") / "scores").glob("*.toml"))
    lines += [(f"score {name}" if score else "score", _score(name)) for name in scores]
    if performance:
        lines += [("performance", text) for text in _performance(Path(performance))]
    lines.append(("rooms", ", ".join(room.name for room in rooms())))
    return lines


def _config(path: Path) -> str:
    """Check a config as what its tables show it to be."""
    import tomllib

    from ..live.config import read_live
    from ..offline.config import read_offline

    try:
        tables = set(tomllib.loads(path.read_text("utf-8")))
    except (OSError, ValueError):
        tables = set()  # the readers say what is wrong
    if tables and tables <= {"picture", "film"}:
        read_offline(path)
        return f"{path}: an offline config, in order"
    read_live(path)
    return f"{path}: a live config, in order"


def _score(name: str) -> str:
    from ..score.score import read_score

    score = read_score(name)
    minutes, seconds = divmod(round(score.bars * score.bar_s), 60)
    movements = ", ".join(m.name for m in score.movements)
    return f"{name}, version {score.version}, {minutes}:{seconds:02d} ({movements}): in order"


def _performance(path: Path) -> list[str]:
    from ..core.performance import read
    from ..hall.play import end_tick, warnings
    from ..hall.world import World

    found = read(path)
    world = World.open(found.header)
    end_s = end_tick(found, world) / 120
    return [f"{path}: {len(found.gestures)} gestures in {end_s:.1f} s, in order", *warnings(found, world)]


def _machine() -> list[tuple[str, str]]:
    from .. import __version__

    libraries = ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)
    return [
        ("convocation", f"{__version__}, Python {platform.python_version()}, {platform.platform(terse=True)}"),
        ("libraries", libraries),
        ("OpenGL", _opengl()),
        ("screen", _screen()),
        ("sound", _sound()),
    ]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _opengl() -> str:
    from ..core.errors import MachineError
    from ..optics.context import headless

    try:
        info = headless().info
    except MachineError as error:
        return str(error)
    return f"{info['GL_VERSION']}, {info['GL_RENDERER']}"


def _screen() -> str:
    from ..live.session import has_screen

    return "yes" if has_screen() else "none: perform renders an excerpt instead"


def _sound() -> str:
    from ..surfaces.speakers import list_devices

    found = list_devices()
    if not found:
        return "no device, or no PortAudio: the piece plays silently"
    chosen = next((d for d in found if d.default), found[0])
    return f"{len(found)} devices, {chosen.name} ({chosen.host}) by default"
