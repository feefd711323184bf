"""MIDI from another process, through the ports of a real JACK server, to gestures at the heart.

All that speaks to the server has a process of its own: a library that lists ports can crash with the server it asks.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from installation.core import gestures as g
from installation.core.performance import Header, Performance, read
from installation.core.ring import PLAYING, RingReader, RingWriter
from installation.core.units import BLOCK
from installation.hall.world import World
from installation.live.aside import Aside
from installation.live.midi import ROOM, STALE_S, Player
from installation.live.post import PostBox, Sender
from installation.live.pulse import Parts, Pulse
from installation.live.record import Recorder
from installation.live.runtime import GESTURES, MIDI, MOMENTS
from installation.sound.mixer import Mixer
from installation.surfaces.midi import Hands
from installation.surfaces.midi_map import Map
from installation.surfaces.midi_ports import LOST, Arrived
from installation.surfaces.samples import SilentSpeakers

from .conftest import answers, end, wait_for

mido = pytest.importorskip("mido")
PLAY = Path(__file__).with_name("play_midi.py")
WHEEL, NOTE = 1, 60


def without_jack_midi() -> str:
    """Why nothing can be tested through JACK here, "" where it can."""
    if importlib.util.find_spec("rtmidi") is None:
        return "python-rtmidi is not installed (the extra `midi`)"
    asked = "import rtmidi, sys; sys.exit(rtmidi.API_UNIX_JACK not in rtmidi.get_compiled_api())"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True)
    return "python-rtmidi was built without JACK here" if done.returncode else ""


@pytest.fixture(scope="module")
def jack_midi() -> None:
    why = without_jack_midi()
    if why:
        pytest.skip(why)


class Keys:
    """A controller: ``send`` returns when its messages were sent (monotonic seconds)."""

    def __init__(self, env: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(PLAY)], env={**os.environ, **env}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def send(self, what: object) -> float:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def close(self) -> None:
        """Say farewell to the server, which otherwise takes five seconds to end."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)


class Listening:
    """The MIDI process over a folder; what it tells stands in ``told``."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        live = folder / "live.toml"
        live.write_text('[midi]\nsystem = "jack"\nports = ["keys"]\n')
        self.told_at = folder / "told"
        self._options = json.dumps({"config": str(live), "folder": str(folder), "parent": os.getpid()})
        self._env = {**os.environ, **env, "XDG_STATE_HOME": str(folder)}
        self.aside = Aside("MIDI", self._start, folder / MIDI)

    def _start(self) -> subprocess.Popen:
        with self.told_at.open("a") as told:
            command = [sys.executable, "-m", "installation.live.midi", self._options]
            return subprocess.Popen(command, env=self._env, stderr=told, start_new_session=True)

    def told(self, line: str, times: int = 1) -> bool:
        self.aside.look()
        return self.told_at.read_text().count(line) >= times

    def wait_told(self, line: str, times: int = 1, seconds: float = 20.0) -> None:
        wait_for(lambda: self.told(line, times), seconds, f"{line!r} is told {times} times")

    def close(self) -> None:
        if self.aside.process:
            end(self.aside.process)


@pytest.fixture
def keys(jack_midi, jack):
    made = Keys(jack)
    yield made
    if made.process.poll() is None:
        made.close()


@pytest.fixture
def listening(jack_midi, jack, tmp_path):
    made = Listening(tmp_path, jack)
    yield made
    made.close()


@pytest.fixture
def box(tmp_path):
    """A heart's post box."""
    made = PostBox(tmp_path / GESTURES)
    yield made
    made.close()


class Taken:
    """All that a box was given, taken tick by tick as a heart does."""

    def __init__(self, box: PostBox) -> None:
        self._box, self.all, self.ticks = box, [], 0

    def until(self, what, why: str, seconds: float = 20.0) -> None:
        def look() -> bool:
            self.all += self._box.take(self.ticks)
            self.ticks += 1
            return what(self.all)

        wait_for(look, seconds, why)

    def of(self, kind: type) -> list:
        return [gesture for gesture in self.all if isinstance(gesture, kind)]


@pytest.fixture
def taken(box):
    return Taken(box)


@pytest.fixture
def heart(tmp_path):
    """A pulse that plays in a thread, paced by the clock: ``(parts, end)``; its record is ``record.jsonl``."""
    script = Performance(Header(seed=5))
    world = World.open(script.header)
    parts = Parts(
        world, Mixer(world.cast, 5), SilentSpeakers("silent", 4 * BLOCK), RingWriter(tmp_path / MOMENTS, world.layout),
        PostBox(tmp_path / GESTURES), script, Recorder(tmp_path / "record.jsonl", script.header),
    )  # fmt: skip
    pulse = Pulse(parts, 4 * BLOCK, None)
    thread = threading.Thread(target=pulse.run)
    thread.start()

    def finish() -> None:
        pulse.stop()
        thread.join(20)

    yield parts, finish
    finish()
    parts.box.close()
    parts.ring.close()


def test_notes_and_controls_arrive_at_their_ticks_and_replay(heart, listening, keys, tmp_path):
    """Played by hand and played again from the record, the evening is the same to the byte."""
    parts, finish = heart
    keys.send("open")
    listening.wait_told("keys:out plays along")
    wait_for(lambda: RingReader(tmp_path / MOMENTS).state == PLAYING, 60, "the heart plays")
    due = []
    for step in range(8):
        keys.send([[0xB0, WHEEL, 10 * step], [0x90, NOTE + step, 100]])
        due.append(parts.world.tick)
        time.sleep(0.2)
        keys.send([[0x80, NOTE + step, 64]])
    wait_for(lambda: count(tmp_path, g.Play) == 16, 10, "all notes")
    finish()
    record = read(tmp_path / "record.jsonl")
    played = [found for found in record.gestures if isinstance(found, g.Play)]
    struck, lifted = [p for p in played if p.velocity], [p for p in played if not p.velocity]
    assert [p.pitch for p in struck] == [p.pitch for p in lifted] == [NOTE + step for step in range(8)]
    assert [p.id for p in struck] == [p.id for p in lifted]
    breaths = [x.value for x in record.gestures if isinstance(x, g.Breathe)]
    assert breaths == [round(10 * step / 127, 4) for step in range(8)]
    assert {found.source for found in record.gestures[:-1]} == {"midi"}
    late = sorted(p.tick - tick for p, tick in zip(struck, due, strict=True))
    assert late[0] >= -1
    assert late[4] <= 12, f"ticks from the sending to the world: {late}"
    assert replayed(record, parts.world.tick).tobytes() == parts.world.moment.tobytes()


def count(folder: Path, kind: type) -> int:
    return sum(isinstance(found, kind) for found in read(folder / "record.jsonl").gestures)


def replayed(record: Performance, ticks: int):
    """The moment of a tick, from a record alone."""
    world, lines = World.open(record.header), record.by_tick()
    for tick in range(ticks):
        world.step([found for found in lines.get(tick, ()) if not isinstance(found, g.End)])
    return world.moment


def test_a_controller_pulled_out_lets_go_and_plays_again_when_it_is_back(taken, listening, keys):
    keys.send("open")
    listening.wait_told("keys:out plays along")
    huge = [0xF0, *[0x55] * 8000, 0xF7]
    keys.send([huge, [0xF8], [0xFE], [0xF2, 1, 2], [0x90, NOTE, 100], [0x91, NOTE + 4, 90], [0xB0, 64, 127]])
    taken.until(lambda all_: len(all_) == 3, "two notes and a pedal behind what means nothing here")
    keys.send("close")
    taken.until(lambda all_: len(all_) == 6, "all let go")
    held, left = taken.all[:3], taken.all[3:]
    released = [(x.pitch, x.id) for x in left if isinstance(x, g.Play) and x.velocity == 0.0]
    assert released == [(x.pitch, x.id) for x in held if isinstance(x, g.Play)]
    assert [x.value for x in taken.of(g.Sustain)] == [1.0, 0.0]
    keys.send("open")
    listening.wait_told("keys:out plays along", times=2)
    keys.send([[0x90, NOTE, 100]])
    taken.until(lambda all_: len(all_) == 7, "a note of the one that has come back")
    assert listening.aside.process is not None, "it was never started again"


QUIET = """
import time
from installation.surfaces import midi_backends as m
m.SURE_S = 0.0
backend, heard = m.open_backend("jack"), []
while "keys:out" not in backend.names():
    time.sleep(0.05)
port = backend.open("keys:out", heard.append)
print("open", flush=True)
names = [backend.names() for _ in range(50)]
while not heard:
    time.sleep(0.01)
print(sum("keys:out" in found for found in names), heard[0], flush=True)
port.close()
backend.close()
"""


def test_a_silent_server_is_asked_for_a_sign_of_life_and_lives_on(jack, keys):
    keys.send("open")
    asking = subprocess.Popen(
        [sys.executable, "-c", QUIET], env={**os.environ, **jack}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert asking.stdout
    assert asking.stdout.readline() == b"open\n"
    time.sleep(0.2)
    keys.send([[0x90, NOTE, 100]])
    told, _ = asking.communicate(timeout=20)
    assert told.startswith(b"50 note_on channel=0 note=60")


def test_a_flood_loses_only_what_newer_values_replace(taken, listening, keys):
    """Ten thousand messages: every note arrives, of the wheel its last place, and nothing waits."""
    keys.send("open")
    listening.wait_told("keys:out plays along")
    notes = [[[0x90 + n % 8, n % 128, 1 + n % 127], [0x80 + n % 8, n % 128, 0]] for n in range(1000)]
    wheel = [[0xB0, WHEEL, n % 126] for n in range(8000)]
    flood = [m for n, pair in enumerate(notes) for m in (pair[0], *wheel[8 * n : 8 * n + 8], pair[1])]
    began = time.monotonic()
    sent = threading.Thread(target=keys.send, args=([*flood, [0xB0, WHEEL, 127]],))
    sent.start()
    taken.until(lambda all_: bool(all_) and 1.0 in {x.value for x in all_[-40:] if isinstance(x, g.Breathe)}, "its end")
    sent.join()
    taken.until(lambda all_: len(taken.of(g.Play)) == 2000, "all notes", 5.0)
    took_s = time.monotonic() - began
    assert [(x.pitch, x.velocity > 0.0) for x in taken.of(g.Play)] == [
        (float(n % 128), on) for n in range(1000) for on in (True, False)
    ]
    assert taken.of(g.Breathe)[-1].value == 1.0
    assert len(taken.of(g.Breathe)) < 2500, "they were not sent one by one"
    keys.send([[0x90, NOTE, 100]])
    asked = time.monotonic()
    taken.until(lambda all_: len(taken.of(g.Play)) == 2001, "a note after the flood")
    assert time.monotonic() - asked < 1.0
    assert took_s < 15.0


def test_a_server_that_dies_costs_no_more_than_its_notes(jack, taken, listening, keys):
    """The note is let go of, and another server of its name, with the same controller, is found."""
    keys.send("open")
    listening.wait_told("keys:out plays along")
    keys.send([[0x90, NOTE, 100]])
    taken.until(lambda all_: len(all_) == 1, "a note")
    server = int(jack["JACKD_PID"])
    os.kill(server, signal.SIGKILL)
    os.waitpid(server, 0)  # while it is not buried, another takes its name for taken
    keys.process.kill()
    with another_server(jack) as more:
        more.send("open")
        taken.until(lambda all_: len(all_) == 2, "the note let go of")
        assert taken.all[1].velocity == 0.0
        listening.wait_told("keys:out plays along", times=2)
        more.send([[0x90, NOTE + 7, 100]])
        taken.until(lambda all_: len(all_) > 2 and all_[-1].pitch == NOTE + 7, "a note from the new server")
        listening.close()  # before its server


@contextlib.contextmanager
def another_server(jack: dict[str, str]) -> Iterator[Keys]:
    """A server in the place of one that was killed, with a controller on it."""
    name, quiet = jack["JACK_DEFAULT_SERVER"], subprocess.DEVNULL
    command = ["jackd", "-S", "-r", "-n", name, "-d", "dummy", "-r", "48000", "-p", "1024", "-C", "2", "-P", "2"]
    server = subprocess.Popen(command, env={**os.environ, **jack}, stdout=quiet, stderr=quiet)
    try:
        probe = partial(answers, pytest.importorskip("jack"), server, name)
        assert wait_for(probe, 15, "jackd answers") == "yes"
        keys = Keys(jack)
        yield keys
        keys.close()
    finally:
        end(server)


class Full(Sender):
    """A sender whose heart takes nothing."""

    def __init__(self) -> None:
        self.sent: list[g.Gesture] = []
        self.full = False

    def send(self, gestures=()) -> int:
        self.sent += gestures
        return ROOM if self.full else 0


def arrived(stamp_s: float, *messages) -> list[Arrived]:
    return [Arrived(stamp_s, 0, message) for message in messages]


def struck(note: int, velocity: int = 90):
    return mido.Message("note_on", note=note, velocity=velocity)


@pytest.fixture
def player():
    sender = Full()
    made = Player(Hands(Map(controls=wheel_of())), sender)
    made.playing = True
    return made, sender


def wheel_of():
    from installation.surfaces.midi_map import Control

    return (Control(control=WHEEL, to="breathe"),)


def test_what_is_continuous_is_sent_once_a_tick_and_notes_at_once(player):
    played, sender = player
    now_s = 50.0
    for step in range(100):
        played.take(arrived(now_s, mido.Message("control_change", control=WHEEL, value=step)), now_s)
        played.flush(now_s)
        now_s += 0.0005
    assert 5 <= len(sender.sent) <= 8, "fifty milliseconds are six ticks"
    assert 0.0 < played.wait_s(now_s) <= 1.0 / 120.0
    before = len(sender.sent)
    played.take(arrived(now_s, struck(60)), now_s)
    played.flush(now_s)
    assert [type(x) for x in sender.sent[before:]] == [g.Breathe, g.Play]


def test_what_has_waited_too_long_starts_nothing(player):
    played, sender = player
    played.take(arrived(10.0, struck(60)), 10.1)
    played.take(arrived(10.0, struck(64), struck(60, 0), struck(64, 0)), 10.0 + 2 * STALE_S)
    played.flush(20.0)
    assert [(x.pitch, x.velocity > 0.0) for x in sender.sent] == [(60.0, True), (60.0, False)]


def test_before_the_music_nothing_is_struck_but_faders_count(player):
    played, sender = player
    played.playing = False
    played.take(arrived(1.0, struck(60), mido.Message("control_change", control=WHEEL, value=127)), 1.0)
    played.flush(1.0)
    assert sender.sent == [g.Breathe(tick=0, value=1.0, source="midi")]


def test_a_heart_that_takes_nothing_is_given_nothing_more(player):
    played, sender = player
    sender.full = True
    played.take(arrived(1.0, struck(60)), 1.0)
    played.flush(1.0)
    assert not played.has_room
    sender.full = False
    played.flush(1.0)
    assert played.has_room


def test_where_messages_were_lost_nothing_hangs(player):
    played, sender = player
    played.take([*arrived(1.0, struck(60)), Arrived(1.0, 7, struck(61)), Arrived(1.0, LOST, None)], 1.0)
    played.flush(1.0)
    assert sorted(x.pitch for x in sender.sent if x.velocity == 0.0) == [60.0, 61.0]


def test_the_process_knows_no_picture_and_the_map_no_device():
    code = (
        "import sys, installation.live.midi; bad = {'pygame', 'moderngl', 'numpy', 'sounddevice'} & set(sys.modules); "
        "import installation.live.config; print(sorted(bad))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    code = "import sys, installation.live.heart; print(sorted({'mido', 'rtmidi', 'pygame'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
