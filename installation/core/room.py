"""The room contract: a value that says what a system of the piece is, found by walking ``installation.rooms``.

A room names its parts; the hall steps them, the mixer sounds them, the renderer draws them. Rooms are strangers
to each other. ``voice``, ``visual`` and ``model`` are dotted names, resolved when a reader needs them, so that the
world never imports OpenGL and a picture never compiles a sound kernel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from .moment import Field
from .shown import Shown

STANDARD = (
    Field("presence"),  # 0..1, how far the room has entered the evening
    Field("trouble"),  # 0..1, how hard the open faults strike it now
    Field("light"),  # 0..1.5, its light level, slewed so that it is safe for the eye
    Field("voice"),  # 0..1, its level in the mix
    Field("coherence"),  # 0..1, order parameter of its oscillators (1 where it has none)
)
"""The leaves that every room has, filled by the hall."""


@dataclass(frozen=True)
class Oscillators:
    """Phase-coupled oscillators. Each keeps a bar phase (turns) and beats ``metre`` times a bar.

    Adds the leaves ``phase (count,) wrapped``, ``metre (count,) held`` (whole) and ``beats (count,) held`` (whole,
    how often each has beaten). A beat is an event of kind ``BEAT`` whose index is the oscillator.
    """

    count: int
    metre: tuple[int, ...]  # beats a bar, dealt out in turn: (4,) is unison
    spread_rad_s: float = 0.3  # standard deviation of the natural bar rates
    guest_metre: tuple[int, ...] = ()  # dealt out as the room's own fault is invited; () keeps ``metre``
    places: tuple[tuple[float, float], ...] = ()  # metres on the floor (x, z), where ripples of will reach them


@dataclass(frozen=True)
class Pitch:
    """A sounding pitch: which part of the score's chord it sings and how its partials weigh in the dissonance."""

    name: str
    part: str  # "bass", "tenor", "alto", "soprano", "lead", "guest:FAULT:0", "cluster:0" …
    octave: int = 0  # shifted by so many octaves from the part
    partials: tuple[float, ...] = (1.0, 0.5, 0.33, 0.25, 0.12, 0.08)  # amplitudes of harmonics 1, 2, …
    bend_cents: float = 55.0  # how far trouble 1 may pull it off
    level: float = 1.0
    when: str = ""  # a command (of ``gestures.COMMANDS``) while which works it sounds; "" is always


@dataclass(frozen=True)
class Fault:
    """A fault that a room owns: it strikes this room hardest and every room that names it in ``kin``."""

    name: str
    grow_s: float = 9.0  # time constant with which it grows when left alone
    mend_s: float = 5.0  # time constant with which full mending brings it to 0
    guest_parts: tuple[float, ...] = ()  # just ratios that its guest adds to the chord
    answer: str = ""  # the command (of ``gestures.COMMANDS``) that cares for this fault alone


@dataclass(frozen=True)
class Anchor:
    """Where a room stands, in metres from the centre of the floor (y up), and the radius it fills."""

    position: tuple[float, float, float] = (0.0, 0.0, 0.0)
    radius: float = 1.0


@dataclass(frozen=True)
class Room:
    """A system of the piece. See ``docs/rooms.md`` for how to add one."""

    name: str
    rows: tuple[str, ...]
    anchor: Anchor = Anchor()
    enters: str = ""  # the movement in which it enters; "" is from the first
    kin: Mapping[str, float] = field(default_factory=dict)  # fault -> how hard it strikes here; "*" is any
    state: tuple[Field, ...] = ()
    shown: tuple[Shown | str, ...] = ()
    oscillators: Oscillators | None = None
    pitches: tuple[Pitch, ...] = ()
    faults: tuple[Fault, ...] = ()
    light: float = 1.0  # its light level in calm
    dims: float = 0.5  # share of its light that trouble 1 takes away
    model: str = ""
    voice: str = ""
    visual: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        """All leaves of the room in the moment: standard, by kind, its own."""
        made: list[Field] = list(STANDARD)
        if self.oscillators:
            n = (self.oscillators.count,)
            made += [
                Field("phase", "wrapped", n),
                Field("metre", "held", n, whole=True),
                Field("beats", "held", n, whole=True),
            ]
        if self.pitches:
            n = (len(self.pitches),)
            made += [
                Field("pitch_hz", "linear", n),
                Field("pitch_level", "linear", n),
                Field("pitch_count", "held", n, whole=True),  # how often each has moved to another tone
                Field("pitch_at_s", "held", n),
            ]
        for fault in self.faults:
            made += [
                Field(f"{fault.name}_severity"),
                Field(f"{fault.name}_guest"),
                Field(f"{fault.name}_count", "held", whole=True),
                Field(f"{fault.name}_at_s", "held"),
                Field(f"{fault.name}_invited_at_s", "held"),
            ]
        return (*made, *self.state)

    @property
    def shown_leaves(self) -> tuple[Shown, ...]:
        """What the GPU sees of it: the standard leaves, then what the room names."""
        own = tuple(s if isinstance(s, Shown) else Shown(s) for s in self.shown)
        return (*(Shown(f.name) for f in STANDARD), *own)


BEAT = 0  # an oscillator beat; rooms number their own events from 16
TEAR = 16  # timing slipped: the moment a fault breaks out (index: the fault's place in the room)
INVITED = 17  # a guest has joined
STARTLED = 18  # invited without calm


def resolve(dotted: str) -> Any:
    """The object of a dotted name ``package.module:Name``."""
    module, _, name = dotted.partition(":")
    return getattr(import_module(module), name)
