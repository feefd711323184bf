"""Offline rendering: a whole render beside drawing alone, two drawing processes beside one, and the same bytes.

*Drawing alone* is a process that has its moments already, draws and reads back, and does nothing else; a whole render
also steps the world, sounds it, encodes and joins the film. Both draw the same frames with the same threads. Taken in
turns in one run, wall seconds; the median of several, with the spread. How many frames follows from how long one takes.
"""

from __future__ import annotations

import multiprocessing
import os
import platform
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from typing import Any

from PIL import Image

from installation.core.performance import Performance, read
from installation.core.resources import folder
from installation.hall.discover import layout_of, rooms
from installation.offline.drawing import THREADS, draw_frames
from installation.offline.job import Job
from installation.offline.making import driver_of, sum_of
from installation.offline.moments import read_chunk
from installation.offline.render import render
from installation.offline.stepping import Stepping, step_world
from installation.offline.stills import frame_name

from .figures import spread

ROUNDS = 3
SIZE, QUALITY, FPS = (320, 180), "low", Fraction(30)
FROM_S = Fraction(8)  # of slip-invited: in the midst of the hall, the fault soon open
DRAWN_S = 6.0  # how long a round's frames should take to draw
FEWEST, MOST = 96, 240  # frames of a round
GOAL_WHOLE, GOAL_TWO = 1.15, 1.7


@dataclass(frozen=True)
class Times:
    """Seconds from the start until the first frame was there, a quarter, all that there is; and of CPU, of all
    processes together."""

    first_s: float
    quarter_s: float
    whole_s: float
    cpu_s: float

    @property
    def after_start_s(self) -> float:
        """From the first frame to the very end, so with the encoding of the last ones and the joining of the film."""
        return self.whole_s - self.first_s

    @property
    def last_quarters_s(self) -> float:
        """From a quarter of the frames, by when all processes draw, to the very end."""
        return self.whole_s - self.quarter_s


def run() -> dict[str, Any]:
    """Measure; returns figures ready for JSON."""
    performance = read(folder("configs") / "performances" / "slip-invited.jsonl")
    with tempfile.TemporaryDirectory(prefix="convocation-bench-") as place:
        job = _job(performance, Path(place))
        chunks = _moments(job, Path(place))
        whole, alone = _in_turns(lambda: _film(job), lambda: _alone(chunks))
        with _one_thread():
            one, two = _in_turns(lambda: _frames(job, 1), lambda: _frames(job, 2))
        exact = _exact(job)
    return {
        "whole_to_drawing": _ratios([t.after_start_s for t in whole], [t.after_start_s for t in alone]),
        "goal_whole_to_drawing": GOAL_WHOLE,
        "whole_to_drawing_with_start": _ratios([t.whole_s for t in whole], [t.whole_s for t in alone]),
        "whole_to_drawing_with_start_cpu": _ratios([t.cpu_s for t in whole], [t.cpu_s for t in alone]),
        "one_to_two_processes": _ratios([t.last_quarters_s for t in one], [t.last_quarters_s for t in two]),
        "goal_one_to_two_processes": GOAL_TWO,
        "one_to_two_processes_with_start": _ratios([t.whole_s for t in one], [t.whole_s for t in two]),
        "start_s": {"whole": spread([t.first_s for t in whole]), "alone": spread([t.first_s for t in alone])},
        "same_bytes": exact,
        "baseline": "Renderer.draw and read of the same frames in one process, moments at hand, nothing else",
        "threads": f"{THREADS}=0 for one against two: each draws in its own thread alone; else the driver's choice",
        "frames": _count(job),
        "frame_ms": spread([1e3 * t.after_start_s / (_count(job) - 1) for t in alone]),
        "picture": f"{SIZE[0]}x{SIZE[1]}, {QUALITY}",
        "machine": {"cores": len(os.sched_getaffinity(0)), "driver": driver_of(), "system": platform.platform(True)},
        "versions": {
            "python": platform.python_version(),
            **{n: version(n) for n in ("numpy", "numba", "moderngl", "av")},
        },
    }


def _job(performance: Performance, place: Path) -> Job:
    """A film whose frames take about as long to draw as a round should."""
    first = int(FROM_S * FPS)
    probe = Job(place / "film.mp4", performance, size=SIZE, fps=FPS, quality=QUALITY, frames=(first, first + 11))
    times = _alone(_moments(probe, place))
    frames = int(DRAWN_S / (times.after_start_s / 11))
    frames = min(max(frames // 48 * 48, FEWEST), MOST)
    return replace(probe, frames=(first, first + frames - 1))


def _count(job: Job) -> int:
    assert job.frames is not None
    return job.frames[1] - job.frames[0] + 1


def _moments(job: Job, place: Path) -> list[Path]:
    """The chunks of moments of a job's frames."""
    assert job.frames is not None
    numbers = tuple(range(job.frames[0], job.frames[1] + 1))
    chunks = tuple(numbers[k : k + 48] for k in range(0, len(numbers), 48))
    return [path for path in step_world(Stepping(job.performance, rooms(), chunks, job.fps, place, 0)) if path]


def _film(job: Job) -> Times:
    job.out.unlink(missing_ok=True)
    return _timed(lambda told: render(job, lambda done, of: told()))


def _frames(job: Job, workers: int) -> Times:
    out = job.out.with_name(f"frames-{workers}")
    return _timed(lambda told: render(replace(job, out=out, workers=workers), lambda done, of: told()))


def _alone(chunks: list[Path]) -> Times:
    """Drawing alone, in a process of its own, as a whole render's is."""
    spawn = multiprocessing.get_context("spawn")

    def work(told: Callable[[], None]) -> None:
        ours, theirs = spawn.Pipe(duplex=False)
        process = spawn.Process(target=_draw_alone, args=(theirs, chunks))
        process.start()
        theirs.close()
        ours.recv()
        told()
        ours.recv()
        process.join()

    return _timed(work)


def _draw_alone(line: Any, chunks: list[Path]) -> None:
    from installation.light.renderer import Renderer
    from installation.optics.context import headless

    layout = layout_of(rooms())
    renderer = Renderer(headless(), rooms(), layout, SIZE, QUALITY)
    frames = [frame for path in chunks for frame in read_chunk(path, layout).frames()]
    for number, (_, before, after, fraction) in enumerate(frames):
        renderer.draw(before, after, fraction)
        renderer.read()
        if not number:
            line.send("first")
    line.send("all")
    os._exit(0)  # as a render's processes end


def _timed(work: Callable[[Callable[[], None]], Any]) -> Times:
    """Times of ``work``, which calls what it is given when frames are there."""
    told: list[float] = []
    cpu_s, began = _cpu_s(), time.perf_counter()
    work(lambda: told.append(time.perf_counter()))
    ended = time.perf_counter()
    return Times(told[0] - began, told[len(told) // 4] - began, ended - began, _cpu_s() - cpu_s)


def _cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _in_turns(a: Callable[[], Times], b: Callable[[], Times]) -> tuple[list[Times], list[Times]]:
    rounds = [(a(), b()) if k % 2 == 0 else (b(), a())[::-1] for k in range(ROUNDS)]
    return [first for first, _ in rounds], [second for _, second in rounds]


def _exact(job: Job) -> dict[str, bool]:
    """Whether frames are the same to the byte, however they were drawn."""
    expected = _sums(job.out.with_name("frames-1"))
    resumed = replace(job, out=job.out.with_name("resumed"))
    try:
        render(resumed, _interrupting(_count(job) // 2))
    except KeyboardInterrupt:
        render(replace(resumed, resume=True, workers=2))
    backwards = _backwards(job)
    return {
        "two_processes": _sums(job.out.with_name("frames-2")) == expected,
        "reversed_order": backwards == {number: _pixels(job, number) for number in backwards},
        "interrupted_and_resumed": _sums(resumed.out) == expected,
    }


def _interrupting(at: int) -> Callable[[int, int], None]:
    def told(done: int, of: int) -> None:
        if done == at:
            raise KeyboardInterrupt

    return told


def _backwards(job: Job) -> dict[int, bytes]:
    """Some of the frames, drawn from the last to the first in this process."""
    from installation.light.renderer import Renderer
    from installation.optics.context import headless

    assert job.frames is not None
    renderer = Renderer(headless(), rooms(), layout_of(rooms()), SIZE, QUALITY)
    found: dict[int, bytes] = {}
    numbers = range(job.frames[1], job.frames[0] - 1, -max(_count(job) // 24, 1))
    draw_frames(renderer, job.performance, numbers, FPS, lambda n, rgb: found.update({n: rgb.tobytes()}))
    renderer.ctx.release()
    return found


def _pixels(job: Job, number: int) -> bytes:
    with Image.open(job.out.with_name("frames-1") / frame_name(number)) as picture:
        return picture.tobytes()


def _sums(place: Path) -> dict[str, str]:
    """SHA-256 of every frame and of the sound in a folder."""
    return {path.name: sum_of(path) for path in sorted(place.iterdir()) if path.suffix != ".json"}


@contextmanager
def _one_thread() -> Iterator[None]:
    """Software GL draws in the calling thread alone; hardware does not care."""
    before = os.environ.get(THREADS)
    os.environ[THREADS] = "0"
    try:
        yield
    finally:
        del os.environ[THREADS]
        if before is not None:
            os.environ[THREADS] = before


def _ratios(above: list[float], below: list[float]) -> dict[str, float]:
    return spread([a / b for a, b in zip(above, below, strict=True)])


if __name__ == "__main__":
    import json

    print(json.dumps(run(), indent=1))
