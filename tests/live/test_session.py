"""Sessions that cannot begin as asked: bad input is one line, no screen is an excerpt."""

from __future__ import annotations

import pytest

from installation.core.errors import InputError
from installation.live.options import Options
from installation.live.session import perform
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
    assert sorted(p.name for p in no_screen.iterdir()) == ["bad.jsonl", "bad.toml"]


@pytest.mark.gl
def test_without_a_screen_there_is_an_excerpt(no_screen, capfd):
    assert perform(Options(for_s=0.2)) == 0
    told = capfd.readouterr().err
    assert "no screen here: rendering a short excerpt to renders/excerpt.mp4" in told
    assert (no_screen / "renders" / "excerpt.mp4").stat().st_size > 1000
    assert [p.name for p in no_screen.iterdir()] == ["renders"]
