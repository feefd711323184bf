"""The processes of a render: spawned, each with a line to its foreman, and ended together whatever happens.

A member that fails says so and why; one that dies without a word is one clear error. None outlives the foreman:
its line breaks, and it ends. Ctrl-C reaches the foreman alone, who ends the others.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from logging import getLogger
from multiprocessing import connection, resource_tracker
from threading import Lock
from types import TracebackType
from typing import Any

from ..core.errors import InputError, MachineError
from .logged import Logged

JOIN_S = 2.0  # a process that has been told to end gets so long, then no more
_HUNG_UP = 3  # exit code of a member whose line broke
_SPAWN = multiprocessing.get_context("spawn")  # a forked process would share the GL driver's state


@contextlib.contextmanager
def pipe() -> Iterator[tuple[Any, Any]]:
    """A pipe, ``(receiving end, sending end)``, closed here in the end."""
    ends = _SPAWN.Pipe(duplex=False)
    try:
        yield ends
    finally:
        for end in ends:
            end.close()


class Talk:
    """A member's line to its foreman; any of its threads may say something, one of them hears."""

    def __init__(self, line: Any) -> None:
        self._line, self._lock = line, Lock()

    def say(self, *message: Any) -> None:
        """Send a message, led by its kind."""
        with self._lock:
            self._line.send(message)

    def hear(self) -> Any:
        """Wait for what the foreman sends. Raises EOFError once the foreman is gone."""
        return self._line.recv()


@dataclass
class Member:
    """A process as its foreman sees it; ``over`` once it has said that it is done, or hung up."""

    name: str
    process: Any
    line: Any
    over: bool = False

    def tell(self, message: Any) -> None:
        """Send it a message; one that is gone hears nothing, which shows elsewhere."""
        with contextlib.suppress(OSError):
            self.line.send(message)


class Crew:
    """Members that work together. As a context it ends them all on leaving; ``pids`` then names them."""

    def __init__(self) -> None:
        self.members: list[Member] = []

    def __enter__(self) -> Crew:
        resource_tracker.ensure_running()  # its start would lift the block below
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with _without(signal.SIGINT, signal.SIGTERM):
            for member in self.members:
                if error is None:
                    member.process.join(JOIN_S)
                member.process.terminate()
            for member in self.members:
                member.process.join(JOIN_S)
                if member.process.is_alive():
                    member.process.kill()
                    member.process.join()
                member.line.close()

    @property
    def pids(self) -> list[int]:
        return [member.process.pid for member in self.members]

    def start(self, name: str, work: Callable[..., None], *arguments: Any) -> Member:
        """Start a process that does ``work(talk, *arguments)``; all of it must be importable and picklable."""
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_member, args=(work, theirs, *arguments), name=name, daemon=True)
        with _without(signal.SIGINT):  # inherited, for good
            process.start()
        theirs.close()
        member = Member(name, process, ours)
        self.members.append(member)
        return member

    def listen(self, meanwhile: Callable[[], bool]) -> Iterator[tuple[Member, tuple]]:
        """What members say, until all are done; ``meanwhile`` does a little work and says whether there is more.

        Raises what a member failed with, and MachineError where one died.
        """
        while waited := {member.line: member for member in self.members if not member.over}:
            patience = 0 if meanwhile() else None
            for line in connection.wait(list(waited), patience):
                member = waited[line]
                try:
                    message = member.line.recv()
                except (EOFError, OSError):
                    member.over = True
                    _look_after(member)
                    continue
                if message[0] == "failed":
                    raise _raised(*message[1:])
                if message[0] == "done":
                    member.over = True
                else:
                    yield member, message


def _look_after(member: Member) -> None:
    """Raise MachineError for a member that died; one that hung up has lost another, whose end will tell why."""
    member.process.join(JOIN_S)
    code = member.process.exitcode
    if code is not None and code < 0:
        raise MachineError(f"{member.name} was killed ({signal.Signals(-code).name})")
    if code != _HUNG_UP:
        raise MachineError(f"{member.name} ended without a word (exit code {code})")


def _member(work: Callable[..., None], line: Any, *arguments: Any) -> None:
    """What runs in a process: the work, and how it ended."""
    talk = Talk(line)
    getLogger().addHandler(Logged(lambda text: talk.say("log", text)))
    try:
        work(talk, *arguments)
        talk.say("done")
    except (EOFError, BrokenPipeError, ConnectionResetError):
        raise SystemExit(_HUNG_UP) from None
    except Exception as error:
        with contextlib.suppress(OSError):
            talk.say("failed", *_telling(error))
    os._exit(0)  # nothing is left to do, and to take an interpreter with compiled kernels apart takes up to a second


def _telling(error: Exception) -> tuple[str, tuple, str]:
    """An error as kind, words and traceback: exceptions themselves do not always survive pickling."""
    trace = "".join(traceback.format_exception(error))
    if isinstance(error, InputError):
        return "input", (error.where, error.found, error.expected), trace
    if isinstance(error, MachineError):
        return "machine", (str(error),), trace
    if isinstance(error, OSError):
        return "disk", (error.errno, error.strerror or str(error)), trace
    return "other", (f"{type(error).__name__}: {error}",), trace


class _Far(Exception):
    """The traceback of another process, as the cause of what is raised here."""

    def __str__(self) -> str:
        return f"\n{self.args[0]}"


def _raised(kind: str, words: tuple, trace: str) -> Exception:
    kinds: dict[str, Callable[..., Exception]] = {"input": InputError, "machine": MachineError, "disk": OSError}
    error = kinds.get(kind, RuntimeError)(*words)
    error.__cause__ = _Far(trace)
    return error


@contextlib.contextmanager
def _without(*signals: signal.Signals) -> Iterator[None]:
    """Signals that come wait until the block is over."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
