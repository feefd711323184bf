"""Frames and samples of a job are exact; what cannot be rendered is refused before anything is opened."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.core.errors import InputError
from installation.core.performance import Header, Performance
from installation.offline.job import Job, Span, check, moment_of

EMPTY = Performance(Header())
RATES = st.sampled_from([Fraction(n) for n in (1, 24, 25, 30, 50, 60, 120, 144, 240)] + [Fraction(30000, 1001)])


def job(out: str, **more) -> Job:
    return Job(Path(out), EMPTY, **more)


@given(st.integers(0, 500_000), RATES)
def test_a_frame_lies_where_its_time_is(frame: int, fps: Fraction) -> None:
    tick, fraction = moment_of(frame, fps)
    assert 0.0 <= fraction < 1.0
    assert float(frame / fps) == pytest.approx((tick + fraction) / 120, rel=1e-12, abs=1e-12)


@given(st.integers(0, 5000), st.integers(1, 500), RATES)
def test_sound_is_as_long_as_its_frames(first: int, count: int, fps: Fraction) -> None:
    span = Span.of(range(first, first + count), fps)
    assert abs(len(span.samples) - count * 48_000 / fps) < 1
    following = Span.of(range(first + count, first + count + 3), fps)
    assert span.samples.stop == following.samples.start


def test_kinds_by_name(tmp_path: Path) -> None:
    kinds = {"a.mp4": "film", "a.MKV": "film", "a.wav": "sound", "a.png": "still", "renders": "folder"}
    assert {name: job(name).kind for name in kinds} == kinds
    assert job(str(tmp_path)).kind == "folder"
    with pytest.raises(InputError, match=r"\.avi"):
        _ = job("a.avi").kind


def test_frames_are_numbered_from_performance_time_0() -> None:
    span = job("x", from_s=Fraction(2), to_s=Fraction(3)).span(100_000)
    assert span.frames == range(60, 90)
    assert span.samples == range(96_000, 144_000)
    some = job("x", frames=(65, 70), from_s=Fraction(2), to_s=Fraction(3)).span(100_000)
    assert some.frames == range(65, 71)


def test_the_performances_end_is_the_default() -> None:
    assert job("a.wav").span(1200).samples == range(480_000)
    assert job("a.mp4").span(1200).frames == range(300)
    assert job("a.png", from_s=Fraction(1)).span(1200).frames == range(30, 31)


@pytest.mark.parametrize(
    "more",
    [
        {"from_s": Fraction(5), "to_s": Fraction(5)},
        {"from_s": Fraction(11)},
        {"to_s": Fraction(6 * 3600 + 1)},
        {"frames": (900, 901)},
    ],
)
def test_spans_that_are_none(more: dict) -> None:
    with pytest.raises(InputError, match=r"^--(from|to|frames): found .*; expected "):
        job("a.mp4", **more).span(1200)


def test_places_and_sizes_are_checked(tmp_path: Path) -> None:
    good = job(str(tmp_path / "a.mp4"))
    check(good)
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder.wav").mkdir()
    bad = [
        replace(good, size=(321, 180)),
        replace(good, size=(320, 8194)),
        replace(good, fps=Fraction(241)),
        replace(good, out=tmp_path / "file"),
        replace(good, out=tmp_path / "none" / "a.mp4"),
        replace(good, out=tmp_path / "file" / "a.mp4"),
        replace(good, stems=tmp_path / "file"),
        replace(good, workers=0),
        replace(good, workers=65),
        replace(good, out=tmp_path / "a.wav", resume=True),
        replace(good, out=tmp_path / "a.png", resume=True),
    ]
    for one in bad:
        with pytest.raises(InputError) as error:
            check(one)
        assert "\n" not in str(error.value)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder.wav"]
