"""``convocation perform``."""

from __future__ import annotations

import click

from .params import SEED


@click.command("perform")
@click.option("--config", metavar="F", help="A live config instead of the one that comes with the piece.")
@click.option("--fullscreen/--window", "fullscreen", default=None, help="Fill the screen, or stay in a window.")
@click.option("--display", type=click.IntRange(0, 63), metavar="N", help="Which screen.")
@click.option("--seed", type=SEED, metavar="N", help="The evening's seed.")
@click.option(
    "--autopilot",
    type=click.Choice(["auto", "on", "off"]),
    help="Accepted and recorded in the header; nothing performs it yet.",
)
@click.option("--performance", metavar="F", help="Replay the gestures of a performance file.")
@click.option("--record", metavar="F.jsonl", help="Write what is played to a new performance file.")
@click.option(
    "--for", "for_s", type=click.FloatRange(0.0, 604_800.0, min_open=True), metavar="SECONDS", help="End after so long."
)
@click.option("--silent", is_flag=True, help="Open no sound device.")
def command(**chosen: object) -> int:
    """Play an evening live, in a window, with sound.

    WARNING: lights move and change; sound can be loud. Ctrl-C, closing the window or Escape ends it.
    """
    import msgspec

    from ..live.options import Options
    from ..live.session import perform

    return perform(msgspec.convert(chosen, Options))
