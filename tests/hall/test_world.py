"""The world: same seed and gestures, same evening; checkpoints continue it; faults come and are brought back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from installation.core import gestures as g
from installation.core.errors import InputError
from installation.core.performance import Header, Performance, read
from installation.core.resources import folder
from installation.hall.discover import rooms
from installation.hall.play import play, warnings
from installation.hall.world import World


def tracked(name: str, *leaves: str, stop=None) -> dict[str, np.ndarray]:
    """Leaves of a performance that travels with the piece, one value a tick."""
    performance = read(folder("configs") / "performances" / f"{name}.jsonl")
    rows = [[float(m[leaf]) for leaf in leaves] for _, _, m, _ in play(performance, stop=stop)]
    return dict(zip(leaves, np.array(rows).T, strict=True))


def test_the_same_evening_twice_is_the_same_to_the_byte(slipping):
    one = [(after.tobytes(), events.tobytes()) for _, _, after, events in play(slipping)]
    two = [(after.tobytes(), events.tobytes()) for _, _, after, events in play(slipping)]
    assert one == two
    assert len(one) == 720


def test_another_seed_is_another_evening(slipping):
    other = Performance(Header(seed=12), slipping.gestures)
    last = [list(play(p))[-1][2]["insects"]["phase"] for p in (slipping, other)]
    assert not np.array_equal(*last)


@settings(max_examples=8)
@given(st.integers(1, 700))
def test_a_checkpoint_at_any_tick_continues_identically(slipping, at):
    by_tick = slipping.by_tick()
    world, restored = World.open(slipping.header), World.open(slipping.header)
    for tick in range(at):
        world.step(by_tick.get(tick, ()))
    restored.restore(world.checkpoint())
    for tick in range(at, 720):
        for each in (world, restored):
            each.step(by_tick.get(tick, ()))
        assert restored.moment.tobytes() == world.moment.tobytes()
        assert restored.events.tobytes() == world.events.tobytes()


@given(st.binary(max_size=300))
def test_a_damaged_checkpoint_is_refused(data):
    with pytest.raises(InputError, match="checkpoint"):
        World.open(Header()).restore(data)


def test_a_checkpoint_of_another_evening_is_refused():
    with pytest.raises(InputError, match="another evening"):
        World.open(Header(seed=1)).restore(World.open(Header(seed=2)).checkpoint())


@pytest.mark.parametrize("out", [r.name for r in rooms()])
def test_the_evening_goes_on_without_any_one_room(slipping, out):
    cast = tuple(r for r in rooms() if r.name != out)
    moments = [after for *_, after, _ in play(slipping, stop=480, cast=cast)]
    assert out not in moments[-1].dtype.names
    assert np.isfinite(moments[-1].reshape(1).view(np.float64)).all()


def test_all_of_the_evening_is_finite_and_bounded():
    for _, _, moment, events in play(read(folder("configs") / "performances" / "slip-invited.jsonl")):
        assert np.isfinite(moment.reshape(1).view(np.float64)).all()
        assert ((events["sample"] >= 0) & (events["sample"] < 400)).all()
        for leaf in ("calm", "lucidity", "coherence", "consonance", "trouble", "unresolved", "breath"):
            assert -1e-9 <= moment[leaf] <= 1.0 + 1e-9, leaf


def test_invited_the_evening_ends_richer_and_in_step():
    seen = tracked("slip-invited", "coherence", "dissonance", "distinct_pitches", "trouble")
    before, fault, after = slice(15 * 120, 20 * 120), slice(25 * 120, 32 * 120), slice(65 * 120, None)
    assert np.median(seen["dissonance"][fault]) > 2.0 * np.median(seen["dissonance"][before])
    assert np.median(seen["dissonance"][after]) < 1.1 * np.median(seen["dissonance"][before])
    assert seen["coherence"][fault].min() < 0.5
    assert seen["coherence"][after].min() > 0.95
    assert np.median(seen["distinct_pitches"][after]) > np.median(seen["distinct_pitches"][before])
    assert seen["trouble"][after].max() == 0.0


def test_mended_the_evening_is_as_it_was():
    seen = tracked("slip-mended", "coherence", "distinct_pitches", "trouble")
    assert seen["trouble"].max() > 0.85
    assert seen["trouble"][-600:].max() == 0.0
    assert seen["coherence"][-600:].min() > 0.95
    assert seen["distinct_pitches"][-600:].max() <= seen["distinct_pitches"][: 20 * 120].max()


def test_untended_it_does_not_return_by_itself_within_twenty_seconds():
    seen = tracked("slip-untended", "coherence", "trouble", stop=41 * 120)
    late = slice(24 * 120, 41 * 120)
    assert seen["trouble"][late].min() > 0.8
    assert seen["coherence"][late].max() < 0.75
    assert np.median(seen["coherence"][late]) < 0.5


def test_help_comes_to_a_hall_left_alone():
    world = World.open(Header())
    world.step([g.Trouble(tick=0, fault="slip", value=0.9)])
    lowest = 1.0
    for _ in range(round((world.score.help_s + 30) * 120)):
        world.step()
        lowest = min(lowest, float(world.moment["vault"]["voice"]))
    assert lowest < 0.5
    assert float(world.moment["insects"]["slip_severity"]) == 0.0
    assert float(world.moment["coherence"]) > 0.95


def test_help_waits_for_the_operator_however_long_the_hall_was_calm():
    world = World.open(Header())
    world.operator.idle_s = 10 * world.score.help_s
    world.step([])
    world.troubles.strike(0, 0.8, world.dream_s)
    for _ in range(30 * 120):
        world.step()
    assert world.troubles.worst > 0.75


def test_the_score_strikes_again_every_evening_and_after_every_scene():
    world = World.open(Header())
    struck = []
    for _ in range(3):
        world.step([g.Scene(tick=0, name="slip")])
        for _ in range(round(5 * world.score.bar_s * 120)):
            world.step()
        struck.append(int(world.moment["insects"]["slip_count"]))
        world.step([g.Panic(tick=0)])
        world.conductor.bars += world.score.bars  # an evening later
    assert struck == [1, 2, 3]


def test_panic_ends_an_outbreak_for_good():
    world = World.open(Header())
    world.step([g.Trouble(tick=0, fault="slip", value=1.0), g.Stretch(tick=0, value=1.0)])
    for _ in range(20):
        world.step()
    world.step([g.Panic(tick=0)])
    for _ in range(240):
        world.step()
    assert float(world.moment["trouble"]) == 0.0
    assert float(world.moment["rate"]) > 0.95


def test_any_number_of_gestures_in_a_tick_is_survived():
    world = World.open(Header())
    flood = [g.Trouble(tick=0, fault="slip", value=v) for _ in range(1500) for v in (0.6, 0.0)]
    world.step([*flood, *(g.Weave(tick=0, value=v) for _ in range(300) for v in (0.0, 1.0))])
    assert len(world.events) <= 1024


def test_a_truncated_checkpoint_is_refused():
    world = World.open(Header())
    with pytest.raises(InputError, match="checkpoint"):
        world.restore(world.checkpoint()[:-200])


def test_an_invitation_without_calm_startles_it():
    world = World.open(Header())
    world.step([g.Trouble(tick=0, fault="slip", value=0.6)])
    for _ in range(240):
        world.step()
    before = float(world.moment["insects"]["slip_severity"])
    world.step([g.Invite(tick=0, fault="slip")])
    for _ in range(60):
        world.step()
    assert float(world.moment["insects"]["slip_severity"]) > before + 0.05
    assert float(world.moment["insects"]["slip_guest"]) < 0.01


def test_stretch_slows_the_dream_and_leaves_pitches_as_they_are():
    world = World.open(Header())
    for _ in range(120):
        world.step([g.Stretch(tick=0, value=1.0)])
    start, pitch = float(world.moment["dream_time_s"]), world.moment["vault"]["pitch_hz"].copy()
    for _ in range(240):
        world.step()
    assert float(world.moment["dream_time_s"]) - start == pytest.approx(2.0 / 8.0, rel=0.05)
    assert np.allclose(world.moment["vault"]["pitch_hz"], pitch, rtol=0.004)


def test_light_levels_never_flash():
    """Between two ticks no level moves faster than its slew; a flash needs two opposing changes of a tenth."""
    last, turn = None, 0.0
    for _, _, moment, _ in play(read(folder("configs") / "performances" / "slip-invited.jsonl")):
        now = np.array([float(moment[r.name]["light"]) for r in rooms()])
        if last is not None:
            turn = max(turn, float(np.abs(now - last).max()))
        last = now
    assert turn * 120 <= 0.56


def test_night_falls_between_two_evenings_and_guests_depart():
    world = World.open(Header())
    world.step([g.Scene(tick=0, name="rest"), g.Trouble(tick=0, fault="slip", value=0.5), g.Breathe(tick=0, value=1.0)])
    length_s = world.score.movements[-1].bars * world.score.bar_s
    seen = []
    for tick in range(round((length_s + 20.0) * 120)):
        world.step([g.Invite(tick=0, fault="slip")] if tick == 5 * 120 else ())
        m = world.moment
        seen.append([float(m[leaf]) for leaf in ("time_s", "exposure", "guests", "movement")])
    time_s, exposure, guests, movement = np.array(seen).T
    seam = int(np.argmax(np.diff(movement) < 0)) + 1
    assert guests[seam - 1] > 0.9 > guests[-1] + 0.8
    assert time_s[seam] < 0.02 < time_s[-1]
    assert exposure[seam] < -2.0
    assert set(world.moment["insects"]["metre"]) == {4}
    assert min(exposure[seam - 9 * 120], exposure[-1]) > -0.6


def test_what_is_not_installed_is_a_warning_and_does_nothing():
    performance = Performance(
        Header(score_version=99),
        (
            g.Trouble(tick=0, fault="ink", value=1.0),
            g.Scene(tick=1, name="nowhere"),
            g.Bridge(tick=2, a="engine", b="swans"),
        ),
    )
    found = " ".join(warnings(performance, World.open(performance.header)))
    assert all(word in found for word in ("ink", "nowhere", "swans", "99"))
    assert [after["trouble"] for *_, after, _ in play(performance, stop=10)][-1] == 0.0


def test_an_unknown_score_is_refused_with_those_there_are():
    with pytest.raises(InputError, match="one of evening"):
        World.open(Header(score="midnight"))
