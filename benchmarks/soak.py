"""Minutes of a live evening under a busy picture, through a real sound server: not a gap, and nothing but the record.

``python -m benchmarks.soak [MINUTES]`` plays a session under Xvfb, PortAudio into jackd, hands at the controls, and
writes ``docs/soak.md``; ``make proof`` plays ten minutes. Raises MachineError where Xvfb or jackd are missing.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path

import numpy as np
import psutil

from installation.core import gestures as g
from installation.core.errors import MachineError
from installation.core.performance import Performance, read
from installation.core.ring import Clock, RingReader
from installation.core.units import SAMPLE_RATE_HZ
from installation.hall.world import World
from installation.live.post import Sender
from installation.sound.mixer import Mixer

from . import rig

MINUTES = 10.0
FRAMES = 1024
LEAD_TICKS = 12  # as a gallery has it
HAND_S = 2.0  # between gestures
OUT = Path(__file__).parent.parent / "docs" / "soak.md"
CONFIG = f"""
[speakers]
device = "system JACK"
lead_ticks = {LEAD_TICKS}
[window]
width = 320
height = 180
quality = "low"
[midi]
listen = false
"""


@dataclass
class Soak:
    """What was found."""

    played_s: float
    captured: int  # samples
    compared: int
    different: int
    breaks: list[float]  # seconds at which what was captured leaves the record, or jumps in it
    gaps: int
    skipped: int  # periods that the server itself skipped
    rate_hz: float
    rate_error_ppm: float
    gestures: int
    cpu: dict[str, float]  # of a core, by process
    memory_mb: tuple[float, float]  # of the heart, early and late
    load: float  # of the machine
    clock: Clock
    told: str

    @property
    def holds(self) -> bool:
        return not self.different and not self.gaps and not self.breaks and self.compared > 0.9 * self.captured


def soak(minutes: float) -> Soak:
    """Play, capture, compare."""
    with rig.scratch() as folder, rig.screen() as screen, rig.sound_server(FRAMES) as server:
        record = folder / "evening.jsonl"
        capture = rig.Capture(server, folder, 60.0 * minutes + 240.0)
        evening = rig.Evening({**screen, **server}, folder, "session", CONFIG, record=str(record))
        try:
            evening.wait_playing()
            time.sleep(5.0)  # the window draws by now
            began_s, before = time.monotonic(), evening.cpu_s()
            early = _heart_mb(evening)
            _play(evening.folder, 60.0 * minutes)
            played_s = time.monotonic() - began_s
            spent = {name: (s - before.get(name, 0.0)) / played_s for name, s in evening.cpu_s().items()}
            clock, late = RingReader(evening.folder / "moments").clock(), _heart_mb(evening)
            heard = capture.finish()
        finally:
            told = evening.stop()
            capture.close()
        performance = read(record)
        compared, different, breaks = compare(heard, performance)
        first, last = capture.periods[0], capture.periods[-1]
        rate_hz = (last[0] - first[0]) / (last[1] - first[1])
        return Soak(
            played_s, len(heard), compared, different, breaks, clock.underflows, len(capture.skipped), rate_hz,
            1e6 * (rate_hz / SAMPLE_RATE_HZ - 1.0), len(performance.gestures), spent, (early, late),
            os.getloadavg()[0], clock, told,
        )  # fmt: skip


def _play(folder: Path, seconds: float) -> None:
    """Hands at the controls: breath, palms, will, notes, and a fault now and then that is cared for."""
    sender, until_s, turn = Sender(folder / "gestures"), time.monotonic() + seconds, 0
    faults = ("slip", "popcorn")
    while time.monotonic() < until_s:
        wave = 0.5 + 0.5 * float(np.sin(turn / 3.0))
        sent: list[g.Gesture] = [g.Breathe(tick=0, value=wave), g.Will(tick=0, x=0.8 * wave - 0.4, y=0.2)]
        sent += [g.Play(tick=0, pitch=60.0 + turn % 12, velocity=0.6 * (1 - turn % 2), id=1 + turn // 2 % 8)]
        if turn % 15 == 5:
            sent.append(g.Trouble(tick=0, fault=faults[turn // 15 % 2], value=0.9))
        if turn % 15 == 12:
            sent.append(g.Invite(tick=0, fault=faults[turn // 15 % 2]))
        sender.send(sent)
        time.sleep(HAND_S)
        turn += 1


def compare(heard: np.ndarray, performance: Performance) -> tuple[int, int, list[float]]:
    """How many captured samples were compared with the record's offline sound, how many differ, and where it breaks.

    After a break, as a server makes one that skips a period, the place is sought again within three seconds.
    """
    sound = _offline(performance)
    made = np.concatenate([next(sound) for _ in range(min(40 * 120, performance.end_tick or 0))])
    at = aligned(heard, made)
    heard, made = heard[max(-at, 0) :], made[max(at, 0) :]
    compared = different = 0
    breaks: list[float] = []
    while len(heard) and len(made):
        n = min(len(heard), len(made), SAMPLE_RATE_HZ)
        wrong = np.flatnonzero((heard[:n] != made[:n]).any(axis=1))
        n = int(wrong[0]) if len(wrong) else n
        compared += n
        heard, made = heard[n:], made[n:]
        if len(made) < 4 * SAMPLE_RATE_HZ:
            made = np.concatenate([made, *islice(sound, 600)])
        if len(wrong):
            breaks.append(compared / SAMPLE_RATE_HZ)
            lost, ahead = _again(heard, made)
            different += lost
            heard, made = heard[lost:], made[ahead:]
    return compared, different, breaks


def _again(heard: np.ndarray, made: np.ndarray) -> tuple[int, int]:
    """How many captured samples are to be left out, and how many made ones, until they are the same again."""
    for lost in range(64, min(len(heard) - 64, SAMPLE_RATE_HZ), 64):
        for candidate in np.flatnonzero(made[: 3 * SAMPLE_RATE_HZ, 0] == heard[lost, 0]):
            if heard[lost, 0] and np.array_equal(made[candidate : candidate + 64], heard[lost : lost + 64]):
                return lost, int(candidate)
    return len(heard), len(made)


def _offline(performance: Performance) -> Iterator[np.ndarray]:
    """The sound of a performance, a tick at a time."""
    world = World.open(performance.header)
    mixer, lines = Mixer(world.cast, performance.header.seed), performance.by_tick()
    for tick in range(performance.end_tick or 0):
        world.step(lines.get(tick, ()))
        yield mixer.tick(world.moment, world.events)


def aligned(heard: np.ndarray, made: np.ndarray) -> int:
    """At which sample of ``made`` the captured sound begins. Raises MachineError where it occurs nowhere in it."""
    for second in range(20):
        part = heard[second * SAMPLE_RATE_HZ : (second + 1) * SAMPLE_RATE_HZ - 64, 0]
        at = second * SAMPLE_RATE_HZ + int(np.abs(part).argmax())
        for candidate in np.flatnonzero(made[:, 0] == heard[at, 0]):
            if np.array_equal(made[candidate : candidate + 64], heard[at : at + 64]):
                return int(candidate) - at
    raise MachineError("what was captured occurs nowhere in the offline sound")


def _heart_mb(evening: rig.Evening) -> float:
    for process in psutil.Process(evening.process.pid).children(recursive=True):
        if "installation.live.heart" in process.cmdline():
            return process.memory_info().rss / 1e6
    return float("nan")


def page(found: Soak) -> str:
    """The page ``docs/soak.md``."""
    cpu = ", ".join(f"{name} {100 * share:.0f} %" for name, share in sorted(found.cpu.items()))
    rows = (
        ("played", f"{timedelta(seconds=round(found.played_s))}, {found.gestures} gestures"),
        ("captured", f"{found.captured} samples, {found.compared} of them compared with the record's offline sound"),
        ("samples that differ", f"{found.different}"),
        ("breaks in what was captured", f"{len(found.breaks)}" + _list(found.breaks)),
        ("gaps that the heart counted (an empty ring)", f"{found.gaps}"),
        ("how often the device came late or stood still, as the player has it", f"{found.clock.late}"),
        ("periods that the server itself skipped", f"{found.skipped}"),
        ("rate by the monotonic clock", f"{found.rate_hz:.2f} Hz ({found.rate_error_ppm:+.0f} ppm)"),
        ("ring ahead, limiter, device", " ms, ".join(
            f"{1e3 * s:.1f}" for s in (found.clock.lead_s, found.clock.look_ahead_s, found.clock.device_s)) + " ms"),
        ("CPU, share of a core", cpu),
        ("the heart's memory, early and late", f"{found.memory_mb[0]:.1f} MB, {found.memory_mb[1]:.1f} MB"),
        ("load of the machine at the end", f"{found.load:.1f} on {os.cpu_count()} cores ({platform.machine()})"),
        ("holds", "yes" if found.holds else "NO"),
    )  # fmt: skip
    return (
        "# Soak: a live evening, captured\n\nMade by `make proof` (`python -m benchmarks.soak MINUTES`): a session "
        f"under Xvfb draws as fast as it can,\nplays through PortAudio into `jackd -p {FRAMES}` on a dummy device and "
        "is captured by a client of that server.\nHands send gestures all the while; the record is then played "
        "offline and compared, sample for sample.\n\n| | |\n|---|---|\n"
        + "".join(f"| {what} | {value} |\n" for what, value in rows)
    )


def _list(times_s: list[float]) -> str:
    return ": at " + ", ".join(f"{s:.1f}" for s in times_s[:20]) + " s" if times_s else ""


def main() -> None:
    """Play and write the page; exit code 1 where it does not hold."""
    found = soak(float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES)
    temporary = OUT.with_suffix(".part")
    temporary.write_text(page(found), encoding="utf-8")
    temporary.replace(OUT)
    print(page(found))
    if not found.holds:
        print(found.told, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
