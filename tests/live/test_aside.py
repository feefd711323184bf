"""A process beside the evening: started again, ever later, and ended where it hangs."""

from __future__ import annotations

import os
import signal

import pytest

from installation.live import aside
from installation.live.aside import FIRST_S, HANGS_S, LONGEST_S, SETTLED_S, Aside


class Part:
    """A process that runs until it is given an exit code."""

    def __init__(self) -> None:
        self.code: int | None = None

    def poll(self) -> int | None:
        return self.code

    def kill(self) -> None:
        self.code = -signal.SIGKILL


@pytest.fixture
def beside(monkeypatch, tmp_path):
    """``(aside, started, clock)``: what was started, and the time in seconds; ``aside.sign`` was touched at 1000."""
    clock, started = [1000.0], []
    monkeypatch.setattr(aside.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(aside.time, "time", lambda: clock[0])

    def start() -> Part:
        started.append(Part())
        return started[-1]

    made = Aside("MIDI", start, tmp_path / "sign")
    made.sign = tmp_path / "sign"
    show(made, clock)
    return made, started, clock


def show(made, clock) -> None:
    made.sign.touch()
    os.utime(made.sign, (clock[0], clock[0]))


def test_what_fails_is_started_again_ever_later_and_told_once(beside, capfd):
    made, started, clock = beside
    wait_s = FIRST_S
    for times in range(1, 12):
        started[-1].code = 1
        made.look()
        assert made.process is None
        clock[0] += wait_s - 0.01
        made.look()
        assert len(started) == times
        clock[0] += 0.02
        made.look()
        assert len(started) == times + 1
        wait_s = min(2.0 * wait_s, LONGEST_S)
    assert capfd.readouterr().err.count("MIDI has failed (1)") == 1


def test_what_had_lived_is_started_again_soon(beside):
    made, started, clock = beside
    for times in range(2, 6):
        clock[0] += SETTLED_S + 1.0
        show(made, clock)
        started[-1].code = -signal.SIGSEGV
        made.look()
        clock[0] += FIRST_S
        made.look()
        assert len(started) == times


def test_what_had_nothing_to_do_is_left_in_peace(beside):
    made, started, clock = beside
    started[-1].code = 0
    for _ in range(3):
        made.look()
        clock[0] += LONGEST_S
    assert len(started) == 1


def test_what_gives_no_sign_of_life_is_killed_and_started_again(beside):
    made, started, clock = beside
    for _ in range(5):
        clock[0] += HANGS_S - 1.0
        made.look()
        show(made, clock)
    assert started[-1].code is None
    clock[0] += HANGS_S + 1.0
    made.look()
    assert started[-1].code == -signal.SIGKILL
    made.look()
    clock[0] += FIRST_S
    made.look()
    assert len(started) == 2
