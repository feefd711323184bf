"""What a machine without a screen gets instead: a short film of the evening, so that a first try ends in something."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from ..offline.job import Job
from ..offline.render import Done, render
from .options import Options
from .say import say

LENGTH_S = 12
SIZE = (480, 270)
FPS = 30


def render_excerpt(options: Options, path: Path) -> int:
    """Render the beginning of what was to be played to ``path``; returns the program's exit code.

    Raises MachineError where that cannot be done either (no OpenGL, no space).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    length_s = min(Fraction(options.for_s or LENGTH_S).limit_denominator(1000), Fraction(LENGTH_S))
    job = Job(path, options.script(), to_s=length_s, size=SIZE, fps=Fraction(FPS), quality="low")
    done = _with_bar(job)
    for line in (*done.warnings, *done.failures):
        say(line)
    say(f"{path}: {float(length_s):g} s of the evening, to watch with any player")
    return 1 if done.failures else 0


def _with_bar(job: Job) -> Done:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns) as bar:
        task = bar.add_task("rendering", total=None)
        return render(job, lambda done, of: bar.update(task, completed=done, total=of))
