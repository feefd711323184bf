"""MIDI messages become gestures, by a map. Pure: it is told of messages and opens nothing.

A source is a number, one for each port that is listened to; all that it holds is let go of at once when it vanishes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..core import gestures as g
from .midi_faders import Faders
from .midi_map import SOURCE, Button, Map

ID_BASE = 1 << 20  # above what the keyboard's notes use
SOURCES = 512
PRESSED_AT = 64  # a switch's half way, as MIDI has it for pedals
BEND_STEPS = 8192
ALL_SOUND_OFF, RESET, ALL_NOTES_OFF, LAST_MODE = 120, 121, 123, 127  # modes from 124 on imply notes off


@dataclass
class Strip:
    """A channel of a source: what it holds."""

    held: dict[int, int] = field(default_factory=dict)  # note → id
    bend: float = 0.0  # semitones
    press: float = 0.0
    pedal: bool = False
    down: set[int] = field(default_factory=set)  # the switches past their middle


class Hands:
    """The hands at all controllers together. Every call returns the gestures that it makes, to be sent in order.

    A message is a ``mido.Message``; channels count from 0 in it, from 1 in a map.
    """

    def __init__(self, chosen: Map) -> None:
        self._map, self._notes = chosen, chosen.notes
        self._strips: defaultdict[tuple[int, int], Strip] = defaultdict(Strip)
        self._faders = Faders(chosen.controls)
        self._deeds = {button: button.gesture() for button in chosen.buttons}
        self._pedal = False

    def take(self, source: int, message: Any, fresh: bool = True) -> list[g.Gesture]:
        """What a message does. One that is not ``fresh`` has waited too long: it starts nothing any more."""
        handle = _HANDLERS.get(message.type)
        if handle is None:
            return []
        return handle(self, source, self._strips[source, message.channel], message, fresh)

    def let_go(self, source: int) -> list[g.Gesture]:
        """A source has vanished: its notes end, its pedal comes up, its knobs stay as they were."""
        made: list[g.Gesture] = []
        for key in [key for key in self._strips if key[0] == source]:
            made += self._release(self._strips.pop(key))
        self._faders.forget(source)
        return made + self._pedals()

    def let_go_all(self) -> list[g.Gesture]:
        """All sources at once."""
        return [gesture for source in sorted({key[0] for key in self._strips}) for gesture in self.let_go(source)]

    def _struck(self, source: int, strip: Strip, message: Any, fresh: bool) -> list[g.Gesture]:
        if message.velocity == 0:
            return self._lifted(source, strip, message, fresh)
        buttons = self._buttons("note", message.note, message.channel)
        if buttons:
            return self._done(buttons, fresh)
        pitch = message.note + self._notes.transpose
        if not (fresh and self._plays(message) and 0.0 <= pitch <= 127.0):
            return []
        return self._begun(_ident(source, message), strip, message, pitch)

    def _begun(self, ident: int, strip: Strip, message: Any, pitch: float) -> list[g.Gesture]:
        strip.held[message.note] = ident
        velocity = self._notes.velocity(message.velocity)
        made: list[g.Gesture] = [g.Play(tick=0, pitch=pitch, velocity=velocity, id=ident, source=SOURCE)]
        if strip.bend:
            made.append(g.Bend(tick=0, id=ident, semitones=strip.bend, source=SOURCE))
        if strip.press:
            made.append(g.Press(tick=0, id=ident, value=strip.press, source=SOURCE))
        return made

    def _lifted(self, source: int, strip: Strip, message: Any, fresh: bool) -> list[g.Gesture]:
        ident = strip.held.pop(message.note, None)
        return [] if ident is None else [self._released(message.note, ident)]

    def _released(self, note: int, ident: int) -> g.Gesture:
        return g.Play(tick=0, pitch=note + self._notes.transpose, velocity=0.0, id=ident, source=SOURCE)

    def _release(self, strip: Strip) -> list[g.Gesture]:
        made = [self._released(note, ident) for note, ident in strip.held.items()]
        strip.held.clear()
        return made

    def _plays(self, message: Any) -> bool:
        notes = self._notes
        heard = not notes.channels or message.channel + 1 in notes.channels
        return notes.play and heard and notes.lowest <= message.note <= notes.highest

    def _moved(self, source: int, strip: Strip, message: Any, fresh: bool) -> list[g.Gesture]:
        if message.control >= ALL_SOUND_OFF:
            return self._mode(strip, message.control)
        made = self._switched(strip, message, fresh)
        if message.control == self._notes.pedal:
            strip.pedal = message.value >= PRESSED_AT
            made += self._pedals()
        return made + self._faders.move(source, message.channel, message.control, message.value)

    def _switched(self, strip: Strip, message: Any, fresh: bool) -> list[g.Gesture]:
        buttons = self._buttons("control", message.control, message.channel)
        if message.value < PRESSED_AT:
            strip.down.discard(message.control)
            return []
        if not buttons or message.control in strip.down:
            return []
        strip.down.add(message.control)
        return self._done(buttons, fresh)

    def _mode(self, strip: Strip, control: int) -> list[g.Gesture]:
        """Channel mode messages: all sound off, all controllers reset, all notes off (and the modes that imply it)."""
        made: list[g.Gesture] = []
        if control == ALL_SOUND_OFF or ALL_NOTES_OFF <= control <= LAST_MODE:
            made += self._release(strip)
        if control in (ALL_SOUND_OFF, RESET):
            strip.pedal = False
            made += self._pedals()
        if control == RESET:
            made += self._bend(strip, 0.0) + self._press(strip, 0.0)
        return made

    def _pedals(self) -> list[g.Gesture]:
        """The pedal is down while any is."""
        down = any(strip.pedal for strip in self._strips.values())
        if down == self._pedal:
            return []
        self._pedal = down
        return [g.Sustain(tick=0, value=float(down), source=SOURCE)]

    def _bent(self, source: int, strip: Strip, message: Any, fresh: bool) -> list[g.Gesture]:
        steps = BEND_STEPS - 1 if message.pitch > 0 else BEND_STEPS
        return self._bend(strip, round(message.pitch / steps * self._notes.bend_semitones, 4))

    def _bend(self, strip: Strip, semitones: float) -> list[g.Gesture]:
        if semitones == strip.bend:
            return []
        strip.bend = semitones
        return [g.Bend(tick=0, id=ident, semitones=semitones, source=SOURCE) for ident in strip.held.values()]

    def _leant(self, source: int, strip: Strip, message: Any, fresh: bool) -> list[g.Gesture]:
        return self._press(strip, round(message.value / 127.0, 4))

    def _press(self, strip: Strip, value: float) -> list[g.Gesture]:
        if value == strip.press:
            return []
        strip.press = value
        return [g.Press(tick=0, id=ident, value=value, source=SOURCE) for ident in strip.held.values()]

    def _pressed(self, source: int, strip: Strip, message: Any, fresh: bool) -> list[g.Gesture]:
        ident = strip.held.get(message.note)
        if ident is None:
            return []
        return [g.Press(tick=0, id=ident, value=round(message.value / 127.0, 4), source=SOURCE)]

    def _changed(self, source: int, strip: Strip, message: Any, fresh: bool) -> list[g.Gesture]:
        return self._done(self._buttons("program", message.program, message.channel), fresh)

    def _buttons(self, kind: str, number: int, channel: int) -> list[Button]:
        return [b for b in self._map.buttons if (b.kind, b.number) == (kind, number) and b.channel in (0, channel + 1)]

    def _done(self, buttons: list[Button], fresh: bool) -> list[g.Gesture]:
        if not fresh:
            return []
        return [self._deeds[button] or self._faders.will() for button in buttons]


def _ident(source: int, message: Any) -> int:
    """One for each key of each channel of each source."""
    return ID_BASE + ((source % SOURCES) * 16 + message.channel) * 128 + message.note


_Handler = Callable[[Hands, int, Strip, Any, bool], list[g.Gesture]]
_HANDLERS: dict[str, _Handler] = {
    "note_on": Hands._struck,
    "note_off": Hands._lifted,
    "control_change": Hands._moved,
    "pitchwheel": Hands._bent,
    "aftertouch": Hands._leant,
    "polytouch": Hands._pressed,
    "program_change": Hands._changed,
}
HEARD = frozenset(_HANDLERS)
"""The types of message that do anything: clocks, system exclusive and the rest are not worth keeping."""
