"""Phase coupling: unison closes under a millisecond, trouble scatters it, care brings it back."""

import numpy as np
import pytest

from installation.core.room import Oscillators, Room
from installation.core.seeds import stream
from installation.score.coupling import LOOSE_RAD_S, Coupling, event_buffer, order_parameter

BAR_S = 2.5
DT = 1 / 120


class Hall:
    """A room of oscillators under a steady conductor."""

    def __init__(self, count=240, metre=(4,), guest=()):
        room = Room("ticks", ("X",), oscillators=Oscillators(count, metre, guest_metre=guest))
        self.coupling, self.phase = Coupling.of((room,), 5), 0.0
        self.events, self.tick, self.onsets = event_buffer(), 0, []

    def run(self, seconds, trouble=0.0, care=0.0):
        for _ in range(round(seconds / DT)):
            self.phase = (self.phase + DT / BAR_S) % 1.0
            n = self.coupling.step(DT, 1 / BAR_S, self.phase, np.array([trouble]), care, self.events)
            self.onsets += [(self.tick + e["sample"] / 400, e["index"]) for e in self.events[:n]]
            self.tick += 1
        return self

    @property
    def coherence(self):
        return order_parameter(self.coupling.theta)

    @property
    def spread_ms(self):
        away = (self.coupling.theta - self.phase + 0.5) % 1.0 - 0.5
        return float(away.std()) * BAR_S * 1000


def test_unison_ticks_together_four_times_a_bar():
    hall = Hall().run(5 * BAR_S + 0.01)
    assert len(hall.onsets) == 240 * 20
    beat = np.array([t for t, _ in hall.onsets]) / (BAR_S * 120 / 4)
    assert np.abs(beat - np.round(beat)).max() * BAR_S / 4 < 0.001


def test_a_slip_scatters_it_and_it_does_not_come_back_alone():
    hall = Hall().run(2.0)
    hall.coupling.scatter(0, 1.0, stream(3, "slip"), LOOSE_RAD_S)
    assert hall.run(6.0, trouble=1.0).coherence < 0.35
    assert hall.run(20.0, trouble=1.0).coherence < 0.5
    assert hall.spread_ms > 300.0


def test_care_brings_it_home_under_a_millisecond():
    hall = Hall().run(2.0)
    hall.coupling.scatter(0, 1.0, stream(3, "slip"), LOOSE_RAD_S)
    hall.run(6.0, trouble=1.0)
    assert hall.run(4.0, trouble=0.0, care=1.0).coherence > 0.95
    assert hall.run(6.0).spread_ms < 1.0


def test_a_ripple_of_will_couples_only_what_it_passes():
    hall = Hall(count=4)
    hall.coupling.places[:] = [(0.0, 0.0), (5.0, 0.0), (0.0, 8.0), (9.0, 9.0)]
    hall.coupling.ripple(0.0, 0.0, 4.0, 8.5)
    assert (hall.coupling.boost > 0).tolist() == [False, True, True, False]


def test_a_new_metre_begins_with_the_bar_and_keeps_coherence():
    hall = Hall(metre=(4,), guest=(3, 4, 5)).run(1.0)
    hall.coupling.wanted[:] = np.resize((3, 4, 5), 240)
    hall.run(2 * BAR_S)
    hall.onsets.clear()
    start = hall.tick
    hall.run(4 * BAR_S)
    per_bar = {m: sum(i % 3 == k for _, i in hall.onsets) / 80 / 4 for k, m in enumerate((3, 4, 5))}
    assert per_bar == pytest.approx({3: 3, 4: 4, 5: 5}, abs=0.3)
    assert hall.coherence > 0.999
    assert hall.tick > start


def test_no_beat_is_lost_or_doubled_where_beats_fall_on_ticks():
    hall = Hall(count=3, metre=(3, 4, 5)).run(40 * BAR_S + 0.02)
    counts = np.bincount([i for _, i in hall.onsets])
    assert np.abs(counts - 40 * np.array([3, 4, 5])).max() <= 1
