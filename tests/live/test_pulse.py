"""The pulse: what it plays is what the record replays; it takes gestures, keeps its memory, and needs no window."""

from __future__ import annotations

import gc
import subprocess
import sys

import numpy as np
import psutil
import pytest

from installation.core import gestures as g
from installation.core.performance import Header, Performance, read
from installation.core.ring import RingReader, RingWriter
from installation.core.units import BLOCK
from installation.hall.world import World
from installation.live.post import PostBox, Sender
from installation.live.pulse import FADE_TICKS, Parts, Pulse
from installation.live.record import Recorder
from installation.sound.mixer import Mixer
from installation.surfaces.speakers import NoSound


class Tape:
    """An output that has always room and keeps what it is given; time is what has been written."""

    description, latency_s, underflows, late = "tape", 0.0, 0, 0

    def __init__(self, keep: bool = True) -> None:
        self.blocks: list[np.ndarray] = []
        self.samples, self.keep, self.closed, self.dies_at = 0, keep, False, 1 << 62

    def start(self, now_s: float) -> None:
        pass

    def room(self, now_s: float) -> int:
        return 2 * BLOCK if self.samples % (4 * BLOCK) or not self.turn() else 0

    def turn(self) -> bool:
        """Every fourth block it is full once, so that the pulse comes round to look at the device."""
        self.full = not getattr(self, "full", False)
        return self.full

    def write(self, block: np.ndarray) -> None:
        self.samples += len(block)
        if self.keep:
            self.blocks.append(block.copy())

    def played(self, now_s: float) -> float:
        return float(self.samples)

    def alive(self, now_s: float) -> bool:
        return self.samples < self.dies_at

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def made(tmp_path):
    """Builds a pulse over a tape: ``made(script, stop_tick)``."""

    def build(script: Performance, stop_tick: int | None, keep: bool = True) -> tuple[Pulse, Parts, Tape]:
        world = World.open(script.header)
        tape = Tape(keep)
        parts = Parts(
            world,
            Mixer(world.cast, script.header.seed),
            tape,
            RingWriter(tmp_path / "moments", world.layout),
            PostBox(tmp_path / "gestures"),
            script,
            Recorder(tmp_path / "record.jsonl", script.header),
        )
        return Pulse(parts, 3 * BLOCK, stop_tick), parts, tape

    return build


def offline(performance: Performance, ticks: int) -> np.ndarray:
    world = World.open(performance.header)
    mixer = Mixer(world.cast, performance.header.seed)
    lines, blocks = performance.by_tick(), []
    for tick in range(ticks):
        world.step(lines.get(tick, ()))
        blocks.append(mixer.tick(world.moment, world.events).copy())
    return np.concatenate(blocks)


def test_the_record_replays_what_was_played(made, tmp_path):
    script = Performance(Header(seed=5), (g.Trouble(tick=20, fault="slip", value=0.8), g.Breathe(tick=90, value=1.0)))
    pulse, parts, tape = made(script, 150)
    Sender(tmp_path / "gestures").send([g.Will(tick=0, x=0.2, y=0.1), g.Play(tick=0, pitch=62.0, velocity=0.8)])
    pulse.run()
    record = read(tmp_path / "record.jsonl")
    assert [type(found) for found in record.gestures] == [g.Will, g.Play, g.Trouble, g.Breathe, g.End]
    assert record.end_tick == 150
    played = np.concatenate(tape.blocks)
    assert len(played) == (150 + FADE_TICKS) * BLOCK
    assert np.array_equal(played[: 150 * BLOCK], offline(record, 150))
    assert np.abs(played[-8:]).max() < 1e-4, "faded out"
    assert tape.closed
    assert parts.world.tick == 150 + FADE_TICKS


def test_every_moment_is_published(made, tmp_path):
    pulse, parts, _ = made(Performance(Header()), 60)
    pulse.run()
    reader = RingReader(tmp_path / "moments", parts.world.layout)
    assert reader.head == 60 + FADE_TICKS
    again = World.open(Header())
    for tick in range(61):
        found = reader.read(tick)
        assert found is not None
        assert found[0].tobytes() == again.moment.tobytes()
        assert found[1].tobytes() == again.events.tobytes()
        again.step()
    heard = reader.clock().played_tick
    assert heard == pytest.approx(60 + FADE_TICKS - parts.mixer.latency_samples / BLOCK, abs=1e-9)


def test_an_end_gesture_ends_it(made, tmp_path):
    pulse, _, _ = made(Performance(Header(), (g.End(tick=33),)), None)
    pulse.run()
    assert read(tmp_path / "record.jsonl").gestures == (g.End(tick=33),)


def test_a_device_that_vanishes_is_replaced_by_silence(made, capfd):
    pulse, parts, tape = made(Performance(Header()), 40)
    tape.dies_at = 20 * BLOCK
    pulse.run()
    assert 20 * BLOCK <= tape.samples < 40 * BLOCK
    assert parts.world.tick == 40 + FADE_TICKS
    assert "tape: the device has vanished" in capfd.readouterr().err


def test_a_device_that_does_not_start_is_replaced_by_silence(made, capfd, monkeypatch):
    def refuse(now_s: float) -> None:
        raise NoSound("Device unavailable")

    pulse, parts, tape = made(Performance(Header()), 20)
    monkeypatch.setattr(tape, "start", refuse)
    pulse.run()
    assert parts.world.tick == 20 + FADE_TICKS
    assert tape.closed
    told = capfd.readouterr().err
    assert told == "convocation: tape: the device does not start (Device unavailable); playing silently\n"


def test_memory_is_flat_without_the_collector(made):
    pulse, parts, _ = made(Performance(Header()), 1 << 40, keep=False)
    process, sizes = psutil.Process(), []
    gc.disable()
    try:
        for _ in range(3):
            for _ in range(1200):
                parts.output.write(pulse._played())
            sizes.append(process.memory_info().rss)
    finally:
        gc.enable()
    assert sizes[2] - sizes[1] < 256 * 1024


def test_the_heart_knows_no_window():
    code = (
        "import sys, installation.live.heart as h; w = h.World.open(h.Options().script().header); "
        "h.Mixer(w.cast, 1); print(sorted({'pygame', 'moderngl', 'PIL', 'av'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"
