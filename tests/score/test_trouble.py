"""Faults break out, grow, spread, are mended, and can be invited only in calm."""

import numpy as np
import pytest

from installation.core.room import Fault, Room
from installation.score.trouble import Troubles

CAST = (
    Room("near", ("X",), kin={"crack": 0.9}, faults=(Fault("leak"),)),
    Room("own", ("X",), faults=(Fault("crack", grow_s=6.0, mend_s=4.0),)),
    Room("shadow", ("X",), kin={"*": 0.5}),
    Room("stranger", ("X",)),
)
CRACK, LEAK = 1, 0


def run(troubles, seconds, care=0.0, now_s=0.0):
    broke = []
    for tick in range(round(seconds * 120)):
        broke += troubles.step(1 / 120, 1 / 120, care, now_s + tick / 120)
    return broke


@pytest.fixture
def troubles():
    made = Troubles(CAST)
    made.strike(CRACK, 0.5, 0.0)
    return made


def test_it_strikes_its_own_room_hardest_and_kin_with_it(troubles):
    run(troubles, 2.0)
    near, own, shadow, stranger = troubles.by_room
    assert own > near > shadow > stranger == 0.0


def test_left_alone_it_grows(troubles):
    run(troubles, 1.0)
    early = troubles.worst
    run(troubles, 10.0)
    assert troubles.worst > early + 0.2


def test_care_can_be_for_one_fault_alone(troubles):
    troubles.strike(LEAK, 0.5, 0.0)
    run(troubles, 1.0)
    care = np.zeros(2)
    care[LEAK] = 1.0
    run(troubles, 12.0, care=care)
    assert troubles.severity[LEAK] == 0.0
    assert troubles.severity[CRACK] > 0.5


def test_care_mends_it_and_the_hall_is_as_it_was(troubles):
    run(troubles, 2.0)
    run(troubles, 12.0, care=1.0)
    assert troubles.worst == 0.0
    assert not troubles.by_room.any()
    assert troubles.guest[CRACK] == 0.0
    assert troubles.darkness < 0.02


def test_invited_in_calm_it_joins_and_stays(troubles):
    run(troubles, 2.0)
    assert troubles.invite(CRACK, lucid=True, now_s=2.0) is True
    run(troubles, 12.0)
    assert troubles.worst == 0.0
    assert troubles.guest[CRACK] > 0.95


def test_invited_without_calm_it_is_startled_and_stays_a_fault(troubles):
    run(troubles, 2.0)
    before = troubles.severity[CRACK]
    assert troubles.invite(CRACK, lucid=False, now_s=2.0) is False
    run(troubles, 0.5)
    assert troubles.severity[CRACK] > before + 0.1
    assert troubles.guest[CRACK] < 0.01


def test_there_is_nothing_to_invite_in_a_closed_fault():
    assert Troubles(CAST).invite(CRACK, lucid=True, now_s=0.0) is None


def test_it_spreads_to_its_kin_when_left_alone(troubles):
    troubles.strike(CRACK, 1.0, 0.0)
    assert LEAK in run(troubles, 20.0)
    assert troubles.severity[LEAK] > 0.0


def test_severities_stay_between_nought_and_one(troubles):
    chance = np.random.default_rng(3)
    for _ in range(200):
        troubles.strike(int(chance.integers(2)), float(chance.uniform(0, 1)), 0.0)
        run(troubles, 0.2, care=float(chance.uniform(0, 1)))
        assert ((troubles.severity >= 0) & (troubles.severity <= 1)).all()
