"""A small cast with voices of its own, so that the mixer is tested whatever rooms stand in the hall."""

import sys
import types

import numpy as np
import pytest

from installation.core.moment import EVENT, Layout
from installation.core.room import Room
from installation.score.evening import COMMON
from installation.sound.mixer import Mixer

BODY = np.array([[[400.0, 1.0, 0.3], [910.0, 0.7, 0.2], [1500.0, 0.5, 0.1]]])


class Choir:
    """Uses every kit, and keeps a memory of its own."""

    def __init__(self, room, desk, instrument, seed):
        self.p, self.b, self.m, self.g = desk.partials(6), desk.noise(3), desk.modes(BODY, 8), desk.grains(1)
        self.p.send[:] = 0.3
        self.p.azimuth_turns[:] = np.linspace(-0.4, 0.4, 6)
        self.memory = {"heard": np.zeros(1)}

    def tick(self, moment, own, events):
        self.memory["heard"] += len(events)
        self.p.freq_hz[:] = moment["root_hz"] * np.arange(1, 7) * (1 + 0.001 * self.memory["heard"])
        self.p.amp[:] = 0.05
        self.b.amp[:], self.b.centre_hz[:] = 0.01, 600.0 + moment["root_hz"]
        self.g.amp[:], self.g.rate_hz[:], self.g.scatter[:] = 0.02, 30.0, 0.7
        self.m.strike(events["sample"], 0, events["strength"], 0.1)


class Sick(Choir):
    """Well for twenty ticks, then as its ``how`` says."""

    how = "raise"

    def tick(self, moment, own, events):
        super().tick(moment, own, events)
        if moment["tick"] < 20:
            return
        if self.how == "raise":
            raise RuntimeError("sick")
        if self.how == "nan":
            self.p.freq_hz[2] = np.nan
        else:
            self.m.strike(np.nan, 0, 1.0)


class NanSick(Sick):
    how = "nan"


class StrikeSick(Sick):
    how = "strike"


module = types.ModuleType("sound_test_voices")
for kind in (Choir, Sick, NanSick, StrikeSick):
    setattr(module, kind.__name__, kind)
sys.modules[module.__name__] = module


class Evening:
    """Moments and events of a made-up evening, the same every time."""

    def __init__(self, **voices):
        self.cast = tuple(
            Room(name, ("A1",), voice=f"{module.__name__}:{kind}" if kind else "") for name, kind in voices.items()
        )
        self.layout = Layout(COMMON, tuple((r.name, r.fields) for r in self.cast))

    def mixer(self, **options):
        return Mixer(self.cast, 7, **options)

    def moment(self, tick):
        m = self.layout.empty()
        m["tick"], m["level"], m["root_hz"] = tick, 1.0, 110.0 + 5.0 * np.sin(tick / 9)
        for room in self.cast:
            m[room.name]["voice"], m[room.name]["presence"] = 0.7 + 0.2 * np.sin(tick / 5), 1.0
        return m

    def events(self, tick):
        made = np.zeros(len(self.cast) if tick % 7 == 3 else 0, EVENT)
        made["room"], made["sample"], made["strength"] = np.arange(len(made)), 31.7 * (tick % 11), 0.6
        return made

    def play(self, mixer, start, stop):
        return np.concatenate([mixer.tick(self.moment(k), self.events(k)) for k in range(start, stop)])


@pytest.fixture
def evening():
    return Evening
