"""The operator's own memory: a heart that races and is slowed, light that gathers, a head that is lost and found."""

from __future__ import annotations

import numpy as np
import pytest

from installation.core.units import TICK_S
from installation.hall.discover import layout_of
from installation.rooms.operator import ROOM
from installation.rooms.operator.model import LOST_AT, RACE_HZ, REST_HZ, Model


class Bench:
    """A model and the moment that it reads and writes."""

    def __init__(self) -> None:
        self.model, self.moment = Model(ROOM, 5), layout_of((ROOM,)).empty()
        self.own = self.moment[ROOM.name]
        self.moment["calm"] = 1.0

    def live(self, seconds: float, trouble: float = 0.0, **common: float) -> float:
        """So many seconds under what is given; returns heartbeats a second."""
        for name, value in common.items():
            self.moment[name] = value
        self.own["trouble"] = trouble
        beats, last = 0, float(self.own["heart_phase"])
        for _ in range(round(seconds / TICK_S)):
            self.model.step(self.own, self.moment, TICK_S)
            now = float(self.own["heart_phase"])
            assert 0.0 <= now < 1.0
            beats += now < last
            last = now
        return beats / seconds


def test_a_calm_heart_beats_at_rest():
    assert Bench().live(20.0) == pytest.approx(REST_HZ, abs=0.08)


def test_it_races_in_trouble_and_slows_with_the_breath():
    bench = Bench()
    bench.live(8.0, trouble=1.0, calm=0.2)
    racing = bench.live(20.0, trouble=1.0)
    bench.live(8.0, trouble=1.0, breathe=1.0)
    breathing = bench.live(20.0, trouble=1.0)
    assert racing == pytest.approx(RACE_HZ, abs=0.1)
    assert REST_HZ < breathing < racing - 0.3
    bench.live(8.0, trouble=0.0, calm=1.0, breathe=0.0)
    assert bench.live(20.0) == pytest.approx(REST_HZ, abs=0.08)


def test_a_heart_without_calm_is_quicker_even_without_trouble():
    bench = Bench()
    bench.live(8.0, calm=0.0)
    assert bench.live(20.0) > REST_HZ + 0.3


def test_light_gathers_with_lucidity_and_goes_with_it():
    bench = Bench()
    bench.live(6.0, lucidity=1.0)
    assert float(bench.own["gathered"]) > 0.95
    bench.live(8.0, lucidity=0.0)
    assert float(bench.own["gathered"]) < 0.01


def test_the_head_is_lost_slowly_and_found_sooner():
    bench = Bench()
    bench.live(TICK_S)
    assert float(bench.own["head"]) == 1.0
    bench.live(1.0, unresolved=1.0)
    after_one = float(bench.own["head"])
    bench.live(14.0)
    assert 0.5 < after_one < 0.9
    assert float(bench.own["head"]) < 0.01
    bench.live(1.0, unresolved=0.0)
    assert float(bench.own["head"]) > 1.0 - after_one  # more in a second than was lost in one
    bench.live(8.0)
    assert float(bench.own["head"]) > 0.99


def test_some_of_the_head_stays_in_little_trouble():
    bench = Bench()
    bench.live(25.0, unresolved=0.5 * LOST_AT)
    assert float(bench.own["head"]) == pytest.approx(0.5, abs=0.02)


def test_its_memory_is_all_there_is():
    """A model given another's memory goes on as that one does."""
    first, second = Bench(), Bench()
    first.live(3.3, trouble=0.7, unresolved=0.4, lucidity=0.6)
    for name, kept in first.model.memory.items():
        second.model.memory[name][...] = kept
    first.live(1.0, calm=0.5)
    second.live(1.0, trouble=0.0, unresolved=0.4, lucidity=0.6, calm=0.5)
    for leaf in ("heart_phase", "gathered", "head"):
        assert np.array_equal(first.own[leaf], second.own[leaf])
