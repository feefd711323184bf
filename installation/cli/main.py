"""``convocation``: the group of commands. A command's module is imported only when it is asked for."""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from typing import Any

import click

from .. import __version__
from .errors import Interrupted, told

COMMANDS = {
    "perform": "Play an evening live, in a window, with sound.",
    "render": "Render a performance to a film, a sound file, a still or a folder of frames.",
    "inspect": "Measure films and sound: dissonance, timing, loudness, flashes, and the story.",
    "sheet": "Lay frames of a film or folder out on one page.",
    "devices": "List the sound devices.",
    "check": "Check a config, score or performance, and what this machine has.",
    "bench": "Measure the speed of the parts against a baseline of the same run.",
}


class Commands(click.Group):
    """Knows its commands' names and summaries without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return import_module(f"{__package__}.{cmd_name}").command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Interrupted from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="convocation", message="%(prog)s %(version)s")
def group() -> None:
    """Convocation: one evening in a hall of light, heard and seen, live and rendered."""


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; always ends in ``SystemExit`` with 0, 1 or 2."""
    with told():
        signal.signal(signal.SIGTERM, _interrupt)
        code = group.main(arguments, prog_name="convocation", standalone_mode=False)
        raise SystemExit(code if isinstance(code, int) else 0)


def _interrupt(signum: int, frame: object) -> None:
    """Asked to stop: end as Ctrl-C does, so that nothing half-written stays."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
