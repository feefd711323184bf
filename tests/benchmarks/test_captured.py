"""What the live benchmarks say of a capture: nothing where it is the record, and where it is not, how much is not."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("psutil")

from benchmarks.latency import asked_at, first_samples, located, offline
from benchmarks.soak import compare
from installation.core import gestures as g
from installation.core.performance import Header, Performance
from installation.core.units import BLOCK

NOTES = (300, 421)
PLAYED = Performance(
    Header(seed=5), (*(g.Play(tick=t, pitch=62.0, velocity=0.8, id=t) for t in NOTES), g.End(tick=6 * 120))
)


@pytest.fixture(scope="module")
def made() -> np.ndarray:
    return offline(PLAYED)


def test_the_same_is_the_same(made):
    assert compare(made[5000:], PLAYED) == (len(made) - 5000, 0, [])
    silent_first = np.concatenate([np.zeros((3000, 2), np.float32), made])
    assert compare(silent_first, PLAYED)[1:] == (0, [])


def test_a_gap_is_found(made):
    gap = np.concatenate([made[:100_000], np.zeros((1024, 2), np.float32), made[100_000:]])
    compared, different, breaks = compare(gap, PLAYED)
    assert breaks == [100_000 / 48_000]
    assert 1024 <= different < 1024 + 128
    assert compared >= len(made) - 128


def test_what_is_left_out_is_found(made):
    compared, different, breaks = compare(np.concatenate([made[:100_000], made[101_024:]]), PLAYED)
    assert breaks == [100_000 / 48_000]
    assert different < 128
    assert compared >= len(made) - 1024 - 128


def test_notes_are_found_where_they_begin_and_where_they_were_captured(made):
    first = first_samples(PLAYED)
    assert [sample // BLOCK for sample in first] == list(NOTES)
    gap = np.concatenate([made[2000:100_000], np.zeros((512, 2), np.float32), made[100_000:]])
    found = located(np.array(first), gap, made)
    assert found.tolist() == [first[0] - 2000 + 512, first[1] - 2000 + 512]
    periods = np.array([[0.0, 10.0], [256.0, 10.5]])
    assert asked_at(np.array([100, 256, 300]), periods).tolist() == [10.0 + 100 / 48000, 10.5, 10.5 + 44 / 48000]
