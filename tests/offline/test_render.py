"""Renders of every kind of a short performance: exact sound, the same frames however they are asked for."""

from __future__ import annotations

import errno
import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile

from installation.core.errors import MachineError
from installation.core.performance import Performance, write
from installation.hall.discover import layout_of, rooms
from installation.hall.play import play
from installation.measure.media import Media
from installation.offline import outputs, space
from installation.offline.drawing import draw_frames
from installation.offline.job import Job
from installation.offline.render import render
from installation.sound.mixer import Mixer

SIZE = (96, 54)
FPS = Fraction(60)
NUMBERS = range(56, 67)  # around the moment at which timing slips

IN_A_PROCESS = """
import hashlib, json, sys
from fractions import Fraction
from installation.core.performance import read
from installation.hall.discover import layout_of, rooms
from installation.light.renderer import Renderer
from installation.offline.drawing import draw_frames
from installation.optics.context import headless
path, *numbers = sys.argv[1:]
renderer = Renderer(headless(), rooms(), layout_of(rooms()), (96, 54), "low")
found = {}
take = lambda number, rgb: found.__setitem__(number, hashlib.sha256(rgb.tobytes()).hexdigest())
draw_frames(renderer, read(path), [int(n) for n in numbers], Fraction(60), take)
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def heard(slipping: Performance, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The performance's first 1.5 s as sound, with stems."""
    folder = tmp_path_factory.mktemp("heard")
    done = render(Job(folder / "whole.wav", slipping, to_s=Fraction(3, 2), stems=folder / "stems"))
    assert done.failures == []
    return folder


def test_sound_is_the_mixers_own_less_its_delay(heard: Path, slipping: Performance) -> None:
    mixer = Mixer(rooms(), slipping.header.seed)
    blocks = [mixer.tick(after, events) for _, _, after, events in play(slipping, 0, 190)]
    late = mixer.latency_samples
    read, _ = soundfile.read(heard / "whole.wav", dtype="float32")
    assert read.shape == (72_000, 2)
    assert np.array_equal(read, np.concatenate(blocks)[late : late + 72_000])


def test_two_renders_of_the_sound_are_identical(heard: Path, slipping: Performance, tmp_path: Path) -> None:
    render(Job(tmp_path / "again.wav", slipping, to_s=Fraction(3, 2)))
    assert (tmp_path / "again.wav").read_bytes() == (heard / "whole.wav").read_bytes()


def test_a_part_is_the_same_as_in_the_whole(heard: Path, slipping: Performance, tmp_path: Path) -> None:
    job = Job(tmp_path / "part.wav", slipping, from_s=Fraction(61, 100), to_s=Fraction(5, 4), stems=tmp_path / "s")
    render(job)
    for whole, part in (("whole.wav", "part.wav"), ("stems/insects.wav", "s/insects.wav")):
        a, b = (soundfile.read(p, dtype="float32")[0] for p in (heard / whole, tmp_path / part))
        assert np.array_equal(a[29_280:60_000], b)
    sound = Media(tmp_path / "part.wav").sound()
    assert sound is not None
    assert sound.start_s == pytest.approx(0.61)


def test_stems_are_the_rooms_and_the_hall(heard: Path) -> None:
    names = sorted(p.stem for p in (heard / "stems").iterdir())
    assert names == sorted([*(room.name for room in rooms() if room.voice), "hall"])
    assert all(soundfile.info(p).frames == 72_000 for p in (heard / "stems").iterdir())


@pytest.fixture(scope="module")
def folder(slipping: Performance, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("frames") / "run"
    job = Job(out, slipping, size=SIZE, fps=FPS, quality="low", frames=(NUMBERS[0], NUMBERS[-1]))
    assert render(job).failures == []
    return out


@pytest.mark.gl
def test_a_folder_holds_its_frames_and_their_sound(folder: Path, heard: Path) -> None:
    names = sorted(p.name for p in folder.iterdir())
    assert names == [".frames-000056-000066.json", *(f"frame-{n:06d}.png" for n in NUMBERS), "sound.wav"]
    sound, _ = soundfile.read(folder / "sound.wav", dtype="float32")
    whole, _ = soundfile.read(heard / "whole.wav", dtype="float32")
    assert np.array_equal(sound, whole[56 * 800 : 67 * 800])  # from a process of its own


@pytest.mark.gl
def test_frames_alone_backwards_and_in_processes_are_the_same(
    folder: Path, slipping: Performance, tmp_path: Path
) -> None:
    from installation.light.renderer import Renderer
    from installation.optics.context import headless

    expected = {n: rgb.tobytes() for n, (_, rgb) in zip(NUMBERS, Media(folder).frames(), strict=True)}
    assert len(set(expected.values())) == len(NUMBERS)
    renderer = Renderer(headless(), rooms(), layout_of(rooms()), SIZE, "low")
    found: dict[int, bytes] = {}
    draw_frames(renderer, slipping, NUMBERS[::-1], FPS, lambda n, rgb: found.__setitem__(n, rgb.tobytes()))
    assert found == expected
    write(tmp_path / "p.jsonl", slipping)
    for numbers in (NUMBERS[:5], NUMBERS[7:4:-1]):
        run = [sys.executable, "-c", IN_A_PROCESS, str(tmp_path / "p.jsonl"), *map(str, numbers)]
        told = json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)
        assert told == {str(n): hashlib.sha256(expected[n]).hexdigest() for n in numbers}


@pytest.mark.gl
def test_the_one_frame(folder: Path, slipping: Performance, tmp_path: Path) -> None:
    out = tmp_path / "one.png"
    render(Job(out, slipping, from_s=Fraction(1), size=SIZE, fps=FPS, quality="low"))
    assert out.read_bytes() == (folder / "frame-000060.png").read_bytes()


@pytest.mark.gl
def test_a_film_is_as_long_as_asked(slipping: Performance, tmp_path: Path) -> None:
    out = tmp_path / "film.mkv"
    told: list[tuple[int, int]] = []
    job = Job(out, slipping, Fraction(1, 2), Fraction(1), SIZE, Fraction(30), "low")
    render(job, lambda done, of: told.append((done, of)))
    media = Media(out)
    sound = media.sound()
    assert sound is not None
    assert len(list(media.frames())) == 15
    assert abs(len(sound.samples) - 24_000) <= 1600
    assert sound.start_s == 0.5
    assert told[-1] == (15, 15)
    assert [p.name for p in tmp_path.iterdir()] == [out.name]


def test_a_disk_without_space_is_refused_before_anything(
    slipping: Performance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 1000})
    monkeypatch.setattr(space.shutil, "disk_usage", lambda path: usage)
    with pytest.raises(MachineError, match="no space"):
        render(Job(tmp_path / "a.wav", slipping, to_s=Fraction(1)))
    assert list(tmp_path.iterdir()) == []


def test_what_lies_there_already_needs_no_space_again(
    slipping: Performance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(space.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 20_000}))
    job = Job(tmp_path, slipping, size=SIZE, fps=FPS, frames=(56, 66))
    span = job.span(720)
    (tmp_path / "frame-000056.png").write_bytes(bytes(space.expected_bytes(job, span, 0, 7000) - 20_000))
    space.check_space(replace(job, resume=True), span, 0, 7000)
    for short in (job, replace(job, resume=True, workers=8, frames=(56, 700))):
        with pytest.raises(MachineError, match="no space"):
            space.check_space(short, short.span(1440), 0, 7000)


class Failing:
    """A wav on a disk that fills up."""

    error: BaseException = OSError(errno.ENOSPC, "No space left on device")

    def __init__(self, path: Path, channels: int, comment: str) -> None:
        self._file = path.open("wb")
        self._left = 20

    def write(self, block: np.ndarray) -> None:
        self._file.write(block.tobytes())
        self._left -= 1
        if not self._left:
            raise self.error

    def close(self) -> None:
        self._file.close()

    abandon = close


@pytest.mark.parametrize("stems", [None, "stems"])
def test_a_disk_that_fills_up_leaves_nothing(
    slipping: Performance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stems: str | None
) -> None:
    monkeypatch.setattr(outputs, "Wav", Failing)
    job = Job(tmp_path / "a.wav", slipping, to_s=Fraction(1), stems=tmp_path / stems if stems else None)
    with pytest.raises(MachineError, match="No space left"):
        render(job)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_render_leaves_nothing(
    slipping: Performance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "Wav", type("Interrupted", (Failing,), {"error": KeyboardInterrupt()}))
    with pytest.raises(KeyboardInterrupt):
        render(Job(tmp_path / "a.wav", slipping, to_s=Fraction(1)))
    assert list(tmp_path.iterdir()) == []


def test_another_seed_sounds_otherwise(heard: Path, slipping: Performance, tmp_path: Path) -> None:
    other = replace(slipping, header=type(slipping.header)(seed=12))
    render(Job(tmp_path / "other.wav", other, to_s=Fraction(3, 2)))
    assert (tmp_path / "other.wav").read_bytes() != (heard / "whole.wav").read_bytes()
