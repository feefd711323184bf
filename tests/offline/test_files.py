"""Files come whole or not at all; wav is exact; the encoding thread keeps order and brings errors back."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from installation.offline import wav as wav_module
from installation.offline.behind import Behind
from installation.offline.draft import draft, home
from installation.offline.ear import Cut, ticks_needed
from installation.offline.sheet import clock
from installation.offline.wav import Wav


def test_a_draft_becomes_the_file_or_nothing(tmp_path: Path) -> None:
    with draft(tmp_path / "a") as temporary:
        temporary.write_text("whole")
        assert not (tmp_path / "a").exists()
    with pytest.raises(KeyboardInterrupt):
        _interrupted(tmp_path / "a")
    assert [p.name for p in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text() == "whole"


def _interrupted(path: Path) -> None:
    with draft(path) as temporary:
        temporary.write_text("half")
        raise KeyboardInterrupt


def test_a_folder_in_which_nothing_came_to_lie_is_taken_away(tmp_path: Path) -> None:
    with home(tmp_path / "empty"):
        pass
    with home(tmp_path / "kept") as place:
        (place / "x").touch()
    assert [p.name for p in tmp_path.iterdir()] == ["kept"]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 700), max_size=5), st.integers(1, 8), st.text("abc ", max_size=9))
def test_wav_is_exact(tmp_path: Path, lengths: list[int], channels: int, comment: str) -> None:
    chance = np.random.default_rng(7)
    blocks = [chance.normal(0, 2, (n, channels)).astype(np.float32) for n in lengths]
    written = []
    for name in ("a.wav", "b.wav"):
        file = Wav(tmp_path / name, channels, comment)
        for block in blocks:
            file.write(block)
        file.close()
        written.append((tmp_path / name).read_bytes())
    read, rate = soundfile.read(tmp_path / "a.wav", dtype="float32", always_2d=True)
    assert rate == 48_000
    assert np.array_equal(read, np.concatenate([*blocks, np.zeros((0, channels), np.float32)]))
    assert written[0] == written[1]
    assert struct.unpack("<I", written[0][4:8])[0] == len(written[0]) - 8


def test_a_wav_beyond_its_limit_becomes_rf64(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    samples = np.linspace(-1, 1, 2000, dtype=np.float32)[:, None]
    monkeypatch.setattr(wav_module, "_LIMIT", 0xFFFF_FFFF)
    file = Wav(tmp_path / "a.wav", 1)
    file.write(samples)
    file._frames = 0x6000_0000  # as if 6 GB had been written
    head = file._head()
    file.abandon()
    assert head[:4] == b"RF64"
    riff, data, frames = struct.unpack("<QQQ", head[20:44])
    assert (data, frames) == (4 * 0x6000_0000, 0x6000_0000)
    assert riff == data + len(head) - 8


@given(st.integers(0, 2000), st.integers(0, 1500), st.integers(0, 500))
def test_a_cut_keeps_just_its_samples(start: int, length: int, late: int) -> None:
    kept = range(start, start + length)
    stream = np.arange(-late, 6000)[:, None]
    out: list[np.ndarray] = []
    cut = Cut(kept, late, out.append)
    ticks = ticks_needed(kept, late)
    for tick in range(ticks):
        cut(stream[tick * 400 : (tick + 1) * 400])
    got = np.concatenate(out)[:, 0] if out else np.zeros(0)
    assert got.tolist() == list(kept)


def test_work_behind_keeps_its_order_and_its_errors() -> None:
    behind, done = Behind(), []
    for k in range(50):
        behind(done.append, k)
    behind.drain()
    assert done == list(range(50))
    behind(int, "no number")
    with pytest.raises(ValueError, match="no number"):
        behind.drain()
    behind.close()


def test_nothing_is_done_behind_after_an_error() -> None:
    behind, done = Behind(), []
    behind(int, "no number")
    behind(done.append, "what followed a lost frame")
    with pytest.raises(ValueError, match="no number"):
        behind.drain()
    behind.close()
    assert done == []


def test_captions() -> None:
    assert [clock(t) for t in (0.0, 9.96, 61.25, 3600.0)] == ["0:00.0", "0:10.0", "1:01.2", "60:00.0"]
