"""Samples reach the device in order, none twice, none lost, with silence only where there were none."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.surfaces.samples import SampleRing, SilentSpeakers


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 700)), max_size=60))
def test_everything_comes_out_in_order(turns):
    ring, sent, got = SampleRing(1000, 2), 0, []
    for put, take in turns:
        put = min(put, ring.capacity - ring.filled)
        ring.put(np.arange(sent, sent + put, dtype=np.float32)[:, None] * np.ones(2, np.float32))
        sent += put
        out = np.full((take, 2), 7.5, np.float32)
        n = ring.take(out)
        assert (out[n:] == 0.0).all()
        got.append(out[:n])
    heard = np.concatenate([*got, np.zeros((0, 2))])
    assert np.array_equal(heard[:, 0], np.arange(len(heard)))
    assert len(heard) + ring.filled == sent


def test_two_threads():
    ring, got, n = SampleRing(4096, 1), [], 400_000

    def read() -> None:
        out = np.zeros((256, 1), np.float32)
        while sum(map(len, got)) < n:
            taken = ring.take(out)
            got.append(out[:taken, 0].copy())

    reader = threading.Thread(target=read)
    reader.start()
    sent = 0
    while sent < n:
        if ring.capacity - ring.filled >= 400:
            ring.put(np.arange(sent, sent + 400, dtype=np.float32)[:, None])
            sent += 400
    reader.join(30)
    assert np.array_equal(np.concatenate(got), np.arange(n, dtype=np.float32))


def test_too_much_is_refused():
    with pytest.raises(AssertionError, match="full"):
        SampleRing(100, 1).put(np.zeros((101, 1), np.float32))


def test_silence_keeps_time():
    silent = SilentSpeakers("no device", lead_samples=1200)
    assert silent.room(5.0) == 1200
    silent.write(np.zeros((1200, 2)))
    assert silent.room(7.0) == 0
    silent.start(10.0)
    assert silent.room(10.01) == 480
    assert silent.played(10.01) == pytest.approx(480.0)
    assert silent.underflows == 0


def test_silence_waits_for_who_oversleeps():
    silent = SilentSpeakers("no device", lead_samples=400, first_sample=4000)
    silent.write(np.zeros((400, 2)))
    silent.start(0.0)
    assert silent.played(1.0) == 4400.0
    assert silent.room(1.0) == 400
    assert silent.underflows == 1
    silent.write(np.zeros((400, 2)))
    assert silent.played(1.0 + 400 / 48000) == pytest.approx(4800.0)
