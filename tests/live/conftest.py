"""Real servers for the live tests: a screen without a monitor (Xvfb) and a sound server without a card (JACK)."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import psutil
import pytest

PERFORM = """
import sys, msgspec
from installation.live.options import Options
from installation.live.session import perform
sys.exit(perform(msgspec.json.decode(sys.argv[1], type=Options)))
"""


def wait_for(what: Callable[[], object], seconds: float, why: str) -> object:
    """The first true answer of ``what`` within ``seconds``."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = what()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"{why}: not within {seconds} s")


def until(act: Callable[[], object], what: Callable[[], object], why: str, seconds: float = 20) -> object:
    """What ``what`` finds after ``act``, an edit, which is done again every second until its watch has begun."""

    def tried() -> object:
        act()
        for _ in range(20):
            found = what()
            if found:
                return found
            time.sleep(0.05)
        return None

    return wait_for(tried, seconds, why)


def needs(*programs: str) -> None:
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture
def screen() -> Iterator[dict[str, str]]:
    """The environment of a screen of its own."""
    needs("Xvfb")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "800x600x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        number = os.read(read, 16).decode().strip()
        assert number, "Xvfb gave no display"
        yield {"DISPLAY": f":{number}"}
    finally:
        os.close(read)
        end(server)


# JACK keeps a register of at most eight servers on a machine, and takes the place of one that was killed back only when
# another of its name starts: so the names are always the same few, one for each run at a time.
JACK_NAMES = ("convocation-test", "convocation-test-2", "convocation-test-3")


@pytest.fixture
def jack() -> Iterator[dict[str, str]]:
    """The environment of a sound server of its own, with eight outputs that lead nowhere."""
    needs("jackd")
    client = pytest.importorskip("jack")
    for name in JACK_NAMES:
        env = {"JACK_DEFAULT_SERVER": name, "JACK_NO_AUDIO_RESERVATION": "1"}
        # What is tested is the heart, not the server on a busy machine: it waits for its clients (-S), and it and the
        # capture come before the picture where that is granted.
        command = f"nice -n -11 jackd -S -r -n {name} -d dummy -r 48000 -p 1024 -C 8 -P 8"
        quiet = subprocess.DEVNULL
        server = subprocess.Popen(command.split(), env={**os.environ, **env}, stdout=quiet, stderr=quiet)
        try:
            if wait_for(partial(answers, client, server, name), 15, "jackd answers") == "yes":
                yield {**env, "JACKD_PID": str(server.pid)}
                return
        finally:
            end(server)
    raise AssertionError(f"no jackd could be started as any of {', '.join(JACK_NAMES)}")


def answers(client, server: subprocess.Popen, name: str) -> str:
    """ "yes" once the server takes clients, "ended" where it gave up, "" while it is starting."""
    if server.poll() is not None:
        return "ended"
    try:
        client.Client("probe", no_start_server=True, servername=name).close()
    except client.JackError:
        return ""
    return "yes"


@pytest.fixture
def capture(jack, tmp_path) -> Iterator[Callable[[], Callable[[], tuple[np.ndarray, str]]]]:
    """``capture()`` begins to capture what PortAudio sends to the server and returns what ends that.

    Which returns ``(samples, 2) float32`` and a line where the server itself skipped periods.
    """
    path, script = tmp_path / "captured.f4", Path(__file__).with_name("capture_jack.py")
    arguments = ["nice", "-n", "-11", sys.executable, str(script), jack["JACK_DEFAULT_SERVER"], str(path)]
    clients: list[subprocess.Popen] = []

    def begin() -> Callable[[], tuple[np.ndarray, str]]:
        client = subprocess.Popen(arguments, env={**os.environ, **jack}, stderr=subprocess.PIPE, text=True)
        clients.append(client)

        def finish() -> tuple[np.ndarray, str]:
            client.send_signal(signal.SIGTERM)
            _, told = client.communicate(timeout=20)
            assert client.returncode == 0, told
            return np.fromfile(path, np.float32).reshape(-1, 2), told

        return finish

    yield begin
    for client in clients:
        if client.poll() is None:
            end(client)


class Running:
    """A session that runs: its process, its folder, and all that it has started."""

    def __init__(self, process: subprocess.Popen, run: Path) -> None:
        self.process, self.run = process, run
        self.seen: dict[int, psutil.Process] = {}

    @property
    def folder(self) -> Path | None:
        return next(iter((self.run / "convocation").glob("session-*")), None)

    wait_for = staticmethod(wait_for)

    def parts(self) -> dict[str, psutil.Process]:
        """Its processes by name: heart, window."""
        found = {}
        for child in psutil.Process(self.process.pid).children(recursive=True):
            self.seen[child.pid] = child
            try:
                module = next((a for a in child.cmdline() if a.startswith("installation.live.")), "")
            except psutil.Error:
                continue
            found[module.rpartition(".")[2]] = child
        return found

    def wait_playing(self, seconds: float = 120.0) -> None:
        """Until the heart plays; kernels may have to be compiled first."""
        from installation.core.ring import PLAYING, RingReader

        def playing() -> bool:
            assert self.process.poll() is None, "the session has ended"
            if self.folder is None or not (self.folder / "moments").exists():
                return False
            return RingReader(self.folder / "moments").state == PLAYING

        wait_for(playing, seconds, "the heart plays")

    def stop(self, how: int = signal.SIGTERM) -> float:
        """Ask it to end; returns the seconds until it had."""
        self.parts()
        began = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(20)
        return time.monotonic() - began

    def leftovers(self) -> list[str]:
        """Processes and files that are still there."""
        alive = [str(p) for p in self.seen.values() if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
        return alive + [str(p) for p in (self.run / "convocation").rglob("*")]


@pytest.fixture
def session(tmp_path) -> Iterator[Callable[..., Running]]:
    """Starts sessions: ``session(env, **options)``; ``live`` stands for the speakers' lines of the live file."""
    started: list[Running] = []
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="run") as run:  # short enough for a socket's address

        def start(env: dict[str, str], live: str = "", **options: object) -> Running:
            (tmp_path / "live.toml").write_text(
                LIVE.replace('device = "system JACK"', live or 'device = "system JACK"')
            )
            chosen = json.dumps({"config": str(tmp_path / "live.toml"), **options})
            clean = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
            whole = {**clean, **env, "XDG_RUNTIME_DIR": run, "XDG_STATE_HOME": str(tmp_path / "state")}
            process = subprocess.Popen(
                [sys.executable, "-c", PERFORM, chosen], env=whole, cwd=tmp_path, stderr=subprocess.PIPE, text=True
            )
            started.append(Running(process, Path(run)))
            return started[-1]

        yield start
        for running in started:
            if running.process.poll() is None:
                running.parts()
                running.process.kill()
                running.process.wait()
            for part in running.seen.values():
                if part.is_running():
                    part.kill()


DEVICE = 'device = "system JACK"'
LIVE = f"""
[speakers]
{DEVICE}
[window]
width = 320
height = 180
quality = "low"
[keys]
space = "breathe"
a = "palm left"
x = "trouble slip 0.9"
escape = "end"
1 = "play 62"
"""
