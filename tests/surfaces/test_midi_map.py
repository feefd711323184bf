"""Map files: the shipped one stands, wrong ones are one line that names file and key, curves go where they should."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.core import gestures as g
from installation.core.errors import InputError
from installation.core.resources import folder
from installation.surfaces.midi_map import DEEDS, TARGETS, Button, Control, map_path, read_map


@pytest.mark.parametrize("path", sorted((folder("configs") / "midi").glob("*.toml")), ids=lambda p: p.stem)
def test_the_shipped_maps_stand(path):
    found = read_map(path)
    assert found.controls
    assert all(button.gesture() is not None or button.do == "will" for button in found.buttons)


def test_the_default_reaches_all_continuous_gestures_but_those_of_notes():
    reached = {control.to for control in read_map(map_path("default", Path())).controls}
    assert reached >= set(TARGETS) - {"palms"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[notes]\nlowest = 128", "lowest"),
        ("[notes]\nlowest = 61\nhighest = 60", "notes.lowest"),
        ("[notes]\ncolour = 1", "colour"),
        ("[notes]\nchannels = [0]", "channels"),
        ('[[control]]\ncontrol = 120\nto = "breathe"', "control[0].control"),
        ('[[control]]\ncontrol = 1\nto = "fly"', "control[0].to"),
        ('[[control]]\ncontrol = 1\nto = "breathe"\nrange = [9, 9]', "control[0].range"),
        ('[[control]]\ncontrol = 1\nto = "breathe"\nmin = -0.5', "control[0].min"),
        ('[[control]]\ncontrol = 1\nto = "breathe"\ncurve = 0.0', "control[0].curve"),
        ('[[control]]\ncontrol = 1\nto = "breathe"\nmax = nan', "max"),
        ('[[control]]\nto = "breathe"', "control"),
        ('[[control]]\ncontrol = 1\nto = "raise"\nchannel = 17', "control[0].channel"),
        ('[[button]]\ndo = "panic"', "button[0]"),
        ('[[button]]\nnote = 1\nprogram = 2\ndo = "panic"', "button[0]"),
        ('[[button]]\nnote = 1\ndo = "dance"', "button[0].do"),
        ('[[button]]\nnote = 1\ndo = ""', "button[0].do"),
        ('[[button]]\nnote = 1\ndo = "will 0.5"', "button[0].do"),
        ('[[button]]\nnote = 1\ndo = "will 0 3"', "button[0].do"),
        ('[[button]]\nnote = 1\ndo = "command sing"', "button[0].do"),
        ('[[button]]\nnote = 1\ndo = "touch three"', "button[0].do"),
        ('[[button]]\nnote = 1\ndo = "invite"', "button[0].do"),
        ("[[control", "m.toml"),
    ],
)
def test_wrong_maps_are_refused_by_name(tmp_path, text, named):
    path = tmp_path / "m.toml"
    path.write_text(text)
    with pytest.raises(InputError) as refused:
        read_map(path)
    assert str(path) in str(refused.value)
    assert named in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_map_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(InputError, match=r"none\.toml"):
        read_map(map_path("none", tmp_path))
    assert map_path("own.toml", tmp_path) == tmp_path / "own.toml"


def test_every_deed_is_a_gesture_of_its_own():
    words = {"fault": "slip", "name": "lull", "x": "0.5", "y": "-1", "rune": "4", "a": "vault", "b": "engine"}
    for verb, fields in DEEDS.items():
        text = " ".join([verb, *(words.get(name, "0.5") for name in fields)])
        made = Button(do=text, note=1).gesture()
        assert isinstance(made, g.VOCABULARY[verb])
        assert made.source == "midi"


@given(st.sampled_from(sorted(TARGETS)), st.integers(0, 126), st.integers(1, 127), st.floats(0.1, 10.0), st.booleans())
def test_controls_never_leave_their_ends_and_never_turn_back(target, low, span, curve, turned):
    ends = TARGETS[target].lowest, TARGETS[target].highest
    minimum, maximum = reversed(ends) if turned else ends
    high = min(low + span, 127)
    made = Control(control=1, to=target, range=(low, high), min=minimum, max=maximum, curve=curve)
    values = [made.value(position) for position in range(128)]
    assert (values[0], values[-1]) == (minimum, maximum)
    assert all((b >= a) != turned or a == b for a, b in pairwise(values))


def test_a_curve_above_one_is_fine_at_the_low_end():
    straight, curved = (Control(control=1, to="weave", curve=curve) for curve in (1.0, 2.0))
    assert straight.value(64) == pytest.approx(64 / 127, abs=1e-4)
    assert curved.value(64) == pytest.approx((64 / 127) ** 2, abs=1e-4)
