"""What every room must keep, whatever it is: found as files alone, in step, audible, visible, able to come home."""

import inspect

import numpy as np
import pytest

from installation.core import gestures as g
from installation.core.performance import Header
from installation.core.room import STANDARD, Room, resolve
from installation.hall.discover import blocks_of, layout_of, rooms
from installation.hall.play import play
from installation.hall.world import World
from installation.light.renderer import Renderer
from installation.optics.context import headless
from installation.optics.quality import named
from installation.sound.mixer import Mixer

ROOMS = rooms()
every_room = pytest.mark.parametrize("room", ROOMS, ids=lambda r: r.name)


def without(room: Room) -> tuple[Room, ...]:
    return tuple(r for r in ROOMS if r is not room)


def sound_of(performance, cast, stop: int) -> np.ndarray:
    mixer = Mixer(cast, performance.header.seed, strict=True)
    return np.concatenate(
        [mixer.tick(after, events) for _, _, after, events in play(performance, stop=stop, cast=cast)]
    )


@every_room
def test_it_says_what_it_is(room):
    assert room.rows
    assert inspect.getdoc(inspect.getmodule(resolve(room.voice)))
    assert {f.name for f in STANDARD} <= set(layout_of(ROOMS).dtype[room.name].names)


@every_room
def test_what_it_shows_fits_a_uniform_block(room):
    assert blocks_of(ROOMS).by_name[room.name].size <= 16_384


@every_room
def test_the_same_seed_and_gestures_give_it_the_same_state(room, slipping):
    ends = [list(play(slipping, stop=400))[-1][2][room.name].tobytes() for _ in range(2)]
    assert ends[0] == ends[1]


@every_room
def test_it_can_be_heard(room, slipping):
    """Taken out, the sound of a slipping hall is another."""
    whole, less = sound_of(slipping, ROOMS, 480), sound_of(slipping, without(room), 480)
    difference = np.sqrt(((whole - less) ** 2).mean())
    assert difference > 1e-4
    assert np.isfinite(whole).all()
    assert np.abs(whole).max() <= 1.0


def frame_of(performance, cast, tick: int) -> np.ndarray:
    with headless() as ctx:
        renderer = Renderer(ctx, cast, layout_of(cast), (160, 90), named("low"), strict=True)
        _, before, after, _ = next(play(performance, start=tick, stop=tick + 1, cast=cast))
        renderer.draw(before, after, 0.5)
        return renderer.read().astype(int)


@pytest.mark.gl
@every_room
def test_it_can_be_seen(room, slipping):
    """Its shaders compile, and taken out the picture of a slipping hall is another."""
    whole, less = frame_of(slipping, ROOMS, 400), frame_of(slipping, without(room), 400)
    assert np.abs(whole - less).max(axis=2).mean() > 0.5


@every_room
def test_its_trouble_comes_home(room):
    """At its worst and then cared for, it is again as calm as it was."""
    world = World.open(Header(seed=3))
    world.step([g.Trouble(tick=0, fault="slip", value=1.0)])
    for _ in range(3 * 120):
        world.step()
    troubled = float(world.moment[room.name]["trouble"])
    world.step([g.Breathe(tick=0, value=1.0), g.Palms(tick=0, left=1.0, right=1.0)])
    for _ in range(25 * 120):
        world.step()
    own = world.moment[room.name]
    assert troubled > 0.2
    assert float(own["trouble"]) == 0.0
    assert float(own["coherence"]) > 0.95
    assert float(own["light"]) == pytest.approx(room.light, abs=0.05)


def test_a_room_added_as_files_alone_is_found(tmp_path, monkeypatch):
    folder = tmp_path / "lantern"
    folder.mkdir()
    (folder / "__init__.py").write_text(
        '"""A lantern."""\nfrom installation.core.room import Room\nROOM = Room("lantern", ("X",), kin={"slip": 0.5})\n'
    )
    import installation.rooms as home

    monkeypatch.setattr(home, "__path__", [*home.__path__, str(tmp_path)])
    rooms.cache_clear()
    try:
        assert "lantern" in [r.name for r in rooms()]
        world = World.open(Header())
        world.step([g.Trouble(tick=0, fault="slip", value=1.0)])
        for _ in range(120):
            world.step()
        assert float(world.moment["lantern"]["trouble"]) > 0.3
    finally:
        monkeypatch.undo()
        rooms.cache_clear()
