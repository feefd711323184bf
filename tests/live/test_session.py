"""Sessions that cannot begin as asked: bad input is one line, no screen is an excerpt."""

from __future__ import annotations

import pytest

from installation.core.errors import InputError
from installation.live import session
from installation.live.options import Options
from installation.live.session import BACK_OFF_S, CRASHES, NO_SCREEN, SETTLED_S, Session, perform
from installation.surfaces.screen import has_screen


@pytest.fixture
def no_screen(monkeypatch, tmp_path):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_screens_are_told_by_the_environment(no_screen, monkeypatch):
    assert not has_screen()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert has_screen()
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    assert not has_screen()


def test_bad_input_is_refused_before_anything_starts(no_screen):
    (no_screen / "bad.toml").write_text("[window]\nwidth = 'wide'")
    with pytest.raises(InputError, match=r"bad\.toml"):
        perform(Options(config="bad.toml"))
    (no_screen / "bad.jsonl").write_text('{"convocation":1}\n{"tick":1,"gesture":"fly"}')
    with pytest.raises(InputError, match=r"bad\.jsonl:2"):
        perform(Options(performance="bad.jsonl"))
    (no_screen / "bad.jsonl").write_text('{"convocation":1}')
    with pytest.raises(InputError, match=r"--record bad\.jsonl"):
        perform(Options(performance="bad.jsonl", record="bad.jsonl"))
    assert sorted(p.name for p in no_screen.iterdir()) == ["bad.jsonl", "bad.toml"]


@pytest.mark.gl
def test_without_a_screen_there_is_an_excerpt(no_screen, capfd):
    assert perform(Options(for_s=0.2)) == 0
    told = capfd.readouterr().err
    assert "no screen here: rendering a short excerpt to renders/excerpt.mp4" in told
    assert (no_screen / "renders" / "excerpt.mp4").stat().st_size > 1000
    assert [p.name for p in no_screen.iterdir()] == ["renders"]


class Part:
    """A process that runs until it is given an exit code."""

    def __init__(self, reopened: bool) -> None:
        self.reopened, self.code = reopened, None

    def poll(self) -> int | None:
        return self.code


class Watched(Session):
    """A session over parts that are not started; ``windows`` are all that it has opened."""

    def __init__(self, tmp_path) -> None:
        self.windows: list[Part] = []
        super().__init__(Options(), tmp_path)

    def _start(self, part):
        found = Part(self._options.reopened)
        if part == "window":
            self.windows.append(found)
        return found

    def crash(self, code: int = 1) -> int | None:
        self.windows[-1].code = code
        return self._look()


@pytest.fixture
def watched(monkeypatch, tmp_path):
    """``(session, clock)``: ``clock[0]`` is the time in seconds."""
    clock = [1000.0]
    monkeypatch.setattr(session.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(session, "come_first", lambda: None)
    return Watched(tmp_path), clock


def test_a_window_that_keeps_failing_is_tried_again_later(watched, capfd):
    evening, clock = watched
    for _ in range(CRASHES + 1):
        assert evening.crash() is None
    assert len(evening.windows) == 1 + CRASHES
    assert [window.reopened for window in evening.windows] == [False] + [True] * CRASHES
    for later in range(1, 4):
        clock[0] += BACK_OFF_S - 1.0
        evening._look()
        assert len(evening.windows) == CRASHES + later
        clock[0] += 1.0
        evening._look()
        assert len(evening.windows) == CRASHES + later + 1
        evening.crash()
    assert len(capfd.readouterr().err.splitlines()) == CRASHES + 1


def test_crashes_far_apart_do_not_add_up(watched):
    evening, clock = watched
    for crash in range(4 * CRASHES):
        clock[0] += SETTLED_S + 1.0
        evening.crash()
        assert len(evening.windows) == crash + 2


def test_a_screen_lost_in_the_evening_does_not_end_it(watched):
    evening, _ = watched
    evening.crash()
    assert evening.crash(NO_SCREEN) is None
    assert evening.crash(0) == 0


def test_without_a_screen_from_the_start_there_is_no_evening(watched):
    evening, _ = watched
    assert evening.crash(NO_SCREEN) == NO_SCREEN
