"""What a killed heart leaves: whole or not at all, and enough to go on bit for bit."""

from __future__ import annotations

import numpy as np

from installation.core import gestures as g
from installation.core.performance import Header, Performance, read
from installation.hall.world import World
from installation.live.keepsake import Keepsake
from installation.live.record import Recorder
from installation.live.resume import memory_of, take_up
from installation.sound.mixer import Mixer

ARRAYS = {"a": np.arange(5000.0), "b": np.array([[1, 2], [3, 4]]), "c": np.float64(3.5)}


def changed(by: float) -> dict[str, np.ndarray]:
    return {name: np.asarray(array + by) for name, array in ARRAYS.items()}


def test_the_newest_comes_back(tmp_path):
    like = changed(0)
    kept = Keepsake(tmp_path / "keepsake", like)
    assert kept.newest(like) is None
    for by in (1, 2, 3):
        kept.put(changed(by))
    found = Keepsake(tmp_path / "keepsake", like).newest(like)
    assert found is not None
    for name, array in changed(3).items():
        assert found[name].dtype == array.dtype
        assert np.array_equal(found[name], array)


def test_one_half_written_is_passed_over(tmp_path):
    """Killed while writing: the one before is whole."""
    path, like = tmp_path / "keepsake", changed(0)
    kept = Keepsake(path, like)
    for by in (1, 2):
        kept.put(changed(by))
    size = path.stat().st_size // 2  # the second lies in the first half
    with path.open("r+b") as file:
        file.seek(int(size * 0.2))
        file.write(b"torn")
    found = Keepsake(path, like).newest(like)
    assert found is not None
    assert np.array_equal(found["a"], changed(1)["a"])


def test_another_evenings_is_none(tmp_path):
    kept = Keepsake(tmp_path / "keepsake", changed(0))
    kept.put(changed(1))
    other = {"other": np.zeros(5)}
    assert Keepsake(tmp_path / "keepsake", changed(0)).newest(other) is None


def test_it_goes_on_bit_for_bit_through_what_was_played_since(tmp_path):
    """Kept at tick 60, dead at 90: another heart is where the first was, in world and sound."""
    script = Performance(
        Header(seed=5),
        (g.Trouble(tick=20, fault="slip", value=0.8), g.Breathe(tick=70, value=1.0), g.Play(tick=80, pitch=62.0,
         velocity=0.7)),
    )  # fmt: skip
    lines = script.by_tick()
    world = World.open(script.header)
    mixer = Mixer(world.cast, 5)
    keepsake = Keepsake(tmp_path / "keepsake", memory_of(world, mixer))
    for tick in range(90):
        if tick == 60:
            keepsake.put(memory_of(world, mixer))
        world.step(lines.get(tick, ()))
        mixer.tick(world.moment, world.events)
    again = World.open(script.header)
    sound = Mixer(again.cast, 5)
    take_up(Keepsake(tmp_path / "keepsake", memory_of(again, sound)), again, sound, script, 90)
    assert again.tick == 90
    for _ in range(30):
        world.step()
        again.step()
        expected = mixer.tick(world.moment, world.events)
        assert sound.tick(again.moment, again.events).tobytes() == expected.tobytes()
    assert again.moment.tobytes() == world.moment.tobytes()


def test_a_record_is_gone_on_with_after_its_last_whole_line(tmp_path):
    path = tmp_path / "record.jsonl"
    first = Recorder(path, Header(seed=3))
    first.write([g.Breathe(tick=5, value=0.5)])
    with path.open("ab") as file:
        file.write(b'{"tick": 9, "gesture": "bre')  # killed here
    second = Recorder(path, Header(seed=3), resume=True)
    second.write([g.Breathe(tick=11, value=0.25)])
    second.close(20)
    assert read(path).gestures == (g.Breathe(tick=5, value=0.5), g.Breathe(tick=11, value=0.25), g.End(tick=20))


def test_a_record_never_goes_backwards(tmp_path, capfd):
    path = tmp_path / "record.jsonl"
    Recorder(path, Header()).write([g.Breathe(tick=500, value=0.5)])
    anew = Recorder(path, Header(), resume=True)
    anew.write([g.Breathe(tick=3, value=1.0)])
    anew.close(9)
    assert read(path).gestures == (g.Breathe(tick=500, value=0.5),)
    assert "the evening has begun anew; the record ends here" in capfd.readouterr().err
