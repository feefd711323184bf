"""``convocation bench``: needs a checkout, whose folder ``benchmarks`` holds a module a part."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

PARTS = ("world", "sound", "picture", "offline")


@click.command("bench")
@click.argument("part", type=click.Choice([*PARTS, "all"]), default="all")
@click.option("--json", "to_json", metavar="FILE", help="The figures as JSON; - is the standard output.")
def command(part: str, to_json: str | None) -> int:
    """Measure speed as ratios to a baseline of the same run: median of several, with the spread."""
    from . import places

    if to_json and to_json != "-":
        places.file(Path(to_json), "--json")
    found = {name: _module(name).run() for name in (PARTS if part == "all" else (part,))}
    text = json.dumps(found, indent=1, default=float) + "\n"
    if to_json and to_json != "-":
        Path(to_json).write_text(text, "utf-8")
    if to_json == "-":
        click.echo(text, nl=False)
    else:
        for name, figures in found.items():
            _show(name, figures)
    return 0


def _module(name: str) -> Any:
    from ..core.errors import InputError
    from ..core.resources import PACKAGE

    checkout = PACKAGE.parent
    if not (checkout / "benchmarks" / f"{name}.py").is_file():
        raise InputError("bench", "no benchmarks here", "a checkout of the source, with its folder benchmarks")
    if str(checkout) not in sys.path:
        sys.path.insert(0, str(checkout))
    try:
        return import_module(f"benchmarks.{name}")
    except ImportError as error:
        raise InputError(f"bench {name}", str(error), 'the extra "bench": pip install -e ".[bench]"') from error


def _show(name: str, figures: dict[str, Any]) -> None:
    click.echo(click.style(name, bold=True))
    for key, value in figures.items():
        if isinstance(value, dict) and "median" not in value:
            click.echo(f"  {key}")
            for inner, figure in value.items():
                click.echo(f"    {inner}: {_text(figure)}")
        else:
            click.echo(f"  {key}: {_text(value)}")


def _text(value: Any) -> str:
    if isinstance(value, dict) and "median" in value:
        spread = [_text(v) for k, v in value.items() if k != "median"]
        return f"{_text(value['median'])} ({' to '.join(spread)})"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(v) for v in value)
    return str(value)
