"""The live evening on real parts: a window on a real screen, sound through a real server, keys really pressed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from installation.core import gestures as g
from installation.core.performance import Performance, read
from installation.core.ring import RingReader
from installation.core.units import BLOCK, SAMPLE_RATE_HZ
from installation.hall.world import World
from installation.sound.mixer import Mixer

pytestmark = [pytest.mark.devices, pytest.mark.timeout(280)]
HEARD_S = 20.0
CLOSE = Path(__file__).with_name("close_window.py")


def keys(env: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(["xdotool", *arguments], env={"PATH": "/usr/bin:/bin", **env}, capture_output=True, text=True)
    return done.stdout.strip()


def focus(running, screen, record=None) -> str:
    """Wait for the window and give it the keys, as a window manager would; with a record, until it takes them."""
    found = running.wait_for(lambda: keys(screen, "search", "--class", "convocation"), 60, "a window")
    window = str(found).split()[0]
    keys(screen, "windowfocus", "--sync", window)

    def plays() -> bool:
        keys(screen, "key", "1")
        time.sleep(0.2)
        return any(isinstance(gesture, g.Play) for gesture in read(record).gestures)

    if record is not None:
        running.wait_for(plays, 90, "a window that takes keys")
    return window


def offline(performance: Performance, ticks: int) -> np.ndarray:
    """The sound of a performance, made without a device: ``(samples, 2) float32``."""
    world = World.open(performance.header)
    mixer = Mixer(world.cast, performance.header.seed)
    lines = performance.by_tick()
    out = np.empty((ticks * BLOCK, 2), np.float32)
    for tick in range(ticks):
        world.step(lines.get(tick, ()))
        out[tick * BLOCK : (tick + 1) * BLOCK] = mixer.tick(world.moment, world.events)
    return out


def aligned(captured: np.ndarray, made: np.ndarray) -> int:
    """At which sample of ``made`` the captured sound begins to equal it, by the loudest instant of a second."""
    for second in range(len(captured) // SAMPLE_RATE_HZ):
        part = captured[second * SAMPLE_RATE_HZ : (second + 1) * SAMPLE_RATE_HZ - 64, 0]
        at = second * SAMPLE_RATE_HZ + int(np.abs(part).argmax())
        for candidate in np.flatnonzero(made[:, 0] == captured[at, 0]):
            if np.array_equal(made[candidate : candidate + 64], captured[at : at + 64]):
                return int(candidate) - at
    raise AssertionError("the captured sound occurs nowhere in the offline sound")


def test_what_is_heard_is_what_the_record_says(screen, jack, capture, session, tmp_path):
    """20 s through PortAudio into JACK while the window draws and keys are played: not one sample differs."""
    record = tmp_path / "evening.jsonl"
    captured, told = performed(session, {**screen, **jack}, record, capture())
    equals_its_record(captured, record, told)


def performed(session, env, record, recorded) -> tuple[np.ndarray, str]:
    """Play a while; returns what was captured and what was told."""
    live = 'device = "system JACK"\nlead_ticks = 12'  # as a gallery has it, 0.1 s ahead
    running = session(env, live=live, record=str(record))
    running.wait_playing()
    focus(running, env, record)
    began = time.monotonic()
    keys(env, "keydown", "space")
    time.sleep(1.0)
    keys(env, "keyup", "space")
    keys(env, "key", "x")
    keys(env, "mousemove", "440", "250", "click", "1")
    time.sleep(HEARD_S - (time.monotonic() - began))
    captured, skipped = recorded()
    ended_s = running.stop()
    told = running.process.stderr.read() + skipped
    assert running.process.returncode == 0, told
    assert running.leftovers() == []
    assert ended_s < 1.0
    return captured, told


def equals_its_record(captured: np.ndarray, record: Path, told: str) -> None:
    """All that was captured is the offline sound of the record, sample for sample, and the hands are in it."""
    performance = read(record)
    made = {type(found) for found in performance.gestures}
    assert {g.Breathe, g.Trouble, g.Will, g.Play, g.End} <= made
    breaths = [found.value for found in performance.gestures if isinstance(found, g.Breathe)]
    assert max(breaths) > 0.5
    assert breaths[-1] == 0.0

    assert performance.end_tick is not None
    expected = offline(performance, performance.end_tick)
    assert np.abs(expected).max() > 0.01, "silence would prove nothing"
    start = aligned(captured, expected)
    overlap = slice(max(start, 0), min(start + len(captured), len(expected)))
    heard = captured[overlap.start - start : overlap.stop - start]
    assert len(heard) >= HEARD_S * SAMPLE_RATE_HZ
    different = np.flatnonzero((heard != expected[overlap]).any(axis=1))
    assert len(different) == 0, f"{len(different)} samples differ, first at {different[0]} of {len(heard)}; {told}"
    assert "gaps" not in told


@pytest.mark.parametrize("how", ["SIGTERM", "SIGINT", "escape", "button"])
def test_every_way_to_end_is_clean(screen, session, how, tmp_path):
    """Ended by a signal, a key or the window's own button: within a second, with nothing left behind."""
    record = tmp_path / "evening.jsonl"
    running = session(screen, silent=True, record=str(record))
    running.wait_playing()
    window = focus(running, screen, record)
    running.parts()
    if how.startswith("SIG"):
        ended_s = running.stop(signal.Signals[how])
    else:
        if how == "escape":
            keys(screen, "key", "Escape")
        else:
            subprocess.run([sys.executable, str(CLOSE), window], env={**os.environ, **screen}, check=True)
        began = time.monotonic()
        running.process.wait(20)
        ended_s = time.monotonic() - began
    assert running.process.returncode == 0, running.process.stderr.read()
    assert running.leftovers() == []
    assert ended_s < 1.0
    assert isinstance(read(record).gestures[-1], g.End)


def test_a_window_that_crashes_comes_back_while_the_music_plays_on(screen, session, tmp_path):
    """And the breath that its key held is let go by the next one."""
    record = tmp_path / "evening.jsonl"
    running = session(screen, silent=True, record=str(record))
    running.wait_playing()
    focus(running, screen, record)
    first = running.parts()
    keys(screen, "keydown", "space")
    running.wait_for(lambda: breath(record) > 0.0, 20, "a breath")
    first["window"].send_signal(signal.SIGSEGV)
    keys(screen, "keyup", "space")
    running.wait_for(lambda: running.parts().get("window") not in (None, first["window"]), 10, "another window")
    focus(running, screen)
    head = RingReader(running.folder / "moments").head
    time.sleep(0.5)
    assert RingReader(running.folder / "moments").head > head
    assert running.parts()["heart"] == first["heart"]
    running.wait_for(lambda: breath(record) == 0.0, 60, "a breath let go")
    assert running.stop() < 1.0
    assert running.leftovers() == []


def breath(record: Path) -> float:
    """The last breath of a record, -1 where there is none."""
    return next((x.value for x in reversed(read(record).gestures) if isinstance(x, g.Breathe)), -1.0)


def test_a_sound_server_that_dies_leaves_the_evening_playing(screen, jack, session):
    running = session({**screen, **jack})
    running.wait_playing()
    os.kill(int(jack["JACKD_PID"]), signal.SIGKILL)
    time.sleep(3.0)
    head = RingReader(running.folder / "moments").head
    time.sleep(0.5)
    assert RingReader(running.folder / "moments").head > head
    assert running.stop() < 1.0
    assert "the device has vanished; playing on silently" in running.process.stderr.read()
    assert running.leftovers() == []


def test_a_heart_that_dies_ends_the_evening_with_a_line(screen, session):
    running = session(screen, silent=True)
    running.wait_playing()
    running.parts()["heart"].kill()
    assert running.process.wait(5) == 1
    assert "the heart has died (SIGKILL)" in running.process.stderr.read()
    assert running.leftovers() == []


def test_a_session_that_is_killed_takes_its_processes_along(screen, session):
    running = session(screen, silent=True)
    running.wait_playing()
    focus(running, screen)
    parts = running.parts()
    running.process.kill()
    running.process.wait()
    for part in parts.values():
        part.wait(5)


def test_for_seconds_and_a_performance(screen, session, tmp_path):
    """``--for`` ends by itself; the record of a replayed performance is that performance."""
    played = (g.Breathe(tick=30, value=0.5), g.Will(tick=60, x=0.1, y=0.2, sample=17))
    path = tmp_path / "given.jsonl"
    path.write_text('{"convocation":1,"seed":3,"autopilot":true}\n' + "".join(g.line(found) + "\n" for found in played))
    running = session(screen, silent=True, for_s=1.5, performance=str(path), record=str(tmp_path / "out.jsonl"))
    assert running.process.wait(120) == 0
    record = read(tmp_path / "out.jsonl")
    assert record.header.seed == 3
    assert record.gestures == (*played, g.End(tick=180))
    assert "autopilot" not in running.process.stderr.read()  # it performs, and is in no log
    assert running.leftovers() == []
