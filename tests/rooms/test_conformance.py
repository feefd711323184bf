"""What every room must keep, whatever it is: found as files alone, in step, audible, visible, able to come home."""

import inspect

import numpy as np
import pytest

from installation.core import gestures as g
from installation.core.performance import Header, Performance
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


ENTERED = 600  # ticks in which a room that enters with a movement has come


def fault_of(room: Room) -> str:
    """The fault that strikes it hardest, of those that are installed."""
    installed = [fault for each in ROOMS for fault in each.faults]
    return max(installed, key=lambda f: 1.0 if f in room.faults else room.kin.get(f.name, room.kin.get("*", 0.0))).name


def struck(room: Room) -> Performance:
    """The evening where the room stands, its fault open, the monks called, palms opened."""
    at = ENTERED if room.enters else 120
    scene = (g.Scene(tick=0, name=room.enters),) if room.enters else ()
    answers = (
        g.Trouble(tick=at, fault=fault_of(room), value=0.9),
        g.Command(tick=at + 30, name="lull"),
        g.Palms(tick=at + 240, left=0.9, right=0.9),
    )
    return Performance(Header(seed=11), (*scene, *answers, g.End(tick=at + 400)))


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
def test_the_same_seed_and_gestures_give_it_the_same_state(room):
    ends = [list(play(struck(room)))[-1][2][room.name].tobytes() for _ in range(2)]
    assert ends[0] == ends[1]


@every_room
def test_it_can_be_heard(room):
    """Taken out, the sound of a hall in trouble is another."""
    evening = struck(room)
    whole, less = (sound_of(evening, cast, evening.end_tick) for cast in (ROOMS, without(room)))
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
def test_it_can_be_seen(room):
    """Its shaders compile, and taken out the picture of a hall in trouble is another."""
    evening = struck(room)
    whole, less = (frame_of(evening, cast, evening.end_tick - 40) for cast in (ROOMS, without(room)))
    assert np.abs(whole - less).max(axis=2).mean() > 0.5


@every_room
def test_its_trouble_comes_home(room):
    """At its worst and then cared for, it is again as calm as it was."""
    world = World.open(Header(seed=3))
    if room.enters:
        world.step([g.Scene(tick=0, name=room.enters)])
    for _ in range(ENTERED):
        world.step()
    world.step([g.Trouble(tick=0, fault=fault_of(room), value=1.0)])
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
