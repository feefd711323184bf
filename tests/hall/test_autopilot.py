"""The autopilot: performs from the seed alone, as a musician would; lets go within a second; is never logged."""

import numpy as np
import pytest

from installation.core import gestures as g
from installation.core.performance import Header
from installation.hall import phrases
from installation.hall.phrases import ASK, COMMAND, GLIDE, WAIT, Phrase
from installation.hall.world import World


def strike(world: World, fault: str = "slip") -> None:
    world.step([g.Trouble(tick=world.tick, fault=fault, value=0.85)])
    world.operator.idle_s = 1e6  # as if nobody had


def run(world: World, seconds: float) -> None:
    for _ in range(round(seconds * 120)):
        world.step()


def performed(seed: int, seconds: float = 60.0) -> World:
    world = World.open(Header(seed=seed, autopilot=True))
    run(world, 1.0)
    strike(world)
    run(world, seconds)
    return world


def test_the_same_seed_is_performed_alike_and_another_is_not():
    one, two, other = performed(5, 20.0), performed(5, 20.0), performed(6, 20.0)
    assert one.moment.tobytes() == two.moment.tobytes()
    assert not np.array_equal(one.operator.lent, other.operator.lent)


def test_a_fault_is_heard_before_it_is_answered_and_then_brought_home():
    for seed in (1, 2):
        world = World.open(Header(seed=seed, autopilot=True))
        run(world, 1.0)
        strike(world)
        run(world, 2.0)
        assert world.operator["breathe"] < 0.5  # still listening
        run(world, 60.0)
        assert world.troubles.worst == 0.0
        assert world.operator.palms == 0.0


def test_some_faults_are_invited_and_some_are_mended():
    welcomed = [float(performed(seed, 40.0).troubles.guest[0]) > 0.5 for seed in range(1, 9)]
    assert 0 < sum(welcomed) < len(welcomed)


def test_off_does_nothing_and_auto_waits_for_silence():
    off = World.open(Header(seed=5))
    strike(off)
    run(off, 30.0)
    assert not off.operator.lent.any()
    auto = World.open(Header(seed=5, autopilot="auto", silence_s=20.0))
    auto.step([g.Trouble(tick=0, fault="slip", value=0.85)])
    run(auto, 19.0)
    assert not auto.operator.lent.any()
    run(auto, 35.0)
    assert auto.operator.lent.any() or auto.troubles.worst == 0.0


@pytest.mark.parametrize("hand", [g.Palms(tick=0, left=0.1, right=0.0), g.Play(tick=0, pitch=62.0, velocity=0.5)])
def test_it_lets_go_within_a_second_of_a_hand_on_any_control(hand):
    world = World.open(Header(seed=5, autopilot="auto", silence_s=0.0))
    run(world, 1.0)
    strike(world)
    for _ in range(40 * 120):
        world.step()
        if world.operator.lent[phrases.BREATHE] > 0.8:
            break
    assert world.operator.lent[phrases.BREATHE] > 0.8
    world.autopilot.silence_s = 30.0
    world.step([hand])
    run(world, 1.0)
    assert not world.operator.lent.any()
    assert not world.autopilot.awake


def test_a_hand_that_holds_still_is_someone_at_the_controls():
    world = World.open(Header(seed=5, autopilot="auto", silence_s=5.0))
    world.step([g.Breathe(tick=0, value=0.3)])
    run(world, 12.0)
    assert not world.autopilot.awake
    world.step([g.Breathe(tick=0, value=0.0)])
    run(world, 6.0)
    assert world.autopilot.awake


def test_panic_opens_its_hands_too():
    world = performed(5, 9.0)
    world.step([g.Panic(tick=0)])
    assert world.operator.lent.max() < 0.2


def test_a_checkpoint_in_the_midst_of_a_phrase_continues_it():
    world, other = (World.open(Header(seed=5, autopilot=True)) for _ in range(2))
    run(world, 1.0)
    strike(world)
    run(world, 8.0)
    other.restore(world.checkpoint())
    for _ in range(20 * 120):
        world.step()
        other.step()
    assert other.moment.tobytes() == world.moment.tobytes()


def drawn(draw, seed: int) -> np.ndarray:
    phrase = Phrase(np.random.default_rng(seed), 0.625)
    draw(phrase)
    rows = phrase.rows()
    return rows[np.isfinite(rows[:, 0])]


@pytest.mark.parametrize("seed", range(12))
def test_phrases_are_in_order_and_hold_what_they_must(seed):
    rows = drawn(lambda phrase: phrases.care(phrase, "lull", True), seed)
    kinds = rows[:, 1].tolist()
    assert np.all(np.diff(rows[:, 0]) >= 0.0)
    assert {GLIDE, WAIT, COMMAND, ASK} <= set(kinds)
    breath = rows[(rows[:, 1] == GLIDE) & (rows[:, 2] == phrases.BREATHE)]
    assert (breath[:, 3] > 0.7).all()
    assert 1.0 > np.abs(rows[rows[:, 1] == WAIT, 4]).max() >= 0.0
    let_go = drawn(phrases.release, seed)
    assert (let_go[let_go[:, 2] != phrases.BREATHE, 3] == 0.0).all()


def test_no_two_performances_have_the_same_timing():
    starts = [drawn(lambda phrase: phrases.care(phrase, "", True), seed)[:3, 0] for seed in range(8)]
    assert np.unique(np.round(starts, 3), axis=0).shape[0] == 8
