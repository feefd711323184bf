"""What a MIDI controller's knobs, pads and keys do: a map file in ``configs/midi/``, checked as every config is.

Pure: it opens nothing. ``midi.py`` reads a map with every message that arrives.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta

from ..core import gestures as g
from ..core.config import load
from ..core.errors import InputError
from ..core.resources import folder

SOURCE = "midi"
Seven = Annotated[int, Meta(ge=0, le=127)]
Channel = Annotated[int, Meta(ge=0, le=16)]  # 0 is every channel
Curve = Annotated[float, Meta(ge=0.1, le=10.0)]


class Target(NamedTuple):
    """What a control can move: its ends, and where it stands while nobody has moved it."""

    lowest: float
    highest: float
    neutral: float


_UNIT, _ACROSS = Target(0.0, 1.0, 0.0), Target(-1.0, 1.0, 0.0)
TARGETS = {
    "breathe": _UNIT, "palms": _UNIT, "palm left": _UNIT, "palm right": _UNIT, "stretch": _UNIT, "weave": _UNIT,
    "raise": _UNIT, "focus x": _ACROSS, "focus y": _ACROSS, "focus value": _UNIT, "level": Target(0.0, 1.0, 1.0),
}  # fmt: skip

DEEDS: dict[str, tuple[str, ...]] = {
    "invite": ("fault",), "command": ("name",), "will": ("x", "y"), "touch": ("rune",), "recalibrate": (),
    "panic": (), "scene": ("name",), "cue": ("name",), "bridge": ("a", "b"), "trouble": ("fault", "value"),
}  # fmt: skip
"""What a button can do: a gesture and the fields that follow it."""


class Notes(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How keys become ``play``; ``channels`` empty is all of them."""

    play: bool = True
    channels: tuple[Annotated[int, Meta(ge=1, le=16)], ...] = ()
    lowest: Seven = 0
    highest: Seven = 127
    transpose: Annotated[float, Meta(ge=-127.0, le=127.0)] = 0.0
    softest: Annotated[float, Meta(ge=0.0, le=1.0)] = 0.0
    curve: Curve = 1.0
    bend_semitones: Annotated[float, Meta(ge=0.0, le=48.0)] = 2.0
    pedal: Annotated[int, Meta(ge=0, le=119)] = 64

    def velocity(self, played: int) -> float:
        """0..1 of a key struck with 1..127."""
        return round(self.softest + (1.0 - self.softest) * (played / 127.0) ** self.curve, 4)


class Control(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A knob, fader, wheel or breath: the control change that moves ``to`` between ``min`` and ``max``."""

    control: Annotated[int, Meta(ge=0, le=119)]  # 120 and above are channel mode messages
    to: str
    channel: Channel = 0
    range: tuple[Seven, Seven] = (0, 127)  # the part of its way that is used
    min: Annotated[float, Meta(ge=-1.0, le=1.0)] | None = None
    max: Annotated[float, Meta(ge=-1.0, le=1.0)] | None = None
    curve: Curve = 1.0
    takeover: bool = False

    @property
    def ends(self) -> tuple[float, float]:
        """What the two ends of its way mean; the first may be the greater."""
        target = TARGETS[self.to]
        return (
            target.lowest if self.min is None else self.min,
            target.highest if self.max is None else self.max,
        )

    def value(self, moved: int) -> float:
        """What the position 0..127 asks for."""
        first, last = self.range
        way = min(max((moved - first) / (last - first), 0.0), 1.0) ** self.curve
        low, high = self.ends
        return round(low + (high - low) * way, 4)


class Button(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A pad or a switch: a note struck, a control change past its middle, or a program, and what it does."""

    do: str
    note: Seven | None = None
    control: Annotated[int, Meta(ge=0, le=119)] | None = None
    program: Seven | None = None
    channel: Channel = 0

    @property
    def kind(self) -> str:
        """Which of the three it is."""
        return next(kind for kind in ("note", "control", "program") if getattr(self, kind) is not None)

    @property
    def number(self) -> int:
        return getattr(self, self.kind)

    def gesture(self) -> g.Gesture | None:
        """What it does, at tick 0; None for a bare ``will``, whose place is where the focus is.

        Raises ValueError saying what is wrong.
        """
        verb, *rest = self.do.split() or [""]
        if verb not in DEEDS:
            raise ValueError(f"no such gesture as {verb!r}")
        if verb == "will" and not rest:
            return None
        fields = DEEDS[verb]
        if len(rest) != len(fields):
            raise ValueError(f"{verb} takes {' and '.join(fields) or 'nothing'}")
        made = {"gesture": verb, "tick": 0, "source": SOURCE, **dict(zip(fields, rest, strict=True))}
        return msgspec.convert(made, g.AnyGesture, strict=False)


class Map(msgspec.Struct, forbid_unknown_fields=True, frozen=True, rename={"controls": "control", "buttons": "button"}):
    """A map file."""

    notes: Notes = Notes()
    controls: tuple[Control, ...] = ()
    buttons: tuple[Button, ...] = ()


def map_path(name: str, beside: Path) -> Path:
    """The file of a map: one of those that come with the piece by its name, else a path, seen from ``beside``."""
    return beside / name if name.endswith(".toml") else folder("configs") / "midi" / f"{name}.toml"


def read_map(path: Path) -> Map:
    """The map at ``path``. Raises InputError naming file and key."""
    found = load(path, Map)
    if found.notes.lowest > found.notes.highest:
        raise InputError(f"{path}: notes.lowest", str(found.notes.lowest), f"at most {found.notes.highest}")
    for number, control in enumerate(found.controls):
        _check_control(control, f"{path}: control[{number}]")
    for number, button in enumerate(found.buttons):
        _check_button(button, f"{path}: button[{number}]")
    return found


def _check_control(control: Control, where: str) -> None:
    if control.to not in TARGETS:
        raise InputError(f"{where}.to", repr(control.to), f"one of {', '.join(TARGETS)}")
    if control.range[0] >= control.range[1]:
        raise InputError(
            f"{where}.range", str(list(control.range)), "a lower and a higher number (min and max may turn)"
        )
    target = TARGETS[control.to]
    for end, value in zip(("min", "max"), control.ends, strict=True):
        if not target.lowest <= value <= target.highest:
            expected = f"{target.lowest:g} to {target.highest:g} for {control.to}"
            raise InputError(f"{where}.{end}", f"{value:g}", expected)


def _check_button(button: Button, where: str) -> None:
    given = [kind for kind in ("note", "control", "program") if getattr(button, kind) is not None]
    if len(given) != 1:
        raise InputError(where, " and ".join(given) or "nothing that presses it", "one of note, control, program")
    try:
        button.gesture()
    except (ValueError, msgspec.ValidationError) as error:
        raise InputError(f"{where}.do", repr(button.do), f"one of {', '.join(DEEDS)} ({error})") from error
