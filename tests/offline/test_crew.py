"""The processes of a render: what one fails with is raised, all end together, none outlives its foreman."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from installation.core.errors import InputError, MachineError
from installation.offline.crew import Crew

WORKS = """
import errno, time
from installation.core.errors import InputError

def refuse(talk):
    raise InputError("here", "this", "that")

def fill(talk):
    raise OSError(errno.ENOSPC, "No space left on device")

def vanish(talk):
    raise SystemExit(5)

def wait(talk):
    time.sleep(60)

def hear(talk):
    talk.hear()
"""


@pytest.mark.parametrize(
    ("work", "kind", "words"),
    [
        ("refuse", InputError, "here: found this; expected that"),
        ("fill", OSError, "No space left"),
        ("vanish", MachineError, r"one ended without a word \(exit code 5\)"),
    ],
)
def test_what_a_member_fails_with_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: str, kind: type[Exception], words: str
) -> None:
    works = imported(tmp_path, monkeypatch)
    with pytest.raises(kind, match=words):
        hear_both(getattr(works, work), works.wait)
    assert multiprocessing.active_children() == []


def test_a_member_whose_foreman_is_gone_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    works = imported(tmp_path, monkeypatch)
    with Crew() as crew:
        member = crew.start("one", works.hear)
        member.line.close()
        member.process.join(30)
        assert member.process.exitcode == 3


def hear_both(one: Callable[..., None], another: Callable[..., None]) -> None:
    with Crew() as crew:
        crew.start("one", one)
        crew.start("another", another)
        list(crew.listen(lambda: False))


def imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The works, as a module that spawned processes find."""
    (tmp_path / "crew_works.py").write_text(WORKS)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "crew_works", raising=False)
    return import_module("crew_works")
