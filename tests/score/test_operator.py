"""The operator's hands: calm and lucidity, and the budget of stretched time."""

import pytest

from installation.core import gestures as g
from installation.score.operator import SLOWEST, Operator


def run(operator, seconds, trouble=0.0):
    for _ in range(round(seconds * 120)):
        operator.step(1 / 120, trouble)
    return operator


def test_gestures_are_slewed_never_jumped():
    operator = Operator()
    operator.take(g.Breathe(tick=0, value=1.0), 0.0)
    run(operator, 1 / 120)
    assert 0.0 < operator["breathe"] < 0.1
    assert run(operator, 0.5)["breathe"] == pytest.approx(1.0)


def test_trouble_takes_calm_and_breath_gives_it_back():
    operator = run(Operator(), 8.0, trouble=1.0)
    assert operator.calm < 0.05
    assert not operator.lucid
    operator.take(g.Breathe(tick=0, value=1.0), 0.0)
    operator.take(g.Palms(tick=0, left=1.0, right=1.0), 0.0)
    assert run(operator, 8.0, trouble=1.0).lucid


def test_lucidity_needs_hands_as_well_as_calm():
    assert not run(Operator(), 20.0).lucid


def test_time_stretches_eightfold_until_its_budget_is_spent_and_refills():
    operator = Operator()
    operator.take(g.Stretch(tick=0, value=1.0), 0.0)
    assert run(operator, 3.0).rate == pytest.approx(SLOWEST, abs=0.01)
    assert run(operator, 20.0).rate > 0.9
    operator.take(g.Stretch(tick=0, value=0.0), 0.0)
    assert run(operator, 61.0).budget == pytest.approx(1.0)


def test_a_ripple_sweeps_outward_from_where_it_was_willed():
    operator = Operator()
    operator.take(g.Will(tick=0, x=0.5, y=-0.5), 10.0)
    ((x, z, near, far),) = operator.ripples(10.5, 0.1)
    assert (x, z) == (8.0, 8.0)
    assert 0.0 < near < far == pytest.approx(7.0)


def test_a_command_is_felt_lasts_and_fades():
    operator = Operator()
    assert operator.answered("lull", 3.0) == 0.0
    operator.take(g.Command(tick=0, name="lull"), 10.0)
    felt = [operator.answered("lull", now_s) for now_s in (10.0, 11.0, 13.0, 25.0, 27.5, 29.0)]
    assert felt[0] == 0.0
    assert 0.0 < felt[1] < felt[2] == felt[3] == 1.0
    assert 0.0 < felt[4] < 1.0
    assert felt[5] == 0.0
    assert operator.answered("swap", 12.0) == 0.0
    operator.take(g.Command(tick=0, name="lull"), 27.5)
    assert operator.answered("lull", 27.5) == pytest.approx(felt[4])  # given again, it does not fall first
    assert operator.answered("lull", 29.0) > felt[4]
