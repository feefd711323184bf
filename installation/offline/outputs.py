"""Where sound goes, by kind of output. All files come to be whole on success and leave nothing on failure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import numpy as np

from .draft import draft, home
from .film import Coding, Sound
from .job import Job, Span
from .packets import PacketWriter
from .wav import Wav

BlockSink = Callable[[np.ndarray], None]
"""Takes the next ``(n, channels) float32`` of a stream."""


def comment_of(span: Span, seed: int) -> str:
    """What is kept inside a file about where it lies in its performance."""
    return f"convocation start_sample={span.samples.start} seed={seed}"


@contextmanager
def sinks_of(job: Job, span: Span, buses: tuple[str, ...], mix: Path | None, coding: Coding) -> Iterator[dict]:
    """The sinks of a job's sound by name, "" the mix; the files are finished where the block ends well.

    ``mix`` is a ``.wav``, or else the packets of a film's sound; None where the mix is there already.
    """
    comment = comment_of(span, job.performance.header.seed)
    with ExitStack() as stack:
        sinks: dict[str, BlockSink] = {}
        wav = partial(_wav, stack, job.channels, comment)
        if mix is not None:
            sinks[""] = wav(mix) if mix.suffix.lower() == ".wav" else _packets(stack, mix, coding)
        if job.stems is not None:
            place = stack.enter_context(home(job.stems))
            sinks |= {name: wav(place / f"{name}.wav") for name in buses}
        yield sinks


def _wav(stack: ExitStack, channels: int, comment: str, path: Path) -> BlockSink:
    temporary = stack.enter_context(draft(path))
    file = Wav(temporary, channels, comment)
    stack.enter_context(_finished(file))
    return file.write


def _packets(stack: ExitStack, path: Path, coding: Coding) -> BlockSink:
    temporary = stack.enter_context(draft(path))
    sound, file = Sound(coding), PacketWriter(temporary)
    stack.enter_context(_finished(file, lambda: file.write(sound.finish())))
    return lambda block: file.write(sound.block(block))


@contextmanager
def _finished(file: Wav | PacketWriter, last: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Close the file where the block ends well, with what comes ``last``; else let go of it."""
    try:
        yield
        last()
    except BaseException:
        file.abandon()
        raise
    file.close()
