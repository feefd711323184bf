"""Real servers for measuring the live evening: a screen without a monitor, a sound server without a card, a capture.

All ends with the block that it was opened in. Needs Xvfb and jackd on the machine and JACK-Client in the environment.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import numpy as np
import psutil

from installation.core.errors import MachineError
from installation.live.options import Options

NAME = "convocation-bench"  # always the same: JACK takes the place of a server that was killed back only by its name
CAPTURE = Path(__file__).with_name("rig_capture.py")
QUIET = subprocess.DEVNULL


def wait_for(what: Callable[[], object], seconds: float, why: str) -> None:
    """Until ``what`` is true. Raises MachineError where that takes longer."""
    until_s = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until_s:
            raise MachineError(f"{why}: not within {seconds:g} s")
        time.sleep(0.02)


def end(process: subprocess.Popen, seconds: float = 5.0) -> None:
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    if process.poll() is None:
        process.kill()
        process.wait()


def environment(env: dict[str, str]) -> dict[str, str]:
    """Of a process that is to find the checkout."""
    root = str(Path(__file__).parent.parent)
    return {**os.environ, **env, "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])}


@contextlib.contextmanager
def screen(size: str = "800x600x24") -> Iterator[dict[str, str]]:
    """The environment of a screen of its own."""
    _needed("Xvfb")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp", "-noreset"],
        pass_fds=(write,),
        stderr=QUIET,
    )
    os.close(write)
    try:
        yield {"DISPLAY": f":{os.read(read, 16).decode().strip()}"}
    finally:
        os.close(read)
        end(server)


@contextlib.contextmanager
def sound_server(frames: int) -> Iterator[dict[str, str]]:
    """The environment of a sound server that asks for ``frames`` at a time."""
    _needed("jackd")
    env = {"JACK_DEFAULT_SERVER": NAME, "JACK_NO_AUDIO_RESERVATION": "1", "JACK_NO_START_SERVER": "1"}
    command = f"nice -n -11 jackd -S -r -n {NAME} -d dummy -r 48000 -p {frames} -C 2 -P 2"
    server = subprocess.Popen(command.split(), env={**os.environ, **env}, stdout=QUIET, stderr=QUIET)
    try:
        probe = [sys.executable, str(CAPTURE), "probe", NAME]
        wait_for(lambda: subprocess.run(probe, stderr=QUIET, stdout=QUIET).returncode == 0, 15, "jackd answers")
        yield env
    finally:
        end(server, 1.0)


class Capture:
    """What a client of the server hears, from when the first stream appears until ``finish``.

    ``at_s[i]`` is the monotonic time at which the period of sample ``i * frames`` began.
    """

    def __init__(self, env: dict[str, str], folder: Path, seconds: float) -> None:
        self._path = folder / "captured"
        command = ["nice", "-n", "-11", sys.executable, str(CAPTURE), "capture", NAME, str(self._path), str(seconds)]
        self._client = subprocess.Popen(command, env={**os.environ, **env}, stderr=subprocess.PIPE, text=True)
        self.told = ""

    def finish(self) -> np.ndarray:
        """``(samples, 2) float32``, mapped from its file."""
        self._client.send_signal(signal.SIGTERM)
        _, self.told = self._client.communicate(timeout=120)
        self.skipped = [line for line in self.told.splitlines() if line.startswith("skipped")]
        return np.memmap(self._path.with_suffix(".f4"), np.float32, "r").reshape(-1, 2)

    @property
    def periods(self) -> np.ndarray:
        """``(periods, 2) float64``: the first sample of each period captured, and when it was asked for."""
        return np.fromfile(self._path.with_suffix(".f8")).reshape(-1, 2)

    def close(self) -> None:
        if self._client.poll() is None:
            end(self._client)


class Evening:
    """A live evening that runs: all of it, or ``part`` "heart" alone."""

    def __init__(self, env: dict[str, str], folder: Path, part: str, config: str, **options: object) -> None:
        self._run = folder / "run"
        self._run.mkdir(mode=0o700)
        (folder / "live.toml").write_text(config)
        self.folder = self._run / "session"
        chosen = Options(config=str(folder / "live.toml"), **options)  # type: ignore[arg-type]
        code = "import sys, msgspec; from installation.live.options import Options\n"
        if part == "heart":
            self.folder.mkdir(mode=0o700)
            chosen = msgspec.structs.replace(chosen, folder=str(self.folder))
            code += "from installation.live.heart import main; from installation.live.options import run_process\n"
            code += "run_process(main)"
        else:
            code += "from installation.live.session import perform\n"
            code += "sys.exit(perform(msgspec.json.decode(sys.argv[1], type=Options)))"
        whole = {**environment(env), "XDG_RUNTIME_DIR": str(self._run), "XDG_STATE_HOME": str(folder / "state")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, msgspec.json.encode(chosen).decode()],
            env=whole, cwd=folder, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def wait_playing(self, seconds: float = 180.0) -> None:
        from installation.core.ring import PLAYING, RingReader

        def playing() -> bool:
            if self.process.poll() is not None:
                raise MachineError(f"the evening has ended: {self.process.communicate()[1]}")
            self.folder = next((self._run / "convocation").glob("session-*"), self.folder)
            ring = self.folder / "moments"
            return ring.exists() and RingReader(ring).state == PLAYING

        wait_for(playing, seconds, "the evening plays")

    def cpu_s(self) -> dict[str, float]:
        """CPU seconds of its processes so far, by name."""
        found: dict[str, float] = {}
        me = psutil.Process(self.process.pid)
        for process in [me, *me.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                name = next(
                    (a.rpartition(".")[2] for a in process.cmdline() if a.startswith("installation.")), "session"
                )
                times = process.cpu_times()
                found[name] = found.get(name, 0.0) + times.user + times.system
        return found

    def stop(self) -> str:
        """End it; returns what it told."""
        self.process.terminate()
        try:
            return self.process.communicate(timeout=20)[1]
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.communicate()[1]


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """A folder whose path is short enough for a socket's address."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="rig") as folder:
        yield Path(folder)


def _needed(program: str) -> None:
    if shutil.which(program) is None:
        raise MachineError(f"{program} is not installed (Debian: {'jackd2' if program == 'jackd' else 'xvfb'})")
