"""Contenders in processes of their own, asked for frames in turns: libraries that cannot share a process can share a
round, and a machine that is busy for one is busy for all.

All are pinned to the same cores, and software drivers (llvmpipe and lavapipe are one rasteriser) to the same threads.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import time
from importlib import import_module
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

import numpy as np

from installation.core.errors import MachineError

WAIT_S = 300.0  # for one answer, compiling included
MAX_THREADS = 16  # the rasteriser's own bound
_TRIM_THRESHOLD, _TOP_PAD = -1, -2  # of glibc's malloc.h


class Turns:
    """A context: ``opened`` starts contenders, leaving it ends them."""

    def __init__(self) -> None:
        self.cores = _cores()
        self._spawn = multiprocessing.get_context("spawn")
        self._pipes: dict[str, Connection] = {}
        self._processes: list[Any] = []
        self.drivers: dict[str, str] = {}

    def __enter__(self) -> Turns:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pipe in self._pipes.values():
            pipe.close()
        for process in self._processes:
            process.join(5.0)
            if process.is_alive():
                process.kill()

    def opened(self, name: str, contender: str, *given: Any, environment: dict[str, str] | None = None) -> None:
        """Start ``contender`` (``"module:Class"``, made from ``given``) under a name. Raises MachineError."""
        here, there = self._spawn.Pipe()
        settings = {"LP_NUM_THREADS": str(min(len(self.cores), MAX_THREADS)), **(environment or {})}
        work = (there, contender, given, self.cores, settings)
        process = self._spawn.Process(target=_serve, args=work, daemon=True)
        process.start()
        there.close()
        self._pipes[name] = here
        self._processes.append(process)
        self.drivers[name] = self._answer(name)

    def ask(self, name: str, frames: int) -> np.ndarray:
        """``(frames, 2)``: milliseconds by the clock, and of all cores, that each frame drawn now took."""
        self._pipes[name].send(frames)
        return self._answer(name)

    def picture(self, name: str) -> np.ndarray:
        """The contender's last frame, ``(height, width, 3) uint8``, the top row first."""
        self._pipes[name].send("pixels")
        return self._answer(name)

    def rounds(self, frames: dict[str, int], rounds: int) -> dict[str, np.ndarray]:
        """Each contender's median frame in every round, ``(rounds, 2)`` as above; ``frames``: how many a round."""
        taken: dict[str, list[np.ndarray]] = {name: [] for name in frames}
        for name in frames:
            self.ask(name, 2)
        for _ in range(rounds):
            for name, count in frames.items():
                taken[name].append(np.median(self.ask(name, count), axis=0))
        return {name: np.array(some) for name, some in taken.items()}

    def _answer(self, name: str) -> Any:
        try:
            if not self._pipes[name].poll(WAIT_S):
                raise MachineError(f"bench picture: {name} gave no frame in {WAIT_S:.0f} s")
            kind, value = self._pipes[name].recv()
        except (EOFError, OSError) as error:
            raise MachineError(f"bench picture: {name} ended without a word") from error
        if kind == "failed":
            raise MachineError(f"bench picture: {name}: {value}")
        return value


def _cores() -> list[int]:
    """The cores this process may use, none where the system has no such thing."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else list(range(os.cpu_count() or 1))


def _serve(
    pipe: Connection, contender: str, given: tuple[Any, ...], cores: list[int], settings: dict[str, str]
) -> None:
    """A contender's process: makes it, then draws as often as it is asked to."""
    os.environ.update(settings)
    _keep_memory()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # peers chat there; what fails is told through the pipe
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, cores)
    try:
        module, name = contender.split(":")
        made = getattr(import_module(module), name)(*given)
        pipe.send(("driver", made.driver))
        while True:
            asked = pipe.recv()
            pipe.send(("answer", np.ascontiguousarray(made.pixels()) if asked == "pixels" else _timed(made, asked)))
    except EOFError:
        pass
    except Exception as error:
        pipe.send(("failed", f"{type(error).__name__}: {' '.join(str(error).split())}"))
    os._exit(0)  # some peers fall over while they are taken down


def _keep_memory() -> None:
    """Let the C library keep what a frame frees. It would give it back to the system and fetch it again in the next:
    9,000 page faults a frame, a third of its time, for whichever contender its heap's layout hits."""
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(_TRIM_THRESHOLD, 1 << 30)
        library.mallopt(_TOP_PAD, 1 << 26)


def _timed(contender: Any, frames: int) -> np.ndarray:
    taken = []
    for _ in range(frames):
        began, worked = time.perf_counter(), time.process_time()
        contender.frame()
        taken.append((time.perf_counter() - began, time.process_time() - worked))
    return 1e3 * np.array(taken)
