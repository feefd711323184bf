"""The command line: every bad input is one line and exit 2, nothing is half-written, help is quick."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from installation.cli import errors
from installation.cli.main import COMMANDS, main
from installation.cli.params import Frames, Rate, Seconds, Size
from installation.core.errors import MachineError
from installation.core.performance import Performance, write
from installation.core.resources import folder

PERFORMANCE = str(folder("configs") / "performances" / "slip-invited.jsonl")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout, stderr of a command."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line with which bad input is refused."""
    code, out, err = run(capsys, *arguments)
    assert code == 2, (arguments, err)
    assert out == ""
    assert err.count("\n") == 1, err
    assert err.startswith("convocation: ")
    assert "Traceback" not in err
    return err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--help")
    assert code == 0
    assert all(name in out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, out, err = run(capsys, name, "--help")
    assert (code, err) == (0, "")
    assert f"convocation {name}" in out


def test_help_imports_nothing_heavy() -> None:
    look = (
        "import sys\nfrom installation.cli.main import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "assert not {'numba', 'moderngl', 'av', 'scipy', 'matplotlib', 'numpy'} & set(sys.modules), 'too much'"
    )
    subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, timeout=60)


BAD = [
    ["rendr"],
    ["render"],
    ["render", "x.avi"],
    ["render", "x.mp4", "--size", "99x100"],
    ["render", "x.mp4", "--size", "100x8194"],
    ["render", "x.mp4", "--size", "big"],
    ["render", "x.mp4", "--fps", "0"],
    ["render", "x.mp4", "--fps", "30/0"],
    ["render", "x.mp4", "--fps", "nan"],
    ["render", "x.mp4", "--quality", "best"],
    ["render", "x.mp4", "--frames", "9-3"],
    ["render", "x.mp4", "--frames", "7"],
    ["render", "x.mp4", "--workers", "0"],
    ["render", "x.mp4", "--workers", "65"],
    ["render", "x.mp4", "--workers", "two"],
    ["render", "x.wav", "--resume"],
    ["render", "x.png", "--resume"],
    ["render", "x.wav", "--from", "-1"],
    ["render", "x.wav", "--from", "inf"],
    ["render", "x.wav", "--to", "21601"],
    ["render", "x.wav", "--from", "4", "--to", "3"],
    ["render", "x.wav", "--seed", "-1"],
    ["render", "x.wav", "--seed", str(2**63)],
    ["render", "x.wav", "--performance", "missing.jsonl"],
    ["render", "x.wav", "--config", "missing.toml"],
    ["render", "missing/x.wav"],
    ["render", "x.wav", "--what"],
    ["inspect"],
    ["inspect", "missing.mp4"],
    ["inspect", PERFORMANCE],
    ["sheet", "missing.mp4", "--out", "x.png"],
    ["sheet", "missing.mp4", "--out", "x.jpg"],
    ["sheet", "missing.mp4", "--out", "x.png", "--columns", "0"],
    ["perform", "--for", "0"],
    ["perform", "--autopilot", "maybe"],
    ["perform", "--display", "-1"],
    ["perform", "--config", "missing.toml"],
    ["perform", "--performance", "missing.jsonl"],
    ["check", "--config", "missing.toml"],
    ["check", "--score", "nothing"],
    ["check", "--performance", "missing.jsonl"],
    ["bench", "nothing"],
]


@pytest.mark.parametrize("arguments", BAD, ids=" ".join)
def test_bad_input_is_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    refused(capsys, *arguments)
    assert list(tmp_path.iterdir()) == []


def test_places_that_are_of_the_wrong_kind(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("kept")
    Path("folder").mkdir()
    for arguments in (
        ["render", "file"],
        ["render", "file/x.wav"],
        ["render", "x.wav", "--stems", "file"],
        ["inspect", "folder"],
        ["inspect", "file", "--plot", "folder"],
        ["inspect", "file", "--json", "folder"],
        ["inspect", "file", "--json", "missing/x.json"],
        ["sheet", "file", "--out", "folder/missing/x.png"],
    ):
        refused(capsys, *arguments)
    assert Path("file").read_text() == "kept"
    assert list(Path("folder").iterdir()) == []


def test_a_line_of_a_performance_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text('{"convocation": 1}\n{"tick": 3, "gesture": "breathe", "value": 2}\n')
    for arguments in (["check", "--performance"], ["render", str(tmp_path / "x.wav"), "--performance"]):
        assert f"{path}:2" in refused(capsys, *arguments, str(path))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=60), max_size=5))
def test_performances_of_garbage(capsys: pytest.CaptureFixture[str], tmp_path: Path, lines: list[bytes]) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes(b"\n".join([b'{"convocation": 1}', b"not a gesture", *lines]))
    refused(capsys, "render", str(tmp_path / "x.wav"), "--performance", str(path))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("[]=\"'{}xw1.#\n \t", min_size=1, max_size=60))
def test_configs_of_garbage(capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(f"nothing_of_ours = 1\n{text}")
    refused(capsys, "render", str(tmp_path / "x.wav"), "--config", str(path))


@given(st.text(max_size=20))
def test_values_are_read_or_refused(text: str) -> None:
    for kind in (Size(), Seconds(), Rate(), Frames()):
        found = kind.read(text)
        assert found is None or text.isascii() or "×" in text or any(c.isdigit() for c in text)


def test_a_render_inspected_and_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slipping: Performance
) -> None:
    monkeypatch.chdir(tmp_path)
    write("p.jsonl", slipping)
    assert run(capsys, "render", "x.wav", "--performance", "p.jsonl")[0] == 0
    code, out, _ = run(capsys, "inspect", "x.wav", "--performance", "p.jsonl", "--json", "-", "--plot", "x.png")
    (figures,) = json.loads(out)["media"]
    rows = figures["per_second"]
    assert code == 0
    names = ("at_s", "dissonance", "onset_index", "loudness_lufs", "coherence", "pitches")
    assert [len(rows[name]) for name in names] == [6] * 6
    assert rows["severity"]["slip"][0] == 0.0
    assert rows["severity"]["slip"][2] > 0.5
    assert figures["story"]["began_s"] == 1.0
    assert figures["overall"]["true_peak_dbtp"] <= -0.9
    assert Path("x.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    code, out, _ = run(capsys, "inspect", "x.wav", "--performance", "p.jsonl")
    assert code == 0
    assert "coherence" in out
    assert sorted(p.name for p in tmp_path.iterdir()) == ["p.jsonl", "x.png", "x.wav"]


def test_check_says_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "check", "--performance", PERFORMANCE)
    assert code == 0
    assert all(word in out for word in ("score", "rooms", "OpenGL", "sound", "libraries", "in order"))


def test_devices_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "devices", "--json")
    assert code == 0
    assert isinstance(json.loads(out), list)


def test_a_tone_without_a_device(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from installation.surfaces import speakers

    monkeypatch.setattr(speakers, "list_devices", list)
    code, _, err = run(capsys, "devices", "--tone")
    assert (code, err.count("\n")) == (1, 1)


def test_no_gl_is_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import moderngl

    def none(**_: object) -> None:
        raise Exception("libEGL.so not loaded")

    monkeypatch.setattr(moderngl, "create_context", none)
    code, _, err = run(capsys, "render", str(tmp_path / "x.png"))
    assert (code, err.count("\n")) == (1, 1)
    assert "OpenGL" in err
    assert list(tmp_path.iterdir()) == []


def test_what_nobody_foresaw_leaves_a_log(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(errors, "log_folder", lambda: tmp_path / "log")
    monkeypatch.setattr("installation.surfaces.speakers.list_devices", lambda: 1 / 0)
    code, _, err = run(capsys, "devices")
    (log,) = (tmp_path / "log").iterdir()
    assert (code, err.count("\n")) == (1, 1)
    assert str(log) in err
    assert "ZeroDivisionError" in log.read_text()
    assert "Traceback" in log.read_text()


@pytest.mark.parametrize("kind", [KeyboardInterrupt, MachineError])
def test_an_unfinished_render_says_how_it_goes_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: type[BaseException]
) -> None:
    def stopped(*_: object) -> None:
        error = kind("the lamp went out") if kind is MachineError else kind()
        error.add_note("7 of 9 frames are kept")
        raise error

    monkeypatch.setattr("installation.offline.render.render", stopped)
    code, _, err = run(capsys, "render", str(tmp_path / "x.mp4"))
    why = "the lamp went out" if kind is MachineError else "interrupted"
    assert (code, err) == (1, f"convocation: {why}; 7 of 9 frames are kept\n")


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_render_ends_clean(tmp_path: Path, which: signal.Signals) -> None:
    command = [sys.executable, "-m", "installation", "render", str(tmp_path / "x.wav"), "--to", "3000"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ})
    until = time.monotonic() + 90
    while not any(tmp_path.iterdir()) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.3)
    process.send_signal(which)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert err.count("\n") == 1, err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    """The real refusal of a real file system: files are limited to 100 kB."""
    limited = (
        "import resource, sys\nresource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "from installation.cli.main import main\nmain(sys.argv[1:])"
    )
    command = [sys.executable, "-c", limited, "render", str(tmp_path / "x.wav"), "--to", "2"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, env={**os.environ})
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1, ended.stderr
    assert list(tmp_path.iterdir()) == []
