"""Sound is exact: asked for 1, 7 or 64 ticks at a time, put down and taken up again between, it is the same bytes."""

import numpy as np
import pytest

from installation.hall.world import World
from installation.sound.mixer import Mixer

TICKS = 448


class Evening:
    """World and mixer together, to be asked for some ticks of sound."""

    def __init__(self, performance):
        self.world = World.open(performance.header)
        self.mixer = Mixer(self.world.cast, performance.header.seed, strict=True)
        self.by_tick = performance.by_tick()

    def sound(self, ticks: int) -> np.ndarray:
        blocks = []
        for _ in range(ticks):
            self.world.step(self.by_tick.get(self.world.tick, ()))
            blocks.append(self.mixer.tick(self.world.moment, self.world.events).copy())
        return np.concatenate(blocks)


@pytest.fixture(scope="module")
def whole(slipping):
    return Evening(slipping).sound(TICKS)


@pytest.mark.parametrize("at_a_time", [1, 7, 64])
def test_however_many_ticks_are_asked_for_at_once(slipping, whole, at_a_time):
    evening = Evening(slipping)
    parts = [evening.sound(at_a_time) for _ in range(TICKS // at_a_time)]
    assert np.array_equal(np.concatenate(parts), whole)


@pytest.mark.parametrize("at", [1, 119, 121, 300, 447])
def test_a_checkpoint_of_world_and_sound_continues_identically(slipping, whole, at):
    first, second = Evening(slipping), Evening(slipping)
    before = first.sound(at)
    second.world.restore(first.world.checkpoint())
    second.mixer.restore(first.mixer.checkpoint())
    after = second.sound(TICKS - at)
    assert np.array_equal(np.concatenate([before, after]), whole)
    assert np.abs(whole).max() > 0.01
