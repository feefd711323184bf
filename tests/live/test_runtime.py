"""The session's folder: private, known by its owner, swept when the owner is dead."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

import pytest

from installation.live import runtime


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_private_and_gone_again(home):
    folder = runtime.open_folder()
    assert folder.is_relative_to(home)
    assert folder.stat().st_mode & 0o777 == folder.parent.stat().st_mode & 0o777 == 0o700
    runtime.close_folder(folder)
    assert list(home.iterdir()) == []


def test_the_users_runtime_folder_is_used_where_there_is_one(home, monkeypatch):
    with tempfile.TemporaryDirectory(dir="/tmp") as run:  # short: pytest's own folders are too long for a socket
        monkeypatch.setenv("XDG_RUNTIME_DIR", run)
        folder = runtime.open_folder()
        assert folder.parent == runtime.Path(run) / "convocation"
        runtime.close_folder(folder)


@pytest.mark.parametrize("trap", ["open", "link", "file"])
def test_a_folder_that_others_could_enter_is_not_used(home, trap):
    there = home / f"convocation-{os.getuid()}"
    if trap == "open":
        there.mkdir()
        there.chmod(0o777)
    elif trap == "link":
        (home / "elsewhere").mkdir(mode=0o700)
        there.symlink_to(home / "elsewhere")
    else:
        there.write_text("")
    folder = runtime.open_folder()
    assert folder.parent != there
    assert folder.parent.stat().st_mode & 0o777 == 0o700


def test_a_long_path_still_leaves_room_for_a_socket(home, monkeypatch):
    long = home / ("x" * 100)
    long.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(long))
    assert not runtime.open_folder().is_relative_to(long)


def test_what_a_killed_session_left_is_swept_and_what_lives_is_not(home):
    code = (
        "from installation.live import runtime; import time; print(runtime.open_folder(), flush=True); time.sleep(60)"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(home)}
    )
    try:
        assert other.stdout is not None
        theirs = runtime.Path(other.stdout.readline().strip())
        assert theirs.is_dir()
        mine = runtime.open_folder()
        assert theirs.is_dir()
    finally:
        other.kill()
        other.wait()
    (theirs / "moments").write_text("left behind")
    reused = theirs.with_name(f"session-{os.getpid()}-123")  # this pid, but another process's start
    reused.mkdir()
    assert set(runtime.sweep(theirs.parent)) == {theirs, reused}
    assert mine.is_dir()
