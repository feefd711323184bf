"""From a hand to the first sample, and from a click to its flash: measured on a captured live evening.

``python -m benchmarks.latency`` plays a heart with the stage's profile into ``jackd``. A note is a datagram, as MIDI's
process sends one; a key is pressed at the X server and goes through the window. The first sample that a gesture changed
is found by playing the record offline with it and without; the server's own clock says when that sample was asked for.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from installation.core import gestures as g
from installation.core.errors import MachineError
from installation.core.performance import Performance, read
from installation.core.ring import Clock, RingReader
from installation.core.units import BLOCK, SAMPLE_RATE_HZ, TICK_S
from installation.hall.world import World
from installation.live.post import Sender
from installation.sound.mixer import Mixer

from . import rig
from .rig_flash import Keyboard, Pixel
from .soak import aligned

FRAMES = 256
LEAD_TICKS = 1  # as a stage has it
NOTES, KEYS, FLASH_S = 100, 40, 20.0
GOAL_S = 0.020  # in all, beyond the device's own
REACH_TICKS = 8  # within which a gesture must be heard
FPS = 60
CONFIG = f"""
[speakers]
device = "system JACK"
lead_ticks = {LEAD_TICKS}
[window]
width = 320
height = 180
quality = "low"
max_fps = {FPS}
[midi]
listen = false
[keys]
1 = "play 62"
escape = "end"
"""


def run() -> dict[str, Any]:
    """Measure; returns figures ready for JSON, times in milliseconds. Raises MachineError without Xvfb or jackd."""
    notes, clock = _notes()
    keys, busy = _keys()
    flash = _flashes()
    block_s = FRAMES / SAMPLE_RATE_HZ
    bound_s = TICK_S + clock.lead_s + clock.look_ahead_s
    return {
        "profile": f"lead_ticks = {LEAD_TICKS}, jackd -p {FRAMES}",
        "tick_ms": 1e3 * TICK_S,
        "ring_lead_ms": 1e3 * clock.lead_s,
        "look_ahead_ms": 1e3 * clock.look_ahead_s,
        "sum_ms": 1e3 * bound_s,
        "device_block_ms": 1e3 * block_s,
        "device_own_ms": 1e3 * clock.device_s,
        "note_to_first_sample_ms": _spread(notes),
        "note_beyond_the_block_ms": _spread([s - block_s for s in notes]),
        "within_sum_and_block": sum(s <= bound_s + block_s for s in notes) / len(notes),
        "goal_ms": 1e3 * GOAL_S,
        "holds": bool(np.percentile(notes, 99) <= min(bound_s, GOAL_S) + block_s),
        "key_to_first_sample_ms": _spread(keys),
        "gaps_while_a_window_draws": busy.underflows,
        "click_to_flash_ms": _spread(flash),
        "frame_ms": 1e3 / FPS,
        "flash_within_a_frame": sum(abs(s) <= 1.0 / FPS for s in flash) / len(flash),
    }


def _notes() -> tuple[list[float], Clock]:
    """Notes by datagram, at no tick in particular."""
    chance = np.random.default_rng(5)

    def hands(evening: rig.Evening) -> list[float]:
        sender, sent = Sender(evening.folder / "gestures"), []
        for turn in range(NOTES):
            time.sleep(float(chance.uniform(0.10, 0.25)))
            note = g.Play(tick=0, pitch=50.0 + float(chance.integers(0, 30)), velocity=0.8, id=turn + 1)
            sent.append(time.monotonic())
            sender.send([note])
        return sent

    with rig.scratch() as folder, rig.sound_server(FRAMES) as server:
        return _measured(folder, server, "heart", hands)


def _keys() -> tuple[list[float], Clock]:
    """A key pressed at the X server; the window has to see it first."""

    def hands(evening: rig.Evening) -> list[float]:
        sent = []
        for _ in range(KEYS):
            time.sleep(0.4)
            sent.append(time.monotonic())
            keyboard.press("1")
            time.sleep(0.15)
            keyboard.release("1")
        return sent

    with rig.scratch() as folder, rig.screen() as screen, rig.sound_server(FRAMES) as server:
        keyboard = Keyboard(screen["DISPLAY"])
        return _measured(folder, {**screen, **server}, "session", hands, lambda: keyboard.focus("convocation"))


def _measured(
    folder: Path,
    env: dict[str, str],
    part: str,
    hands: Callable[[rig.Evening], list[float]],
    ready: Callable[[], None] = lambda: None,
) -> tuple[list[float], Clock]:
    """Play, and say how long after each gesture was sent its first sample was asked for, in seconds."""
    record = folder / "evening.jsonl"
    capture = rig.Capture(env, folder, 180.0)
    evening = rig.Evening(env, folder, part, CONFIG, record=str(record))
    try:
        evening.wait_playing()
        ready()
        time.sleep(3.0)
        sent = hands(evening)
        time.sleep(0.5)
        clock = RingReader(evening.folder / "moments").clock()
        heard = capture.finish()
    finally:
        told = evening.stop()
        capture.close()
    performance = read(record)
    first = first_samples(performance)
    if len(first) != len(sent):
        raise MachineError(f"{len(sent)} gestures were sent, {len(first)} were heard: {told}")
    made = offline(performance)
    asked = asked_at(located(np.array(first), heard, made), capture.periods)
    return [float(a - s) for a, s in zip(asked, sent, strict=True)], clock


def located(samples: np.ndarray, heard: np.ndarray, made: np.ndarray) -> np.ndarray:
    """Where samples of the offline sound lie in what was captured, each sought for itself: a gap may lie between."""
    start, found = aligned(heard, made), []
    for sample in samples:
        for before in range(0, 4 * BLOCK, 50):  # the sound just before it, should a gap lie there
            known = made[sample - before : sample - before + 64]
            first = max(sample - before - start - SAMPLE_RATE_HZ, 0)
            near = heard[first : first + 2 * SAMPLE_RATE_HZ]
            same = [c for c in np.flatnonzero(near[:, 0] == known[0, 0]) if np.array_equal(near[c : c + 64], known)]
            if len(same) == 1:
                found.append(first + int(same[0]) + before)
                break
        else:
            raise MachineError(f"sample {sample} of the record was not captured")
    return np.array(found)


def offline(performance: Performance) -> np.ndarray:
    """The sound of a performance, ``(samples, 2) float32``."""
    world = World.open(performance.header)
    mixer, lines = Mixer(world.cast, performance.header.seed), performance.by_tick()
    blocks = []
    for tick in range(performance.end_tick or 0):
        world.step(lines.get(tick, ()))
        blocks.append(mixer.tick(world.moment, world.events))
    return np.concatenate(blocks)


def first_samples(performance: Performance) -> list[int]:
    """Of every note struck in a record the first sample that is another than without it."""
    lines, header = performance.by_tick(), performance.header
    world, twin = World.open(header), World.open(header)
    mixer, other = Mixer(world.cast, header.seed), Mixer(world.cast, header.seed)
    found: list[int] = []
    since = REACH_TICKS  # ticks since the twin went its own way
    for tick in range(performance.end_tick or 0):
        gestures = lines.get(tick, ())
        struck = [x for x in gestures if isinstance(x, g.Play) and x.velocity > 0.0]
        if struck:
            twin.restore(world.checkpoint())
            other.restore(mixer.checkpoint())
            since = 0
        world.step(gestures)
        block = mixer.tick(world.moment, world.events)
        if since < REACH_TICKS:
            twin.step(tuple(x for x in gestures if x not in struck))
            differs = np.flatnonzero((block != other.tick(twin.moment, twin.events)).any(axis=1))
            since += 1
            if len(differs):
                found.append(tick * BLOCK + int(differs[0]))
                since = REACH_TICKS
    return found


def asked_at(samples: np.ndarray, periods: np.ndarray) -> np.ndarray:
    """When captured samples were asked for: the start of their period, and as much later as they lie in it."""
    at = np.searchsorted(periods[:, 0], samples, side="right") - 1
    return periods[at, 1] + (samples - periods[at, 0]) / SAMPLE_RATE_HZ


def _flashes() -> list[float]:
    """Beats of the evening as a viewer shows them, against when their sound left: later is positive, in seconds.

    The viewer is a window of the piece that reads ring and clock as the evening's own does, and shows nothing but
    white on odd beats and black on even ones; its pixels are read from the X server, the sound from the capture.
    """
    with rig.scratch() as folder, rig.screen() as screen, rig.sound_server(FRAMES) as server:
        record = folder / "evening.jsonl"
        env = {**screen, **server}
        capture = rig.Capture(env, folder, 120.0)
        evening = rig.Evening(env, folder, "heart", CONFIG, record=str(record))
        viewer = None
        try:
            evening.wait_playing()
            command = [sys.executable, "-m", "benchmarks.rig_flash", str(evening.folder), str(FPS)]
            viewer = subprocess.Popen(command, env=rig.environment(env), stderr=subprocess.PIPE, text=True)
            time.sleep(3.0)
            seen = Pixel(screen["DISPLAY"]).flips(FLASH_S)
            device_s = RingReader(evening.folder / "moments").clock().device_s
            heard = capture.finish()
        finally:
            if viewer:
                rig.end(viewer)
            evening.stop()
            capture.close()
        performance = read(record)
        made = offline(performance)
        beats = beat_samples(performance)
        inside = (beats > aligned(heard, made) + SAMPLE_RATE_HZ) & (beats < len(made) - SAMPLE_RATE_HZ)
        left = asked_at(located(beats[inside], heard, made), capture.periods) + device_s
    known = [t for t in seen if left[0] - 0.1 < t < left[-1] + 0.1]
    nearest = [float(t - left[np.abs(left - t).argmin()]) for t in known]
    if not nearest:
        raise MachineError("no flash was seen")
    return nearest


def beat_samples(performance: Performance) -> np.ndarray:
    """The first sample of each beat of the bar, as the mixer makes it (the limiter's delay included)."""
    world, found, before = World.open(performance.header), [], 0
    for tick in range(performance.end_tick or 0):
        world.step(performance.by_tick().get(tick, ()) if performance.gestures else ())
        now = int(world.moment["beats"])
        if now != before:
            found.append(int(world.moment["tick"]) * BLOCK + Mixer.latency_samples)
        before = now
    return np.array(found)


def _spread(seconds: list[float]) -> dict[str, float]:
    ms = [1e3 * s for s in seconds]
    return {"median": statistics.median(ms), "p99": float(np.percentile(ms, 99)), "least": min(ms), "most": max(ms)}


if __name__ == "__main__":
    import json

    print(json.dumps(run(), indent=1))
