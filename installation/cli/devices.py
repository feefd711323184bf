"""``convocation devices``."""

from __future__ import annotations

import json

import click


@click.command("devices")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--tone", is_flag=True, help="Play a soft tone on the default device for two seconds.")
@click.option("--device", default="", metavar="NAME", help="The device for --tone, by number or words of its name.")
def command(as_json: bool, tone: bool, device: str) -> int:
    """List the sound devices that can play, or try one with --tone."""
    from dataclasses import asdict

    from ..surfaces.speakers import list_devices

    found = list_devices()
    if tone:
        return _tone(device)
    if as_json:
        click.echo(json.dumps([asdict(d) for d in found], indent=2, ensure_ascii=False))
        return 0
    if not found:
        click.echo("no sound device here, or no PortAudio (Debian: libportaudio2); the piece plays silently")
        return 0
    _table(found)
    return 0


def _table(found: list) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, header_style="dim", title_justify="left")
    for name, justify in (("", "right"), ("device", "left"), ("host", "left"), ("outputs", "right")):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for name in ("rate, Hz", "latency, ms"):
        table.add_column(name, justify="right")
    for d in found:
        style = "bold" if d.default else ""
        mark = f"{d.number}{'*' if d.default else ' '}"
        table.add_row(
            mark, d.name, d.host, str(d.channels), f"{d.rate_hz:.0f}", f"{1e3 * d.latency_s:.1f}", style=style
        )
    Console().print(table)
    click.echo("* is the system's own choice")


def _tone(device: str) -> int:
    from .tone import play_tone

    click.echo(play_tone(device))
    return 0
