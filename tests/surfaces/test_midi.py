"""MIDI messages become gestures: what is held is let go of, what is bent comes home, nothing leaves its range."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.core import gestures as g
from installation.surfaces.midi import HEARD, Hands
from installation.surfaces.midi_map import Button, Control, Map, Notes, map_path, read_map

mido = pytest.importorskip("mido")
BUTTONS = (
    Button(do="invite slip", note=36, channel=10),
    Button(do="command lull", control=80),
    Button(do="touch 3", program=5),
    Button(do="will", note=37),
)
CONTROLS = (
    Control(control=1, to="breathe"),
    Control(control=16, to="palm left"),
    Control(control=17, to="palm right"),
    Control(control=11, to="palms"),
    Control(control=20, to="focus x"),
    Control(control=21, to="focus y"),
    Control(control=22, to="focus value"),
    Control(control=30, to="weave", channel=2),
    Control(control=7, to="level", takeover=True),
)


@pytest.fixture
def hands():
    return Hands(Map(controls=CONTROLS, buttons=BUTTONS))


def on(note: int, velocity: int = 127, channel: int = 0):
    return mido.Message("note_on", note=note, velocity=velocity, channel=channel)


def off(note: int, channel: int = 0):
    return mido.Message("note_off", note=note, channel=channel)


def control(number: int, value: int, channel: int = 0):
    return mido.Message("control_change", control=number, value=value, channel=channel)


def test_a_key_plays_until_it_is_lifted(hands):
    (struck,) = hands.take(0, on(60))
    (lifted,) = hands.take(0, off(60))
    assert (struck.pitch, struck.velocity, struck.source) == (60.0, 1.0, "midi")
    assert (lifted.pitch, lifted.velocity, lifted.id) == (60.0, 0.0, struck.id)
    assert hands.take(0, off(60)) == [], "it was lifted already"


def test_a_strike_without_velocity_lifts(hands):
    (struck,) = hands.take(0, on(60, 64))
    assert hands.take(0, on(60, 0)) == [g.Play(tick=0, pitch=60.0, velocity=0.0, id=struck.id, source="midi")]


def test_every_key_of_every_channel_and_source_is_a_note_of_its_own(hands):
    played = [hands.take(source, on(note, channel=c))[0].id for source in (0, 1) for c in (0, 15) for note in (0, 127)]
    assert len(set(played)) == 8


def test_bend_and_pressure_belong_to_the_held_notes_of_their_channel(hands):
    (low,), (high,), (other,) = (hands.take(0, on(note, channel=c)) for note, c in ((60, 0), (64, 0), (67, 1)))
    bent = hands.take(0, mido.Message("pitchwheel", pitch=8191))
    assert {(x.id, x.semitones) for x in bent} == {(low.id, 2.0), (high.id, 2.0)}
    (down,) = hands.take(0, mido.Message("pitchwheel", pitch=-8192, channel=1))
    assert (down.id, down.semitones) == (other.id, -2.0)
    leant = hands.take(0, mido.Message("aftertouch", value=127))
    assert {(x.id, x.value) for x in leant} == {(low.id, 1.0), (high.id, 1.0)}
    assert hands.take(0, mido.Message("polytouch", note=64, value=0)) == [
        g.Press(tick=0, id=high.id, value=0.0, source="midi")
    ]
    assert hands.take(0, mido.Message("polytouch", note=99, value=9)) == []


def test_a_note_struck_on_a_bent_channel_is_bent(hands):
    assert hands.take(0, mido.Message("pitchwheel", pitch=8191)) == []
    struck, bent = hands.take(0, on(60))
    assert (bent.id, bent.semitones) == (struck.id, 2.0)


def test_the_pedal_is_down_while_any_is(hands):
    assert hands.take(0, control(64, 127)) == [g.Sustain(tick=0, value=1.0, source="midi")]
    assert hands.take(1, control(64, 64, channel=3)) == []
    assert hands.take(0, control(64, 63)) == []
    assert hands.let_go(1) == [g.Sustain(tick=0, value=0.0, source="midi")]


@pytest.mark.parametrize("mode", [120, 123, 124, 127])
def test_all_notes_off_lets_go_of_the_channel(hands, mode):
    struck = [hands.take(0, on(note))[0] for note in (60, 64)]
    hands.take(0, on(67, channel=1))
    released = hands.take(0, control(mode, 0))
    assert {(x.id, x.velocity) for x in released} == {(x.id, 0.0) for x in struck}
    assert len(hands.let_go(0)) == 1, "the other channel's"


def test_all_controllers_reset_brings_bend_and_pedal_home(hands):
    hands.take(0, on(60))
    hands.take(0, control(64, 127))
    hands.take(0, mido.Message("pitchwheel", pitch=4000))
    hands.take(0, mido.Message("aftertouch", value=90))
    home = hands.take(0, control(121, 0))
    assert {type(x): getattr(x, "semitones", getattr(x, "value", None)) for x in home} == {
        g.Sustain: 0.0, g.Bend: 0.0, g.Press: 0.0
    }  # fmt: skip


def test_a_source_that_vanishes_lets_go_of_its_own(hands):
    (mine,) = hands.take(0, on(60))
    (other,) = hands.take(1, on(60))
    assert [x.id for x in hands.let_go(0)] == [mine.id]
    assert hands.let_go(0) == []
    assert [x.id for x in hands.let_go_all()] == [other.id]


def test_controls_move_what_the_map_says(hands):
    assert hands.take(0, control(1, 127)) == [g.Breathe(tick=0, value=1.0, source="midi")]
    assert hands.take(0, control(1, 127)) == [], "nothing new"
    assert hands.take(0, control(16, 127)) == [g.Palms(tick=0, left=1.0, right=0.0, source="midi")]
    assert hands.take(0, control(17, 127)) == [g.Palms(tick=0, left=1.0, right=1.0, source="midi")]
    assert hands.take(0, control(11, 0)) == [g.Palms(tick=0, left=0.0, right=0.0, source="midi")]
    hands.take(0, control(20, 0))
    hands.take(0, control(21, 127))
    assert hands.take(0, control(22, 127)) == [g.Focus(tick=0, x=-1.0, y=1.0, value=1.0, source="midi")]
    assert hands.take(0, control(99, 5)) == []


def test_a_channel_is_kept_to(hands):
    assert hands.take(0, control(30, 127)) == []
    assert hands.take(0, control(30, 127, channel=1)) == [g.Weave(tick=0, value=1.0, source="midi")]


def test_a_fader_takes_over_where_the_value_stands(hands):
    """``level`` stands at 1: a fader that stands low does nothing until it has been there."""
    assert [hands.take(0, control(7, value)) for value in (10, 60, 100)] == [[], [], []]
    assert hands.take(0, control(7, 127)) == [g.Level(tick=0, value=1.0, source="midi")]
    (lowered,) = hands.take(0, control(7, 100))
    assert lowered.value == pytest.approx(100 / 127, abs=1e-4)
    assert hands.take(1, control(7, 10)) == []
    (passed,) = hands.take(1, control(7, 120))
    assert passed.value == pytest.approx(120 / 127, abs=1e-4), "another fader that goes past it has it in hand"
    assert hands.take(0, control(7, 90)) == [], "and the first has lost it"


def test_buttons_are_pressed_once_and_play_nothing(hands):
    assert hands.take(0, on(36, channel=9)) == [g.Invite(tick=0, fault="slip", source="midi")]
    assert hands.take(0, off(36, channel=9)) == []
    assert isinstance(hands.take(0, on(36))[0], g.Play), "on another channel it is a key"
    pressed = [hands.take(0, control(80, value)) for value in (10, 64, 127, 63, 100)]
    assert [[x.name for x in found] for found in pressed] == [[], ["lull"], [], [], ["lull"]]
    assert hands.take(0, mido.Message("program_change", program=5)) == [g.Touch(tick=0, rune=3, source="midi")]
    assert hands.take(0, mido.Message("program_change", program=6)) == []


def test_will_goes_out_from_the_focus(hands):
    hands.take(0, control(20, 0))
    assert hands.take(0, on(37)) == [g.Will(tick=0, x=-1.0, y=0.0, source="midi")]


def test_what_is_stale_starts_nothing_but_ends_what_it_ends(hands):
    hands.take(0, on(60))
    assert hands.take(0, on(64), fresh=False) == []
    assert hands.take(0, on(36, channel=9), fresh=False) == []
    assert len(hands.take(0, off(60), fresh=False)) == 1
    assert hands.take(0, off(64), fresh=False) == []


def test_keys_as_the_map_has_them():
    notes = Notes(channels=(2,), lowest=40, highest=60, transpose=-12.5, softest=0.2, curve=2.0)
    hands = Hands(Map(notes=notes))
    assert hands.take(0, on(50)) == []
    assert hands.take(0, on(39, channel=1)) == hands.take(0, on(61, channel=1)) == []
    (struck,) = hands.take(0, on(50, 64, channel=1))
    assert struck.pitch == 37.5
    assert struck.velocity == pytest.approx(0.2 + 0.8 * (64 / 127) ** 2, abs=1e-4)
    assert Hands(Map(notes=Notes(play=False))).take(0, on(60)) == []
    assert Hands(Map(notes=Notes(transpose=24.0))).take(0, on(120)) == [], "no such pitch"


BYTE = st.integers(0, 127)
MESSAGES = st.one_of(
    st.tuples(st.sampled_from([0x80, 0x90, 0xA0, 0xB0, 0xE0]), st.integers(0, 15), BYTE, BYTE),
    st.tuples(st.sampled_from([0xC0, 0xD0]), st.integers(0, 15), BYTE),
)


@given(st.lists(st.tuples(st.integers(0, 2), MESSAGES, st.booleans()), max_size=60))
def test_whatever_is_played_is_a_gesture_and_ends(played):
    """Every gesture survives its line, and after all is let go of, no note is on."""
    hands = Hands(read_map(map_path("default", map_path("default", None).parent)))
    made = []
    for source, (status, channel, *data), fresh in played:
        made += hands.take(source, mido.Message.from_bytes([status | channel, *data]), fresh)
    made += hands.let_go_all()
    sounding: set[int] = set()
    for gesture in made:
        assert g.parse(g.line(gesture)) == gesture
        if isinstance(gesture, g.Play):
            (sounding.add if gesture.velocity else sounding.discard)(gesture.id)
        if isinstance(gesture, g.Bend | g.Press):
            assert gesture.id in sounding
    assert sounding == set()
    assert [x.value for x in made if isinstance(x, g.Sustain)][-1:] in ([], [0.0])


def test_clocks_and_system_exclusive_are_not_heard():
    assert {"note_on", "note_off", "control_change", "pitchwheel"} <= HEARD
    assert not {"clock", "sysex", "active_sensing", "songpos"} & HEARD


def test_a_map_is_data():
    assert msgspec.toml.decode(b'[[control]]\ncontrol = 1\nto = "breathe"', type=Map).controls == CONTROLS[:1]
