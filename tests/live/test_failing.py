"""Parts that fail in the midst of a real evening: the window, the heart, the player, the sound server."""

from __future__ import annotations

import os
import signal
import subprocess
import time

import numpy as np
import psutil
import pytest

from installation.core import gestures as g
from installation.core.performance import read
from installation.core.ring import PLAYING, RingReader

from .conftest import answers, end, wait_for
from .test_perform import aligned, breath, focus, keys, offline

pytestmark = [pytest.mark.devices, pytest.mark.timeout(200)]
GALLERY = 'device = "system JACK"\nlead_ticks = 12'


def head(running) -> int:
    return RingReader(running.folder / "moments").head


def clock(running):
    return RingReader(running.folder / "moments").clock()


def plays(running, pid: int) -> bool:
    """Whether that heart plays."""
    ring = RingReader(running.folder / "moments")
    return ring.pid == pid and ring.state == PLAYING


def goes_on(running) -> bool:
    """Whether the tick moves."""
    before = head(running)
    time.sleep(0.3)
    return head(running) > before


def test_a_window_stopped_and_killed_never_touches_the_sound(screen, jack, capture, session, tmp_path):
    """Frozen, then killed hard: another comes, and what was captured meanwhile is the record's sound to the sample."""
    record = tmp_path / "evening.jsonl"
    running = session({**screen, **jack}, live=GALLERY, record=str(record))
    recorded = capture()
    running.wait_playing()
    focus(running, screen, record)
    first = running.parts()
    time.sleep(1.0)
    first["window"].send_signal(signal.SIGSTOP)
    time.sleep(2.0)
    first["window"].send_signal(signal.SIGKILL)
    running.wait_for(lambda: running.parts().get("window") not in (None, first["window"]), 10, "another window")
    focus(running, screen, record)
    time.sleep(1.0)
    assert running.parts()["heart"] == first["heart"]
    captured, skipped = recorded()
    assert running.stop() < 1.0
    assert running.leftovers() == []
    performance = read(record)
    expected = offline(performance, performance.end_tick)
    start = aligned(captured, expected)
    heard = captured[max(-start, 0) :]
    expected = expected[max(start, 0) :][: len(heard)]
    assert len(heard) > 5 * 48_000
    assert np.array_equal(heard, expected), skipped + running.process.stderr.read()


def test_a_heart_that_is_killed_goes_on_from_where_it_was(screen, session, tmp_path):
    """With the same breath in its lungs, the window on, and a record that still tells what was played."""
    record = tmp_path / "evening.jsonl"
    running = session(screen, silent=True, record=str(record))
    running.wait_playing()
    focus(running, screen, record)
    first = running.parts()
    keys(screen, "key", "x")
    keys(screen, "keydown", "space")
    running.wait_for(lambda: breath(record) > 0.5, 20, "a breath")
    time.sleep(2.5)
    killed_at = head(running)
    first["heart"].kill()
    running.wait_for(lambda: running.parts().get("heart") not in (None, first["heart"]), 5, "another heart")
    running.wait_for(lambda: plays(running, running.parts()["heart"].pid), 60, "it plays")
    assert head(running) >= killed_at
    assert goes_on(running)
    assert running.parts()["window"] == first["window"]
    keys(screen, "keyup", "space")
    running.wait_for(lambda: breath(record) == 0.0, 20, "a breath let go")
    world_at = last_moment(running)
    assert running.stop() < 1.5
    told = running.process.stderr.read()
    assert "the heart has died (SIGKILL); it goes on from where it was" in told
    assert running.leftovers() == []
    assert replayed(record, int(world_at["tick"])).tobytes() == world_at.tobytes()


def last_moment(running) -> np.ndarray:
    from installation.hall.discover import layout_of, rooms

    reader = RingReader(running.folder / "moments", layout_of(rooms()))
    found = reader.read(reader.head - 2)
    assert found is not None
    return found[0]


def replayed(record, tick: int) -> np.ndarray:
    """The moment of a tick as the record has it."""
    from installation.hall.world import World

    performance = read(record)
    world, lines = World.open(performance.header), performance.by_tick()
    assert any(isinstance(found, g.Trouble) for found in performance.gestures)
    for k in range(tick):
        world.step(lines.get(k, ()))
    return world.moment


def test_a_heart_that_dies_again_and_again_ends_the_evening(screen, session):
    running = session(screen, silent=True)
    running.wait_playing()
    for _ in range(4):
        heart = running.parts()["heart"]
        heart.kill()
        running.wait_for(lambda dead=heart: running.process.poll() or running.parts().get("heart") not in (None, dead),
                         10, "an answer")  # fmt: skip
    assert running.process.wait(5) == 1
    told = running.process.stderr.read()
    assert told.count("it goes on from where it was") == 2
    assert "the evening begins anew" in told
    assert "the evening ends here" in told
    assert running.leftovers() == []


def test_a_sound_server_that_comes_back_is_taken_back(screen, jack, session):
    """Killed hard and started again: silence meanwhile, then the same device, and no heart was lost."""
    running = session({**screen, **jack}, live=GALLERY)
    running.wait_playing()
    heart = running.parts()["heart"]
    wait_for(lambda: clock(running).sounds == 1, 10, "a device plays")
    os.kill(int(jack["JACKD_PID"]), signal.SIGKILL)
    os.waitpid(int(jack["JACKD_PID"]), 0)  # its place is free only then
    wait_for(lambda: clock(running).sounds == 0, 5, "silence")
    assert goes_on(running)
    server = start_again(jack)
    try:
        wait_for(lambda: clock(running).sounds == 1, 30, "the device is taken back")
        wait_for(lambda: clock(running).device_s > 0.0, 5, "it plays")
        assert goes_on(running)
        assert running.parts()["heart"] == heart
        assert running.stop() < 1.5
        assert running.leftovers() == []
    finally:
        end(server)
    told = running.process.stderr.read()
    assert "playing on silently" in told
    assert "playing on system" in told


def start_again(jack: dict[str, str]) -> subprocess.Popen:
    import jack as client

    name = jack["JACK_DEFAULT_SERVER"]
    command = f"nice -n -11 jackd -S -r -n {name} -d dummy -r 48000 -p 1024 -C 8 -P 8"
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command.split(), env={**os.environ, **jack}, stdout=quiet, stderr=quiet)
    assert wait_for(lambda: answers(client, server, name), 15, "jackd answers") == "yes"
    return server


def test_a_player_that_is_killed_is_replaced(screen, jack, session):
    """Its device is opened again, by another; the music misses less than two seconds of it."""
    running = session({**screen, **jack}, live=GALLERY)
    running.wait_playing()
    wait_for(lambda: clock(running).device_s > 0.0, 10, "a device plays")
    player_of(running).kill()
    wait_for(lambda: clock(running).sounds == 0, 5, "silence")
    wait_for(lambda: clock(running).sounds == 1, 15, "another player")
    assert goes_on(running)
    assert running.stop() < 1.5
    assert running.leftovers() == []


def player_of(running) -> psutil.Process:
    return running.parts()["player"]


def test_the_log_is_named_and_kept(screen, session, tmp_path):
    running = session(screen, silent=True)
    running.wait_playing()
    logs = tmp_path / "state" / "convocation" / "log"
    found = wait_for(lambda: (logs / "heart.log").exists() and "% of a core" in (logs / "heart.log").read_text(),
                     20, "a line on how the heart fares")  # fmt: skip
    assert found
    running.stop()
    assert f"the log lies in {logs}" in running.process.stderr.read()
