"""The heart's process, ``python -m installation.live.heart [OPTIONS]``: world and sound, and never a window.

It opens what the pulse drives, compiles every kernel before the stream, and leaves nothing behind.
"""

from __future__ import annotations

import gc
import logging
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.performance import Performance
from ..core.ring import RingWriter
from ..core.units import BLOCK, TICK_RATE_HZ
from ..hall.play import warnings
from ..hall.world import World
from ..sound.mixer import Mixer
from ..surfaces.samples import Output, SilentSpeakers
from ..surfaces.speakers import open_speakers
from .config import Live, SpeakersConfig
from .edits import ScoreEdits
from .options import Options, run_process
from .post import PostBox
from .pulse import Parts, Pulse
from .record import Recorder
from .runtime import GESTURES, MOMENTS, close_folder, come_first, open_folder
from .say import say

if TYPE_CHECKING:
    from types import FrameType

WARM_TICKS = 3
SWITCH_S = 0.0005  # the device's callback gets the interpreter within this


def main(options: Options) -> int:
    """Play an evening until it is stopped or over."""
    for which in (signal.SIGTERM, signal.SIGINT):
        signal.signal(which, _leave)
    live, script = options.live(), options.script()
    with ExitStack() as stack:
        parts = _open(options, live, script, stack)
        stop_tick = None if options.for_s is None else round(options.for_s * TICK_RATE_HZ)
        pulse = Pulse(parts, live.speakers.lead_ticks * BLOCK, stop_tick, options.parent)
        for which in (signal.SIGTERM, signal.SIGINT):
            signal.signal(which, pulse.stop)
        settle()
        pulse.run()
        report(parts, pulse)
    return 0


def _open(options: Options, live: Live, script: Performance, stack: ExitStack) -> Parts:
    folder = Path(options.folder) if options.folder else open_folder()
    if not options.folder:
        stack.callback(close_folder, folder)
    recorder = Recorder(Path(options.record), script.header) if options.record else None
    box = PostBox(folder / GESTURES)
    stack.callback(box.close)
    world = World.open(script.header)
    edits = ScoreEdits.open(live.picture.reload, script.header.score, world.score)
    warm(script, live.speakers.channels)
    for warning in warnings(script, world):
        say(warning)
    mixer = Mixer(world.cast, script.header.seed, channels=live.speakers.channels)
    ring = RingWriter(folder / MOMENTS, world.layout)
    stack.callback(ring.close)
    come_first()  # the device's thread inherits it
    output = _output(options, live.speakers)
    say(output.description)
    return Parts(world, mixer, output, ring, box, script, recorder, edits)


def _output(options: Options, speakers: SpeakersConfig) -> Output:
    lead = speakers.lead_ticks * BLOCK
    if options.silent:
        return SilentSpeakers("playing silently", lead)
    return open_speakers(str(speakers.device), speakers.channels, lead, speakers.block_frames)


def warm(script: Performance, channels: int) -> None:
    """Run a few ticks of a throw-away evening, so that every kernel is compiled before the stream opens."""
    world = World.open(script.header)
    logging.disable()  # what fails here fails again in the evening itself, and is told then
    mixer = Mixer(world.cast, script.header.seed, channels=channels)
    for _ in range(WARM_TICKS):
        world.step()
        mixer.tick(world.moment, world.events)
    logging.disable(logging.NOTSET)


def settle() -> None:
    """Nothing may stop the music: the collector frozen, the interpreter handed over quickly."""
    gc.collect()
    gc.freeze()
    gc.disable()
    sys.setswitchinterval(SWITCH_S)


def report(parts: Parts, pulse: Pulse) -> None:
    """Say what a person should know of the evening that has ended."""
    played_s = parts.world.tick / TICK_RATE_HZ
    if pulse.gaps and not isinstance(parts.output, SilentSpeakers):
        say(f"{pulse.gaps} gaps in {played_s:.0f} s of sound: try more speakers.lead_ticks")
    if pulse.late:
        say(f"the sound server says that it came late {pulse.late} times")
    if parts.box.refused:
        say(f"{parts.box.refused} lines that were no gestures were refused")


def _leave(signum: int, frame: FrameType | None) -> None:
    """Asked to end before the music has begun."""
    raise SystemExit(0)


if __name__ == "__main__":
    run_process(main)
