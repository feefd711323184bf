"""The whole vocabulary of gestures, as data. Every input speaks it: keyboard, MIDI, OSC, the web, a recording.

One tagged struct a gesture; ranges are part of the type, so a line of a file or a packet from a network is checked
by decoding it. ``parse`` and ``line`` are the two ways between text and gestures.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Union

import msgspec
from msgspec import Meta

from .units import BLOCK, WEEK_TICKS

Unit = Annotated[float, Meta(ge=0.0, le=1.0)]
Across = Annotated[float, Meta(ge=-1.0, le=1.0)]
Name = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Ident = Annotated[int, Meta(ge=0, le=2**31 - 1)]


class Gesture(msgspec.Struct, tag_field="gesture", forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What the operator does at a tick; ``sample`` says where within it, ``source`` which input it came from."""

    tick: Annotated[int, Meta(ge=0, le=WEEK_TICKS)]
    sample: Annotated[int, Meta(ge=0, lt=BLOCK)] = 0
    source: Annotated[str, Meta(max_length=64)] = ""

    continuous: ClassVar[bool] = False  # the newest value counts, values between may be lost


class Breathe(Gesture, tag="breathe", frozen=True):
    value: Unit
    continuous: ClassVar[bool] = True


class Palms(Gesture, tag="palms", frozen=True):
    left: Unit
    right: Unit
    continuous: ClassVar[bool] = True


class Will(Gesture, tag="will", frozen=True):
    x: Across
    y: Across


class Stretch(Gesture, tag="stretch", frozen=True):
    value: Unit
    continuous: ClassVar[bool] = True


class Weave(Gesture, tag="weave", frozen=True):
    value: Unit
    continuous: ClassVar[bool] = True


class Bridge(Gesture, tag="bridge", frozen=True):
    a: Name
    b: Name


class Touch(Gesture, tag="touch", frozen=True):
    rune: Annotated[int, Meta(ge=0, le=255)]


class Focus(Gesture, tag="focus", frozen=True):
    x: Across
    y: Across
    value: Unit
    continuous: ClassVar[bool] = True


class Command(Gesture, tag="command", frozen=True):
    name: Literal["redirect", "swap", "lull", "rewrite"]


COMMANDS: tuple[str, ...] = ("redirect", "swap", "lull", "rewrite")
"""In the order in which the moment keeps them."""


class Recalibrate(Gesture, tag="recalibrate", frozen=True):
    pass


class Invite(Gesture, tag="invite", frozen=True):
    fault: Name


class Raise(Gesture, tag="raise", frozen=True):
    value: Unit
    continuous: ClassVar[bool] = True


class Play(Gesture, tag="play", frozen=True):
    pitch: Annotated[float, Meta(ge=0.0, le=127.0)]
    velocity: Unit
    id: Ident | None = None


class Bend(Gesture, tag="bend", frozen=True):
    id: Ident
    semitones: Annotated[float, Meta(ge=-48.0, le=48.0)]
    continuous: ClassVar[bool] = True


class Press(Gesture, tag="press", frozen=True):
    id: Ident
    value: Unit
    continuous: ClassVar[bool] = True


class Sustain(Gesture, tag="sustain", frozen=True):
    value: Unit


class Clock(Gesture, tag="clock", frozen=True):
    bpm: Annotated[float, Meta(ge=20.0, le=300.0)]


class Bypass(Gesture, tag="bypass", frozen=True):
    value: Unit


class Cue(Gesture, tag="cue", frozen=True):
    name: Name


class Panic(Gesture, tag="panic", frozen=True):
    pass


class Level(Gesture, tag="level", frozen=True):
    value: Unit
    continuous: ClassVar[bool] = True


class End(Gesture, tag="end", frozen=True):
    pass


class Trouble(Gesture, tag="trouble", frozen=True):
    fault: Name
    value: Unit


class Scene(Gesture, tag="scene", frozen=True):
    name: Name


AnyGesture = Union[  # noqa: UP007 - msgspec reads the tagged union from here
    Breathe, Palms, Will, Stretch, Weave, Bridge, Touch, Focus, Command, Recalibrate, Invite, Raise, Play, Bend,
    Press, Sustain, Clock, Bypass, Cue, Panic, Level, End, Trouble, Scene,
]  # fmt: skip

VOCABULARY: dict[str, type[Gesture]] = {
    kind.__struct_config__.tag: kind  # type: ignore[misc]
    for kind in AnyGesture.__args__  # type: ignore[attr-defined]
}
"""Every gesture by its name."""

_decoder = msgspec.json.Decoder(AnyGesture)
_encoder = msgspec.json.Encoder()


def parse(text: bytes | str) -> Gesture:
    """The gesture of one JSON line. Raises ``msgspec.ValidationError`` or ``DecodeError``, whose text says why."""
    return _decoder.decode(text)


def line(gesture: Gesture) -> str:
    """A gesture as one JSON line, fields with their neutral value left out."""
    fields: dict[str, Any] = msgspec.to_builtins(gesture)
    ordered = {"tick": fields.pop("tick"), "gesture": fields.pop("gesture"), **fields}
    for optional in ("sample", "source", "id"):
        if not ordered.get(optional):
            if optional == "id" and ordered.get("id") == 0:
                continue
            ordered.pop(optional, None)
    return _encoder.encode(ordered).decode()
