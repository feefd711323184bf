"""Where frames and sound go, by kind of output. All come to be whole on success and leave nothing on failure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from .config import FilmConfig
from .draft import draft, home
from .film import Coding, Film
from .job import Job, Span
from .stills import frame_name, write_png
from .wav import Wav

FrameSink = Callable[[int, np.ndarray], None]
BlockSink = Callable[[np.ndarray], None]


@dataclass
class Outputs:
    """``frame`` takes a frame's number and picture, ``sound`` the mix, ``stems`` a bus each."""

    frame: FrameSink | None = None
    sound: BlockSink | None = None
    stems: dict[str, BlockSink] = field(default_factory=dict)


def comment_of(span: Span, seed: int) -> str:
    """What is kept inside a file about where it lies in its performance."""
    return f"convocation start_sample={span.samples.start} seed={seed}"


@contextmanager
def opened(job: Job, span: Span, buses: tuple[str, ...], coding: FilmConfig) -> Iterator[Outputs]:
    """The outputs of a job, finished where the block ends well."""
    with ExitStack() as stack:
        outputs = Outputs()
        comment = comment_of(span, job.performance.header.seed)
        wav = partial(_wav, stack, job.channels, comment)
        if job.kind == "film":
            _film(stack, job, coding, comment, outputs)
        elif job.kind == "still":
            outputs.frame = lambda number, rgb: write_png(job.out, rgb)
        elif job.kind == "sound":
            outputs.sound = wav(job.out)
        else:
            place = stack.enter_context(home(job.out))
            outputs.frame = lambda number, rgb: write_png(place / frame_name(number), rgb)
            outputs.sound = wav(place / "sound.wav")
        if job.stems is not None:
            place = stack.enter_context(home(job.stems))
            outputs.stems = {name: wav(place / f"{name}.wav") for name in buses}
        yield outputs


def _wav(stack: ExitStack, channels: int, comment: str, path: Path) -> BlockSink:
    temporary = stack.enter_context(draft(path))
    file = Wav(temporary, channels, comment)
    stack.enter_context(_finished(file))
    return file.write


def _film(stack: ExitStack, job: Job, config: FilmConfig, comment: str, outputs: Outputs) -> None:
    temporary = stack.enter_context(draft(job.out))
    coding = Coding(config.crf.get(job.quality, 18), config.preset.get(job.quality, "medium"), config.audio_kbps)
    film = Film(temporary, job.out.suffix.lower(), job.size, job.fps, job.channels, coding, comment)
    stack.enter_context(_finished(film))
    outputs.frame = lambda number, rgb: film.frame(rgb)
    outputs.sound = film.sound


@contextmanager
def _finished(file: Wav | Film) -> Iterator[None]:
    """Close the file where the block ends well, else let go of it."""
    try:
        yield
    except BaseException:
        file.abandon()
        raise
    file.close()
