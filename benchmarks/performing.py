"""The autopilot over twenty seeds of the whole score, in the world alone: what it answered, when, and how it ended.

Written as a table into ``docs/autopilot.md`` by ``make proof``; deterministic.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rich.progress import track

from installation.core.performance import Header
from installation.core.units import TICK_S
from installation.hall.autopilot import CARES
from installation.hall.world import World
from installation.score.trouble import OPEN_AT

SEEDS = range(1, 21)
MOVED = 0.05  # a hand that has gone so far has begun to act
OUT = Path(__file__).parent.parent / "docs" / "autopilot.md"


@dataclass
class Answer:
    """One fault and what became of it; seconds since it broke out."""

    fault: str
    at_s: float
    first_s: float = float("nan")  # until the breath moved
    invited_s: float = float("nan")
    home_s: float = float("nan")


@dataclass
class Evening:
    """One seed's evening."""

    seed: int
    answers: list[Answer] = field(default_factory=list)
    ripples_ms: list[float] = field(default_factory=list)  # off the beat, early is negative
    coherence: float = 0.0
    trouble: float = 1.0


def perform(seed: int) -> Evening:
    """Play the score to its end with nobody at the controls."""
    world = World.open(Header(seed=seed, autopilot=True))
    evening, ripples = Evening(seed), 0
    for _ in range(world.duration_ticks - 1):
        world.step()
        _attend(world, evening)
        if world.operator.will_count > ripples:
            ripples = world.operator.will_count
            evening.ripples_ms.append(_off_beat_ms(world))
        if world.tick == world.duration_ticks - 60:
            evening.coherence, evening.trouble = float(world.moment["coherence"]), world.troubles.worst
    return evening


def _attend(world: World, evening: Evening) -> None:
    troubles, now_s = world.troubles, world.tick * TICK_S
    for k, fault in enumerate(troubles.faults):
        open_ = troubles.severity[k] >= OPEN_AT
        last = next((a for a in reversed(evening.answers) if a.fault == fault.name), None)
        if open_ and (last is None or np.isfinite(last.home_s)):
            last = Answer(fault.name, now_s)
            evening.answers.append(last)
        if last is None or np.isfinite(last.home_s):
            continue
        since = now_s - last.at_s
        if np.isnan(last.first_s) and world.autopilot.doing == CARES and world.operator.lent[0] > MOVED:
            last.first_s = since
        if np.isnan(last.invited_s) and troubles.welcome[k] > 0.5:
            last.invited_s = since
        if not open_:
            last.home_s = since


def _off_beat_ms(world: World) -> float:
    beat = (world.conductor.phase * world.score.beats + 0.5) % 1.0 - 0.5
    return 1e3 * beat * world.score.bar_s / world.score.beats


def table(evenings: list[Evening]) -> str:
    """The evenings as a Markdown table."""
    lines = [
        "| seed | fault | heard for, s | invited after, s | home after, s | ripples "
        "| off the beat, ms: mean, deviation | coherence at the end |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for e in evenings:
        mean, spread = float(np.mean(e.ripples_ms)), float(np.std(e.ripples_ms))
        for i, a in enumerate(e.answers):
            invited = f"{a.invited_s:.1f}" if np.isfinite(a.invited_s) else "mended"
            whole = f"{len(e.ripples_ms)} | {mean:+.0f}, {spread:.0f} | {e.coherence:.3f}" if i == 0 else " | | "
            lines.append(
                f"| {e.seed if i == 0 else ''} | {a.fault} | {a.first_s:.1f} | {invited} | {a.home_s:.1f} | {whole} |"
            )
    return "\n".join(lines)


def main() -> None:
    evenings = [perform(seed) for seed in track(SEEDS, "evenings")]
    answers = [a for e in evenings for a in e.answers]
    first, home = (np.array([getattr(a, leaf) for a in answers]) for leaf in ("first_s", "home_s"))
    ripples = np.array([ms for e in evenings for ms in e.ripples_ms])
    invited = sum(np.isfinite(a.invited_s) for a in answers)
    ended = sum(e.trouble == 0.0 and e.coherence > 0.95 for e in evenings)
    text = (
        "# The autopilot over twenty seeds\n\n"
        "Made by `make proof`: the whole score with nobody at the controls, in the world alone.\n\n"
        f"- {ended} of {len(evenings)} evenings come to their end without trouble and in step.\n"
        f"- {len(answers)} faults, {invited} invited, {len(answers) - invited} mended.\n"
        f"- A fault is heard for {np.median(first):.1f} s ({first.min():.1f} to {first.max():.1f}) before a hand "
        f"moves, and is home after {np.median(home):.1f} s ({home.min():.1f} to {home.max():.1f}).\n"
        f"- {len(ripples)} ripples of will, {ripples.mean():+.1f} ms off the beat on average, deviation "
        f"{ripples.std():.1f} ms: near enough to be meant, never twice the same. (A tick is 8.3 ms.)\n\n"
        f"{table(evenings)}\n"
    )
    temporary = OUT.with_suffix(".part")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(OUT)
    print(f"{OUT.name}: {ended} of {len(evenings)} evenings end in step")


if __name__ == "__main__":
    main()
