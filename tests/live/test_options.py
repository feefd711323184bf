"""Config and options: the shipped file stands, wrong ones are one line, the command line wins."""

from __future__ import annotations

import pytest

from installation.core import gestures as g
from installation.core.errors import InputError
from installation.core.performance import Header, Performance, write
from installation.live.config import Live, actions, read_live
from installation.live.options import Options


def test_the_shipped_file_says_what_the_code_assumes():
    live = read_live()
    assert (live.speakers, live.window, live.evening) == (Live().speakers, Live().window, Live().evening)
    verbs = {action.verb for action in actions(live).values()}
    assert {"breathe", "palm left", "palm right", "stretch", "invite", "raise", "play", "trouble", "scene"} <= verbs


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[window]\nwidth = 10", "width"),
        ("[window]\ncolour = 1", "colour"),
        ("[speakers]\nlead_ticks = 0", "lead_ticks"),
        ("[evening]\nautopilot = true", "autopilot"),
        ("[keys]\nspace = 'fly'", "keys.space"),
        ("[keys]\nspace = 'play 200'", "keys.space"),
        ("[keys]\nspace = 'trouble'", "keys.space"),
        ("[keys]\nspace = 'breathe deeply'", "keys.space"),
        ("[keys", "live.toml"),
        ("[window]\nscale = nan", "scale"),
    ],
)
def test_wrong_files_are_refused_by_name(tmp_path, text, named):
    path = tmp_path / "live.toml"
    path.write_text(text)
    with pytest.raises(InputError) as refused:
        read_live(path)
    assert named in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_command_line_wins():
    options = Options(seed=11, autopilot="on", fullscreen=True, display=1)
    assert options.live().window.fullscreen is True
    assert options.live().window.display == 1
    assert options.script().header == Header(seed=11, autopilot=True)


def test_a_performance_keeps_its_header_but_for_what_is_asked(tmp_path):
    path = tmp_path / "p.jsonl"
    write(path, Performance(Header(seed=5, autopilot="auto"), (g.Panic(tick=3),)))
    assert Options(performance=str(path)).script().header == Header(seed=5, autopilot="auto")
    assert Options(performance=str(path), seed=6).script().header.seed == 6
    assert Options(performance=str(path)).script().gestures == (g.Panic(tick=3),)
