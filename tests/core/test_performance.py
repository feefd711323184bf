"""Performance files: what is written is read back, and what is malformed is refused with its line."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.core import gestures as g
from installation.core.errors import InputError
from installation.core.performance import Header, Performance, read, write
from installation.core.resources import folder

HEADER = '{"convocation": 1, "score": "evening", "seed": 7, "autopilot": false}'
GOOD = {
    "breathe": {"value": 0.5},
    "palms": {"left": 0.1, "right": 1},
    "will": {"x": -1, "y": 0.5},
    "stretch": {"value": 1},
    "weave": {"value": 0},
    "bridge": {"a": "engine", "b": "insects"},
    "touch": {"rune": 3},
    "focus": {"x": 0, "y": 0, "value": 1},
    "command": {"name": "lull"},
    "recalibrate": {},
    "invite": {"fault": "slip"},
    "raise": {"value": 0.2},
    "play": {"pitch": 60.5, "velocity": 0.7, "id": 4},
    "bend": {"id": 4, "semitones": -2.0},
    "press": {"id": 4, "value": 0.3},
    "sustain": {"value": 1},
    "clock": {"bpm": 96},
    "bypass": {"value": 0},
    "cue": {"name": "next"},
    "panic": {},
    "level": {"value": 0.9},
    "end": {},
    "trouble": {"fault": "slip", "value": 0.8},
    "scene": {"name": "slip"},
}


def file_of(tmp_path, *lines: str):
    path = tmp_path / "p.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_examples_cover_the_whole_vocabulary():
    assert set(GOOD) == set(g.VOCABULARY)


@pytest.mark.parametrize("name", GOOD)
def test_every_gesture_survives_the_way_out_and_back(tmp_path, name):
    gesture = g.parse(json.dumps({"tick": 9, "gesture": name, "sample": 3, "source": "test", **GOOD[name]}))
    write(tmp_path / "p.jsonl", Performance(Header(), (gesture,)))
    assert read(tmp_path / "p.jsonl").gestures == (gesture,)


BAD = [
    '{"tick": 1, "gesture": "fly"}',
    '{"tick": 1, "gesture": "breathe"}',
    '{"tick": 1, "gesture": "breathe", "value": "1"}',
    '{"tick": 1, "gesture": "breathe", "value": 1.01}',
    '{"tick": 1, "gesture": "breathe", "value": NaN}',
    '{"tick": 1, "gesture": "breathe", "value": 1e999}',
    '{"tick": 1.5, "gesture": "end"}',
    '{"tick": -1, "gesture": "end"}',
    '{"tick": 72576001, "gesture": "end"}',
    '{"tick": 1, "sample": 400, "gesture": "end"}',
    '{"tick": 1, "gesture": "end", "more": 1}',
    '{"tick": 1, "gesture": "command", "name": "explode"}',
    '{"gesture": "end"}',
    "[]",
    "{",
    "\u0000",
]


@pytest.mark.parametrize("line", BAD)
def test_a_malformed_line_is_named_with_file_and_number(tmp_path, line):
    path = file_of(tmp_path, HEADER, '{"tick": 0, "gesture": "panic"}', line)
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}:3: ")
    assert "\n" not in str(caught.value)


def test_ticks_may_not_go_backwards(tmp_path):
    path = file_of(tmp_path, HEADER, '{"tick": 5, "gesture": "panic"}', '{"tick": 4, "gesture": "end"}')
    with pytest.raises(InputError, match=r":3: found tick 4; expected a tick of at least 5"):
        read(path)


@pytest.mark.parametrize(
    "header",
    [
        '{"convocation": 2}',
        '{"convocation": 1, "seed": -1}',
        '{"convocation": 1, "autopilot": 3}',
        '{"convocation": 1, "score": "../x"}',
        "",
    ],
)
def test_a_malformed_header_is_refused(tmp_path, header):
    with pytest.raises(InputError, match=":1"):
        read(file_of(tmp_path, header))


values = st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.integers()
fields = st.dictionaries(st.sampled_from(["tick", "gesture", "value", "x", "fault"]), values)


def read_or_refuse(path) -> str:
    """The one line of a refusal, or nothing where the file was read."""
    try:
        read(path)
    except InputError as error:
        return str(error)
    return ""


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_their_file(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("fuzz") / "p.jsonl"
    path.write_bytes(HEADER.encode() + b"\n" + data)
    refusal = read_or_refuse(path)
    assert not refusal or (refusal.startswith(str(path)) and "\n" not in refusal)


@given(fields)
def test_any_fields_are_read_or_refused_with_their_line(tmp_path_factory, found):
    path = tmp_path_factory.mktemp("fuzz") / "p.jsonl"
    path.write_text(HEADER + "\n" + json.dumps(found), encoding="utf-8")
    refusal = read_or_refuse(path)
    assert not refusal or refusal.startswith(f"{path}:2: ")


@pytest.mark.parametrize("path", sorted((folder("configs") / "performances").glob("*.jsonl")), ids=lambda p: p.stem)
def test_the_performances_that_travel_with_the_piece_are_well_formed(path):
    assert read(path).end_tick is not None


def test_a_missing_file_is_one_line(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.jsonl"):
        read(tmp_path / "nowhere.jsonl")
