"""A room whose model fails leaves the evening; nobody else notices, and a checkpoint remembers."""

from __future__ import annotations

import sys
import types

import numpy as np
import pytest

from installation.core.moment import Field
from installation.core.performance import Header
from installation.core.room import Room
from installation.hall.discover import rooms
from installation.hall.world import World

FAILS_AT = 30


class Sick:
    """Counts, until it fails as its ``how`` says."""

    how = "raise"

    def __init__(self, room, seed):
        self.memory = {"count": np.zeros(1)}

    def step(self, own, moment, dt_s):
        self.memory["count"] += 1
        own["count"] = int(self.memory["count"][0])
        own["sum"][:] = self.memory["count"]
        if self.memory["count"][0] == FAILS_AT:
            if self.how == "raise":
                raise RuntimeError("sick")
            own["sum"][1] = np.nan


class NanSick(Sick):
    how = "nan"


class Unborn:
    def __init__(self, room, seed):
        raise RuntimeError("never")


class Negative(Sick):
    """Well, with a whole number whose bits would be no number."""

    def step(self, own, moment, dt_s):
        own["count"] = -1


module = types.ModuleType("hall_test_models")
for kind in (Sick, NanSick, Unborn, Negative):
    setattr(module, kind.__name__, kind)
sys.modules[module.__name__] = module


def cast(kind: str) -> tuple[Room, ...]:
    state = (Field("sum", shape=(3,)), Field("count", "held", whole=True))
    model = f"{module.__name__}:{kind}" if kind else ""
    return (*rooms(), Room("sick", ("X",), state=state, model=model))


def world(kind: str, **options) -> World:
    return World.open(Header(seed=3), cast(kind), **options)


def others(moment: np.ndarray) -> list[bytes]:
    return [moment[room.name].tobytes() for room in rooms()]


@pytest.mark.parametrize("kind", ["Sick", "NanSick"])
def test_a_model_that_fails_takes_its_room_along_and_nobody_else(kind):
    ill, well = world(kind), world("")
    for _ in range(FAILS_AT + 5):
        ill.step()
        well.step()
    own = ill.moment["sick"]
    assert int(own["count"]) == FAILS_AT - 1, "the leaves of the tick before"
    assert own["sum"].tolist() == [FAILS_AT - 1.0] * 3
    assert 0.9 < float(own["presence"]) < 1.0, "it leaves slowly"
    for _ in range(20 * 120):
        ill.step()
        well.step()
    assert float(ill.moment["sick"]["presence"]) < 0.01
    assert others(ill.moment) == others(well.moment)
    assert list(ill.models.failures) == ["sick"]


def test_one_that_cannot_be_made_is_left_out():
    ill = world("Unborn")
    for _ in range(240):
        ill.step()
    assert "sick" in ill.models.failures
    assert float(ill.moment["sick"]["presence"]) < 0.7


def test_strict_raises():
    with pytest.raises(RuntimeError, match="never"):
        world("Unborn", strict=True)
    ill = world("NanSick", strict=True)
    with pytest.raises(FloatingPointError):
        [ill.step() for _ in range(FAILS_AT)]


def test_whole_numbers_are_no_failure():
    fine = world("Negative")
    for _ in range(5):
        fine.step()
    assert fine.models.failures == {}
    assert int(fine.moment["sick"]["count"]) == -1


def test_a_checkpoint_remembers_who_has_failed():
    ill, again = world("Sick"), world("Sick")
    for _ in range(FAILS_AT + 20):
        ill.step()
    again.restore(ill.checkpoint())
    for _ in range(60):
        ill.step()
        again.step()
    assert again.moment.tobytes() == ill.moment.tobytes()


def test_no_room_of_the_evening_fails():
    evening = World.open(Header(seed=3), strict=True)
    for _ in range(600):
        evening.step()
