"""Keys become gestures: held ones ramp and always come home, notes end, nothing leaves its range."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.core import gestures as g
from installation.core.errors import InputError
from installation.surfaces.keyboard import STEP, Keyboard, Surroundings, read_actions

KEYS = {
    "space": "breathe", "a": "palm left", "l": "palm right", "p": "palms", "t": "stretch", "r": "raise", "i": "invite",
    "w": "will", "1": "play 62", "2": "play 64.5 0.4", "x": "trouble slip 0.5", "[": "scene previous",
    "]": "scene next", "c": "scene coda", "f": "fullscreen",
}  # fmt: skip
NOW = Surroundings("slip", ("dusk", "dance", "night"), 0)


@pytest.fixture
def keyboard():
    return Keyboard(read_actions(KEYS, "live.toml"))


def run(keyboard: Keyboard, seconds: float) -> list[g.Gesture]:
    return [gesture for _ in range(round(seconds * 60)) for gesture in keyboard.step(1 / 60)]


def test_breath_rises_while_held_and_sinks_after(keyboard):
    assert keyboard.press("space", NOW) == []
    rising = [found.value for found in run(keyboard, 2.0)]
    assert rising == sorted(rising)
    assert rising[-1] == 1.0
    assert max(b - a for a, b in pairwise(rising)) < 3 * STEP
    keyboard.release("space")
    assert [found.value for found in run(keyboard, 2.0)][-1] == 0.0
    assert run(keyboard, 1.0) == []


def test_palms_move_apart_and_together(keyboard):
    keyboard.press("a", NOW)
    left = run(keyboard, 1.0)[-1]
    assert (left.left, left.right) == (1.0, 0.0)
    keyboard.press("l", NOW)
    both = run(keyboard, 1.0)[-1]
    assert (both.left, both.right) == (1.0, 1.0)
    keyboard.let_go()
    keyboard.press("p", NOW)
    assert run(keyboard, 1.0)[-1] == both


def test_strikes(keyboard):
    assert keyboard.press("i", NOW)[0].fault == "slip"
    assert keyboard.press("x", NOW)[0] == g.Trouble(tick=0, fault="slip", value=0.5, source="keyboard")
    assert keyboard.press("w", NOW, (0.25, -0.5))[0] == g.Will(tick=0, x=0.25, y=-0.5, source="keyboard")
    assert keyboard.press("[", NOW)[0].name == "night"
    assert keyboard.press("]", NOW)[0].name == "dance"
    assert keyboard.press("c", NOW)[0].name == "coda"


def test_nothing_open_is_not_invited(keyboard):
    assert keyboard.press("i", Surroundings()) == []
    assert keyboard.press("]", Surroundings()) == []


def test_a_note_sounds_until_its_key_comes_up(keyboard):
    on = keyboard.press("2", NOW)
    assert (on[0].pitch, on[0].velocity) == (64.5, 0.4)
    assert keyboard.press("2", NOW) == []  # the system's key repeat
    off = keyboard.release("2")
    assert (off[0].pitch, off[0].velocity, off[0].id) == (64.5, 0.0, on[0].id)


def test_losing_the_keys_lets_everything_go(keyboard):
    for key in ("space", "1", "t"):
        keyboard.press(key, NOW)
    run(keyboard, 1.0)
    ended = keyboard.let_go()
    assert {type(found) for found in ended} == {g.Play, g.Breathe, g.Stretch}
    assert all(getattr(found, "velocity", 0.0) == 0.0 for found in ended)
    assert run(keyboard, 1.0) == []


def test_only_a_reopened_window_says_first_that_its_hands_are_down(keyboard):
    assert keyboard.step(1 / 60) == []
    reopened = Keyboard(read_actions(KEYS, "live.toml"), reopened=True)
    first = reopened.step(1 / 60)
    assert [type(found) for found in first] == [g.Breathe, g.Palms, g.Stretch, g.Raise]
    assert (first[0].value, first[1].left, first[1].right, first[2].value, first[3].value) == (0.0,) * 5
    assert run(reopened, 1.0) == []


def test_an_unknown_verb_names_its_key():
    with pytest.raises(InputError, match=r"live\.toml: keys\.q"):
        read_actions({"q": "fly"}, "live.toml")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["press", "release", "step", "click", "go"]),
            st.sampled_from([*KEYS, "unknown"]),
            st.floats(-2, 2),
            st.floats(0, 3),
        ),
        max_size=60,
    )
)
def test_whatever_is_pressed_makes_valid_gestures_and_comes_home(does):
    keyboard = Keyboard(read_actions(KEYS, "live.toml"))
    made: list[g.Gesture] = []
    for what, key, place, passed in does:
        made += {
            "press": lambda k=key, p=place: keyboard.press(k, NOW, (p, p)),
            "release": lambda k=key: keyboard.release(k),
            "step": lambda s=passed: keyboard.step(s),
            "click": lambda p=place: keyboard.click(p, -p),
            "go": keyboard.let_go,
        }[what]()
    made += keyboard.let_go()
    for found in made:
        assert g.parse(g.line(found)) == found
    last = {type(found): found for found in made}
    assert all(last[kind].value == 0.0 for kind in (g.Breathe, g.Stretch, g.Raise) if kind in last)
