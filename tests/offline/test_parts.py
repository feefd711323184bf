"""Renders in parts: the same bytes whatever the number of processes and interruptions; what dies leaves nothing."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from installation.core.errors import InputError, MachineError
from installation.core.performance import Performance
from installation.core.room import Room
from installation.hall import world
from installation.hall.discover import rooms
from installation.measure.media import Media
from installation.offline.job import Job
from installation.offline.making import Record, read_record, write_record
from installation.offline.render import render
from installation.offline.stills import frame_name

pytestmark = pytest.mark.gl
SIZE = (96, 54)


@pytest.fixture(scope="module")
def job(slipping: Performance, tmp_path_factory: pytest.TempPathFactory) -> Job:
    """A film of 1.2 s about the moment at which timing slips, in two segments; ``out`` is there, by one process."""
    out = tmp_path_factory.mktemp("film") / "whole.mp4"
    made = Job(out, slipping, Fraction(1, 2), Fraction(17, 10), SIZE, Fraction(60), "low")
    assert render(made).failures == []
    return made


@pytest.fixture(scope="module")
def folder(job: Job, tmp_path_factory: pytest.TempPathFactory) -> Job:
    """The same as a folder of twelve frames."""
    made = replace(job, out=tmp_path_factory.mktemp("folder") / "whole", frames=(54, 65))
    render(made)
    return made


def files(place: Path) -> dict[str, bytes]:
    """Everything in a folder but the record of its making."""
    return {p.name: p.read_bytes() for p in place.iterdir() if p.suffix != ".json"}


def after(frames: int, act: Callable[[], None]) -> Callable[[int, int], None]:
    """A progress that acts once so many frames are drawn."""
    return lambda done, of: act() if done == frames else None


def interrupt() -> None:
    raise KeyboardInterrupt


def kill_one() -> None:
    (victim,) = (p for p in multiprocessing.active_children() if p.name == "drawing process 2")
    os.kill(victim.pid or 0, signal.SIGKILL)


def test_an_interrupted_film_goes_on_with_other_processes(job: Job, tmp_path: Path) -> None:
    part = replace(job, out=tmp_path / "film.mp4", workers=2)
    with pytest.raises(KeyboardInterrupt) as error:
        render(part, after(70, interrupt))
    assert multiprocessing.active_children() == []
    assert [p.name for p in tmp_path.iterdir()] == ["film.mp4.partial"]
    kept = {p.name for p in (tmp_path / "film.mp4.partial").iterdir()}
    assert kept - {"sound.packets"} in ({"render.json", f"segment-{n:09d}"} for n in (30, 78))
    assert error.value.__notes__[0].endswith("--resume goes on from there")
    told: list[int] = []
    render(replace(part, workers=1, resume=True), lambda done, of: told.append(done))
    assert told in (list(range(24, 73)), list(range(48, 73)))  # time left is reckoned from what is kept
    assert (tmp_path / "film.mp4").read_bytes() == job.out.read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["film.mp4"]


def test_a_film_shows_what_a_folder_holds(job: Job, folder: Job) -> None:
    stills = [rgb for _, rgb in Media(folder.out).frames()]
    film = [rgb for _, rgb in Media(job.out).frames()]
    assert (len(stills), len(film)) == (12, 72)
    for still, shown in zip(stills, film[54 - 30 :], strict=False):
        assert np.abs(still.astype(int) - shown).mean() < 6  # what its coding loses
    sound, heard = Media(folder.out).sound(), Media(job.out).sound()
    assert sound is not None
    assert heard is not None
    assert abs(len(heard.samples) - 57_600) <= 1024
    lost = heard.samples[24 * 800 : 36 * 800] - sound.samples
    assert np.abs(lost).max() < 0.05


def test_a_killed_process_is_one_error_and_the_render_goes_on(folder: Job, tmp_path: Path) -> None:
    out = tmp_path / "run"
    part = replace(folder, out=out, workers=2)
    with pytest.raises(MachineError) as error:
        render(part, after(5, kill_one))
    assert str(error.value) == "drawing process 2 was killed (SIGKILL)"
    assert "--resume" in error.value.__notes__[0]
    assert multiprocessing.active_children() == []
    left = {name: content for name, content in files(out).items() if name != "sound.wav"}
    assert left
    assert left.items() <= files(folder.out).items()
    (record,) = out.glob(".frames-*.json")
    noted = set(read_record(record).frames)
    (out / frame_name(min(noted))).write_bytes(b"\x89PNG cut off")
    alter(out / frame_name(max(noted)))
    told: list[int] = []
    render(replace(part, resume=True), lambda done, of: told.append(done))
    assert files(out) == files(folder.out)
    left = 12 - len(noted) + len({min(noted), max(noted)})
    assert told == list(range(12 - left, 13)) if left < 12 else list(range(1, 13))


def alter(path: Path) -> None:
    """Alter a byte in the midst of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("what", ["seed", "size", "quality", "performance"])
def test_frames_of_another_making_are_not_mixed_in(folder: Job, what: str) -> None:
    performance = folder.performance
    changed = {
        "seed": {"performance": replace(performance, header=type(performance.header)(seed=12))},
        "size": {"size": (98, 54)},
        "quality": {"quality": "medium"},
        "performance": {"performance": replace(performance, gestures=performance.gestures[:-1]), "to_s": Fraction(2)},
    }[what]
    before = files(folder.out)
    with pytest.raises(InputError, match=rf"^--resume: found {what} .*; expected {what} .* as now"):
        render(replace(folder, resume=True, **changed))
    assert files(folder.out) == before


def test_a_film_of_another_making_is_not_gone_on_with(job: Job, tmp_path: Path) -> None:
    place = tmp_path / "film.mp4.partial"
    place.mkdir()
    write_record(place / "render.json", Record({"seed": "11", "frames": "0-9"}))
    (place / "segment-000000000").write_bytes(b"kept")
    before = files(place)
    with pytest.raises(
        InputError, match=r"^--resume: found .*frames 0-9.*; expected .*frames 30-101.* as now, or"
    ) as error:
        render(replace(job, out=tmp_path / "film.mp4", resume=True))
    assert "seed" not in str(error.value)
    assert files(place) == before


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[[[", b'{"making": 3}', b'{"making": {}, "frames": {"x": "y"}}', b"\xff"]
)
def test_a_record_of_garbage_is_refused(folder: Job, tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".frames-000000-000099.json").write_bytes(content)
    with pytest.raises(InputError, match="record of a render"):
        render(replace(folder, out=tmp_path, resume=True))
    assert [p.name for p in tmp_path.iterdir()] == [".frames-000000-000099.json"]


def test_a_folder_that_no_render_made_is_left_alone(job: Job, tmp_path: Path) -> None:
    mine = tmp_path / "film.mp4.partial" / "segment-mine"
    mine.parent.mkdir()
    mine.write_text("kept")
    with pytest.raises(InputError, match="what no render made"):
        render(replace(job, out=tmp_path / "film.mp4"))
    assert mine.read_text() == "kept"


def test_a_room_that_fails_in_processes_is_told_once(
    folder: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The frames are those of the cast without it."""
    lines = ["class Visual:", "    passes = ('opaque',)", "    def __init__(self, room, studio): pass"]
    lines += ["    def draw(self, stage_pass, frame): raise ValueError('no lamp')"]
    (tmp_path / "broken_lamp.py").write_text("\n".join(lines))
    monkeypatch.syspath_prepend(str(tmp_path))
    cast = (*rooms(), Room("lamp", rows=("A1",), visual="broken_lamp:Visual"))
    monkeypatch.setattr(world, "rooms", lambda: cast)
    done = render(replace(folder, out=tmp_path / "run", workers=2))
    assert done.failures == ["lamp: ValueError: no lamp"]
    assert len(done.log) == 1
    assert "Traceback" in done.log[0]
    found = {name: content for name, content in files(tmp_path / "run").items() if name.endswith(".png")}
    assert found == {name: content for name, content in files(folder.out).items() if name.endswith(".png")}
