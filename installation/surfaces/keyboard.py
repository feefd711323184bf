"""Keys and the mouse become gestures. Pure: it is told of keys by name and of time passed, and opens nothing.

A held key is a hand that rises: its value ramps up while the key is down and back when it is let go.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from ..core import gestures as g
from ..core.errors import InputError

RAMP_S = {"breathe": 1.2, "palm left": 0.5, "palm right": 0.5, "stretch": 0.4, "raise": 0.8}
"""Seconds from nothing to full, by held action."""
STEP = 0.02  # a hand that has moved by less is not told
SOURCE = "keyboard"
VERBS = (*RAMP_S, "palms", "invite", "will", "play", "scene", "trouble", "fullscreen", "end")


@dataclass(frozen=True)
class Action:
    """What a key does: a verb and its arguments."""

    verb: str
    name: str = ""
    values: tuple[float, ...] = ()


@dataclass(frozen=True)
class Surroundings:
    """What the keys need to know of the evening now."""

    worst_fault: str = ""  # the open fault that is worst, "" where none is open
    movements: tuple[str, ...] = ()
    movement: int = 0


def read_actions(keys: Mapping[str, str], where: str) -> dict[str, Action]:
    """The actions of a table of keys. Raises InputError naming the key for one that does not exist."""
    return {key.casefold(): _action(key, text, where) for key, text in keys.items()}


def _action(key: str, text: str, where: str) -> Action:
    verb = next((v for v in sorted(VERBS, key=len, reverse=True) if f"{text} ".startswith(f"{v} ")), "")
    rest = text[len(verb) :].split()
    try:
        action = _checked(verb, rest)
        if action is not None:
            return action
        reason = ""
    except (ValueError, msgspec.ValidationError) as error:
        reason = f" ({error})"
    raise InputError(f"{where}: keys.{key}", repr(text), f"one of {', '.join(VERBS)}{reason}")


def _checked(verb: str, rest: list[str]) -> Action | None:
    match verb, rest:
        case "play", [pitch, *velocity] if len(velocity) < 2:
            values = (float(pitch), *map(float, velocity)) if velocity else (float(pitch), 0.7)
            _valid(g.Play(tick=0, pitch=values[0], velocity=values[1]))
            return Action(verb, values=values)
        case "trouble", [fault, *value] if len(value) < 2:
            amount = float(value[0]) if value else 1.0
            _valid(g.Trouble(tick=0, fault=fault, value=amount))
            return Action(verb, fault, (amount,))
        case "scene", [name]:
            _valid(g.Scene(tick=0, name=name))
            return Action(verb, name)
        case "invite", [fault]:
            _valid(g.Invite(tick=0, fault=fault))
            return Action(verb, fault)
        case _, [] if verb and verb not in ("play", "trouble", "scene"):
            return Action(verb)
    return None


def _valid(gesture: g.Gesture) -> None:
    """Ranges are part of the gestures' types, which only decoding checks."""
    g.parse(g.line(gesture))


class Keyboard:
    """The hands at the keys. Every call returns the gestures that it makes, to be sent in order.

    ``reopened``: others before these may have been left in the air, so the first step says where these are.
    """

    def __init__(self, actions: Mapping[str, Action], reopened: bool = False) -> None:
        self._actions = dict(actions)
        self._down: dict[str, Action] = {}
        self._value = dict.fromkeys(RAMP_S, 0.0)
        self._told = dict.fromkeys(RAMP_S, math.nan if reopened else 0.0)

    def action(self, key: str) -> Action | None:
        """What a key does, None where nothing."""
        return self._actions.get(key.casefold())

    def press(self, key: str, now: Surroundings, mouse: tuple[float, float] = (0.0, 0.0)) -> list[g.Gesture]:
        """A key goes down; ``mouse`` is its place across the hall (-1..1, y away from the operator)."""
        key = key.casefold()
        action = self._actions.get(key)
        if action is None or key in self._down:  # the system repeats keys that are held
            return []
        self._down[key] = action
        make = _PRESSED.get(action.verb)
        return make(action, now, mouse) if make else []

    def release(self, key: str) -> list[g.Gesture]:
        """A key comes up."""
        action = self._down.pop(key.casefold(), None)
        if action is None or action.verb != "play":
            return []
        return [_note(action.values[0], 0.0)]

    def click(self, x: float, y: float) -> list[g.Gesture]:
        """The mouse sends a ripple of will out from a place."""
        return [_will(x, y)]

    def step(self, passed_s: float) -> list[g.Gesture]:
        """Move the hands on by the seconds that have passed."""
        held = {part for action in self._down.values() for part in _hands(action.verb)}
        for hand, ramp_s in RAMP_S.items():
            move = passed_s / ramp_s if hand in held else -passed_s / ramp_s
            self._value[hand] = min(max(self._value[hand] + move, 0.0), 1.0)
        return self._tell()

    def let_go(self) -> list[g.Gesture]:
        """All keys come up at once and the hands sink: the window has lost the keys, or closes."""
        released = [gesture for key in list(self._down) for gesture in self.release(key)]
        self._value = dict.fromkeys(RAMP_S, 0.0)
        return released + self._tell()

    def _tell(self) -> list[g.Gesture]:
        moved = {hand for hand in RAMP_S if self._news(hand)}
        for hand in moved:
            self._told[hand] = self._value[hand]
        made: list[g.Gesture] = []
        if "breathe" in moved:
            made.append(g.Breathe(tick=0, value=self._rounded("breathe"), source=SOURCE))
        if moved & {"palm left", "palm right"}:
            left, right = self._rounded("palm left"), self._rounded("palm right")
            made.append(g.Palms(tick=0, left=left, right=right, source=SOURCE))
        if "stretch" in moved:
            made.append(g.Stretch(tick=0, value=self._rounded("stretch"), source=SOURCE))
        if "raise" in moved:
            made.append(g.Raise(tick=0, value=self._rounded("raise"), source=SOURCE))
        return made

    def _news(self, hand: str) -> bool:
        value, told = self._value[hand], self._told[hand]
        if math.isnan(told):
            return True
        return value != told and (abs(value - told) >= STEP or value in (0.0, 1.0))

    def _rounded(self, hand: str) -> float:
        return round(self._told[hand], 3)


def _hands(verb: str) -> tuple[str, ...]:
    return ("palm left", "palm right") if verb == "palms" else (verb,)


def _note(pitch: float, velocity: float) -> g.Gesture:
    return g.Play(tick=0, pitch=pitch, velocity=velocity, id=round(pitch * 100), source=SOURCE)


def _will(x: float, y: float) -> g.Gesture:
    x, y = (round(min(max(v, -1.0), 1.0), 3) for v in (x, y))
    return g.Will(tick=0, x=x, y=y, source=SOURCE)


def _invited(action: Action, now: Surroundings, mouse: tuple[float, float]) -> list[g.Gesture]:
    fault = action.name or now.worst_fault
    return [g.Invite(tick=0, fault=fault, source=SOURCE)] if fault else []


def _scene(action: Action, now: Surroundings, mouse: tuple[float, float]) -> list[g.Gesture]:
    steps = {"next": 1, "previous": -1}
    name = action.name
    if name in steps:
        if not now.movements:
            return []
        name = now.movements[(now.movement + steps[name]) % len(now.movements)]
    return [g.Scene(tick=0, name=name, source=SOURCE)]


_Pressed = Callable[[Action, Surroundings, tuple[float, float]], list[g.Gesture]]
_PRESSED: dict[str, _Pressed] = {
    "invite": _invited,
    "scene": _scene,
    "will": lambda action, now, mouse: [_will(*mouse)],
    "play": lambda action, now, mouse: [_note(*action.values)],
    "trouble": lambda action, now, mouse: [g.Trouble(tick=0, fault=action.name, value=action.values[0], source=SOURCE)],
}
