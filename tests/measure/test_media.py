"""Media of every kind are read with their place in the performance; what is no media is refused in one line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from installation.core.errors import InputError
from installation.measure.media import Media


def test_a_sound_file(tmp_path: Path) -> None:
    samples = np.random.default_rng(1).uniform(-0.5, 0.5, (4800, 2)).astype(np.float32)
    soundfile.write(tmp_path / "a.wav", samples, 48_000, subtype="FLOAT")
    media = Media(tmp_path / "a.wav")
    sound = media.sound()
    assert sound is not None
    assert np.array_equal(sound.samples, samples)
    assert (sound.rate_hz, sound.start_s, media.seen) == (48_000, 0.0, False)


def test_a_folder_of_frames(tmp_path: Path) -> None:
    for number in (60, 61, 62, 63):
        Image.new("RGB", (32, 18), (number, 0, 0)).save(tmp_path / f"frame-{number:06d}.png")
    media = Media(tmp_path, fps=30.0)
    found = list(media.frames())
    assert [round(at_s * 30) for at_s, _ in found] == [0, 1, 2, 3]
    assert [int(rgb[0, 0, 0]) for _, rgb in found] == [60, 61, 62, 63]
    assert (media.start_s, media.sound(), media.seen) == (2.0, None, True)
    assert len(list(media.frames(every_s=2 / 30))) == 2


def test_a_still(tmp_path: Path) -> None:
    Image.new("RGB", (32, 18), (9, 8, 7)).save(tmp_path / "one.png")
    ((at_s, rgb),) = Media(tmp_path / "one.png").frames()
    assert (at_s, rgb.shape, rgb[0, 0].tolist()) == (0.0, (18, 32, 3), [9, 8, 7])


def test_nothing_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.mp4", tmp_path):
        with pytest.raises(InputError) as error:
            Media(path)
        assert "\n" not in str(error.value)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.sampled_from(["x.mp4", "x.mkv", "x.wav", "x.png"]))
def test_files_of_garbage_are_refused(tmp_path: Path, content: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError):
        _all_of(tmp_path / name)


def _all_of(path: Path) -> None:
    """Read all there is; a file in which there is nothing will do too."""
    media = Media(path)
    if media.sound() is None and not list(media.frames()):
        raise InputError(str(path), "nothing", "a film")
