"""Which device a player opens, and how the pulse goes over from one to another: faded, and no tick lost."""

from __future__ import annotations

import numpy as np
import pytest

from installation.core.errors import InputError
from installation.core.performance import Header, Performance
from installation.core.ring import RingWriter
from installation.core.units import BLOCK
from installation.hall.world import World
from installation.live import player
from installation.live.config import SpeakersConfig
from installation.live.fade import FADE_TICKS
from installation.live.player import Order, open_stream, wanted
from installation.live.post import PostBox
from installation.live.pulse import Parts, Pulse
from installation.live.speaking import Speaking
from installation.sound.mixer import Mixer
from installation.surfaces.speakers import Device, NoSound
from installation.surfaces.wire import HOPELESS, NONE, REFUSED, Wire

from .test_pulse import Tape, offline

DEVICES = [
    Device(0, "Built-in", "ALSA", 2, 48000.0, 0.01, True),
    Device(1, "Hall", "ALSA", 8, 48000.0, 0.01, False),
    Device(2, "Broken", "ALSA", 8, 48000.0, 0.01, False),
]


def order(**chosen) -> Order:
    return Order(**{"handle": -1, "wanted": "", "channels": 2, "block": 0, "parent": 0, **chosen})


@pytest.fixture
def opened(monkeypatch):
    """``opened(devices, order)``: the device that is opened, or None, and the wire."""

    class Stream:
        def __init__(self, device, channels, block, wire) -> None:
            if device.name == "Broken":
                raise NoSound("busy")
            self.device = device

    monkeypatch.setattr(player, "Stream", Stream)
    monkeypatch.setattr(player, "has_portaudio", lambda: True)
    wires = []

    def tried(devices, asked):
        monkeypatch.setattr(player, "list_devices", lambda: devices)
        wires.append(Wire.create(asked.channels))
        stream = open_stream(asked, wires[-1])
        return (stream and stream.device.name), wires[-1]

    yield tried
    for wire in wires:
        wire.close()


def test_the_wanted_device_is_home(opened):
    name, wire = opened(DEVICES, order(wanted="hall"))
    assert (name, int(wire.head["home"])) == ("Hall", 1)


def test_another_stands_in_for_one_that_has_gone_and_is_not_home(opened):
    name, wire = opened(DEVICES[:1], order(wanted="hall", home="Hall"))
    assert (name, int(wire.head["home"])) == ("Built-in", 0)
    name, wire = opened(DEVICES, order(wanted="broken"))
    assert (name, int(wire.head["home"])) == ("Built-in", 0)


def test_while_another_plays_only_home_is_looked_for(opened):
    name, wire = opened(DEVICES[:1], order(wanted="hall", home="Hall", only=True))
    assert name is None
    assert wire.state == NONE
    assert opened(DEVICES, order(wanted="", home="Hall", only=True))[0] == "Hall"


def test_who_has_too_few_channels_does_not_stand_in(opened):
    name, wire = opened([DEVICES[0], DEVICES[2]], order(channels=8))
    assert name is None
    assert wire.text("told") == "Built-in has 2 outputs, 8 are needed"


def test_a_device_that_nobody_has_is_the_users_error_at_the_start_alone(opened):
    name, wire = opened(DEVICES, order(wanted="Scarlett", strict=True))
    assert name is None
    assert wire.state == REFUSED
    assert opened(DEVICES, order(wanted="Scarlett"))[0] == "Built-in"
    assert wanted(DEVICES, order(wanted="Scarlett")) == []


def test_without_portaudio_nobody_looks_again(opened, monkeypatch):
    monkeypatch.setattr(player, "has_portaudio", lambda: False)
    assert opened([], order())[1].state == HOPELESS


def test_a_real_player_says_what_there_is(monkeypatch):
    """Through the process: this machine has no such device, whatever it has."""
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")
    speaking = Speaking(SpeakersConfig(device="no such device"), 4 * BLOCK, 0)
    try:
        told = speaking.first().description
    except InputError as error:
        told = error.where
    finally:
        speaking.close()
    assert "no sound device here" in told or told == "speakers.device"


class Offer:
    """Stands for the search: offers ``found`` once the tick has come."""

    def __init__(self, at_tick: int, found, world) -> None:
        self.at_tick, self.found, self.world = at_tick, found, world

    def look(self, now_s, playing):
        if self.found is None or self.world.tick < self.at_tick:
            return None
        found, self.found = self.found, None
        return found


def test_from_one_device_to_the_next_nothing_is_lost_but_a_fade(tmp_path, capfd):
    script = Performance(Header(seed=5))
    world = World.open(script.header)
    first, second = Tape(), Tape()
    second.description = "another"
    parts = Parts(
        world, Mixer(world.cast, 5), first, RingWriter(tmp_path / "moments", world.layout),
        PostBox(tmp_path / "gestures"), script, speaking=Offer(40, second, world),
    )  # fmt: skip
    Pulse(parts, 3 * BLOCK, 120).run()
    made, one, two = offline(script, 120), np.concatenate(first.blocks), np.concatenate(second.blocks)
    n = len(one)
    assert first.closed
    assert second.first_sample == n
    faded = FADE_TICKS * BLOCK
    assert np.array_equal(one[: n - faded], made[: n - faded])
    assert np.abs(one[-8:]).max() < 1e-4, "faded out"
    assert np.abs(two[:8]).max() < 1e-4, "faded in"
    assert np.array_equal(two[faded : 120 * BLOCK - n], made[n + faded :])
    assert 40 * BLOCK <= n - faded <= 50 * BLOCK
    assert "playing on another" in capfd.readouterr().err
