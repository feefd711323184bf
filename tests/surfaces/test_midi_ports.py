"""Ports that come and go, queues that are bounded, and PortMidi's way: against systems that are played here."""

from __future__ import annotations

import sys
import threading
import time
import types

import pytest

mido = pytest.importorskip("mido")
from mido.ports import BaseInput  # noqa: E402

from installation.surfaces import midi_backends, midi_ports  # noqa: E402
from installation.surfaces.midi_backends import NoMidi, PortMidi, open_backend  # noqa: E402
from installation.surfaces.midi_ports import LOST, MOST_KEPT, Ports  # noqa: E402

NOTE = mido.Message("note_on", note=60)


class System:
    """A MIDI system: ``there`` are its inputs, ``heard`` what plays them."""

    def __init__(self, *names: str) -> None:
        self.there, self.refused = list(names), set()
        self.heard: dict[str, object] = {}
        self.dead = False

    def names(self) -> list[str]:
        if self.dead:
            raise NoMidi("no server")
        return self.there

    def open(self, name, heard):
        if name in self.refused:
            raise OSError("taken")
        self.heard[name] = heard
        return types.SimpleNamespace(close=lambda: self.heard.pop(name))

    def close(self) -> None:
        pass


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def ports(told):
    """``ports(system, *wanted)``: not started, so that looks are the test's own."""
    return lambda system, *wanted: Ports(system, wanted, told.append, lambda: None)


def test_what_is_played_is_stamped_and_kept_in_order(ports):
    system = System("a", "b")
    listening = ports(system)
    listening.look()
    before = time.monotonic()
    system.heard["b"](NOTE)
    system.heard["a"](NOTE)
    system.heard["a"](mido.Message("clock"))
    system.heard["a"](mido.Message("sysex", data=(1, 2, 3)))
    arrived = listening.take(10)
    assert [x.source for x in arrived] == [1, 0]
    assert before <= arrived[0].stamp_s <= arrived[1].stamp_s <= time.monotonic()
    assert listening.take(10) == []


def test_only_wanted_ports_are_opened(ports):
    system = System("Keystation 49 MIDI 1", "Midi Through", "nanoKONTROL2")
    listening = ports(system, "keystation", "NANO")
    listening.look()
    assert sorted(system.heard) == ["Keystation 49 MIDI 1", "nanoKONTROL2"]


def test_a_port_that_vanishes_is_told_and_its_number_used_again(ports, told):
    system = System("a", "b")
    listening = ports(system)
    listening.look()
    system.there.remove("a")
    listening.look()
    (gone,) = listening.take(10)
    assert (gone.source, gone.message) == (0, None)
    assert list(system.heard) == ["b"]
    system.there.append("a")
    listening.look()
    system.heard["a"](NOTE)
    assert [x.source for x in listening.take(10)] == [0]
    assert told == ["MIDI: a plays along", "MIDI: b plays along", "MIDI: a has gone", "MIDI: a plays along"]


def test_a_system_that_dies_takes_all_along_and_comes_back(ports):
    system = System("a", "b")
    listening = ports(system)
    listening.look()
    system.dead = True
    listening.look()
    assert {(x.source, x.message) for x in listening.take(10)} == {(0, None), (1, None)}
    system.dead = False
    listening.look()
    assert sorted(system.heard) == ["a", "b"]


def test_a_port_that_does_not_open_is_told_once_and_tried_again(ports, told):
    system = System("a")
    system.refused.add("a")
    listening = ports(system)
    for _ in range(3):
        listening.look()
    assert told == ["MIDI: a does not open (taken)"]
    system.refused.clear()
    listening.look()
    assert told[1:] == ["MIDI: a plays along"]


def test_a_queue_that_is_full_says_that_something_was_lost(ports):
    system = System("a")
    listening = ports(system)
    listening.look()
    for _ in range(MOST_KEPT + 5):
        system.heard["a"](NOTE)
    taken = listening.take(2 * MOST_KEPT)
    assert len(taken) == MOST_KEPT + 1
    assert (taken[-1].source, taken[-1].message) == (LOST, None)
    assert listening.take(1) == []


def test_looking_goes_on_by_itself_and_ends(told, monkeypatch):
    monkeypatch.setattr(midi_ports, "LOOK_S", 0.01)
    system, woken = System(), threading.Event()
    listening = Ports(system, (), told.append, woken.set)
    listening.start()
    system.there = ["late"]
    until(lambda: "late" in system.heard)
    system.heard["late"](NOTE)
    assert woken.is_set()
    listening.close()
    assert system.heard == {}, "closed"


def test_a_search_that_fails_is_one_line(told, monkeypatch):
    monkeypatch.setattr(midi_ports, "LOOK_S", 0.01)
    system = System()
    monkeypatch.setattr(system, "names", lambda: 1 / 0)
    listening = Ports(system, (), told.append, lambda: None)
    listening.start()
    until(lambda: told)
    assert told == ["MIDI: the search for ports has failed (division by zero)"]
    listening.close()


def until(what) -> None:
    end_s = time.monotonic() + 5.0
    while not what():
        assert time.monotonic() < end_s
        time.sleep(0.005)


class Device(BaseInput):
    """An input of the played PortMidi: what lies in ``waiting`` has arrived."""

    def _open(self, **_) -> None:
        if self.name not in PLUGGED.listed:
            raise OSError("gone")

    def _receive(self, block=True) -> None:
        while PLUGGED.waiting.get(self.name):
            self._messages.append(PLUGGED.waiting[self.name].pop(0))


class Plugged:
    """What is plugged in, and what PortMidi knows of it since it began."""

    def __init__(self) -> None:
        self.there: list[str] = []
        self.listed: list[str] = []
        self.waiting: dict[str, list] = {}
        self.begun = 0

    def begin(self) -> None:
        self.listed, self.begun = list(self.there), self.begun + 1


PLUGGED = Plugged()


@pytest.fixture
def portmidi(monkeypatch):
    """PortMidi over devices that are played here, through mido as it reads its backends."""
    PLUGGED.__init__()
    module = types.ModuleType("played_portmidi")
    module.Input = Device  # type: ignore[attr-defined]
    module.get_devices = lambda **_: [  # type: ignore[attr-defined]
        {"name": name, "is_input": True, "is_output": False} for name in PLUGGED.listed
    ]
    monkeypatch.setitem(sys.modules, "played_portmidi", module)
    made = PortMidi("played_portmidi", PLUGGED.begin)
    yield made
    made.close()


def test_portmidi_is_asked_and_begun_anew_when_nothing_is_open(portmidi):
    assert portmidi.names() == []
    PLUGGED.there = ["keys"]
    assert portmidi.names() == ["keys"]
    heard: list = []
    port = portmidi.open("keys", heard.append)
    PLUGGED.waiting["keys"] = [NOTE, NOTE]
    until(lambda: len(heard) == 2)
    port.close()
    PLUGGED.waiting["keys"] = [NOTE]
    time.sleep(0.02)
    assert len(heard) == 2


def test_portmidi_is_not_begun_anew_while_somebody_plays(portmidi, monkeypatch):
    PLUGGED.there = ["keys"]
    portmidi.names()
    heard: list = []
    portmidi.open("keys", heard.append)
    begun = PLUGGED.begun
    PLUGGED.there = ["keys", "pads"]
    PLUGGED.waiting["keys"] = [NOTE]
    until(lambda: heard)
    assert portmidi.names() == ["keys"]
    assert PLUGGED.begun == begun
    monkeypatch.setattr(midi_backends, "RENEW_S", 0.0)
    assert portmidi.names() == ["keys", "pads"]
    PLUGGED.waiting["keys"] = [NOTE]
    until(lambda: len(heard) == 2)
    PLUGGED.there = ["pads"]
    assert portmidi.names() == ["pads"], "the keys were pulled out"


def test_a_machine_without_rtmidi_has_portmidi(monkeypatch):
    monkeypatch.setitem(sys.modules, "rtmidi", None)
    assert isinstance(open_backend("auto"), PortMidi)
    with pytest.raises(NoMidi, match="extra `midi`"):
        open_backend("jack")
