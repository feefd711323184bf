"""Knobs and faders: where each stands, and what they ask for together. Pure, as the map is."""

from __future__ import annotations

from collections.abc import Sequence

from ..core import gestures as g
from .midi_map import SOURCE, TARGETS, Control

CATCH = 0.02  # so near to the value that stands, a fader has it in hand
Key = tuple[int, int, int]  # source, channel, place in the map

_PARTS = {"palms": ("palm left", "palm right")}
_SIMPLE: dict[str, type[g.Gesture]] = {
    "breathe": g.Breathe, "stretch": g.Stretch, "weave": g.Weave, "raise": g.Raise, "level": g.Level,
}  # fmt: skip


class Faders:
    """The values that all controls together have set; a knob at rest is not told again."""

    def __init__(self, controls: Sequence[Control]) -> None:
        self._by_number: dict[int, list[tuple[int, Control]]] = {}
        for place, control in enumerate(controls):
            self._by_number.setdefault(control.control, []).append((place, control))
        self._now = {name: target.neutral for name, target in TARGETS.items() if name not in _PARTS}
        self._stands: dict[Key, float] = {}
        self._holder: dict[str, Key] = {}  # which control moved a value last
        self._told: dict[type[g.Gesture], g.Gesture] = {}

    def move(self, source: int, channel: int, number: int, position: int) -> list[g.Gesture]:
        """A control of a source stands at 0..127 now; channels count from 0."""
        made: list[g.Gesture] = []
        for place, control in self._by_number.get(number, ()):
            if control.channel in (0, channel + 1) and self._takes((source, channel, place), control, position):
                made += self._news(control.to)
        return made

    def will(self) -> g.Will:
        """A ripple of will from where the focus is."""
        return g.Will(tick=0, x=self._now["focus x"], y=self._now["focus y"], source=SOURCE)

    def forget(self, source: int) -> None:
        """A source has gone; its values stay, its controls have to take hold again."""
        self._stands = {key: value for key, value in self._stands.items() if key[0] != source}
        self._holder = {part: key for part, key in self._holder.items() if key[0] != source}

    def _takes(self, key: Key, control: Control, position: int) -> bool:
        """Set what the control moves; False while it has not come to where that stands."""
        value, parts = control.value(position), _PARTS.get(control.to, (control.to,))
        before, self._stands[key] = self._stands.get(key), value
        held = all(self._holder.get(part) == key for part in parts)
        if control.takeover and not held and not caught(self._now[parts[0]], before, value):
            return False
        for part in parts:
            self._now[part], self._holder[part] = value, key
        return True

    def _news(self, target: str) -> list[g.Gesture]:
        gesture = self._gesture(target)
        if self._told.get(type(gesture)) == gesture:
            return []
        self._told[type(gesture)] = gesture
        return [gesture]

    def _gesture(self, target: str) -> g.Gesture:
        now = self._now
        if target in _SIMPLE:
            return _SIMPLE[target](tick=0, value=now[target], source=SOURCE)  # type: ignore[call-arg]
        if target.startswith("palm"):
            return g.Palms(tick=0, left=now["palm left"], right=now["palm right"], source=SOURCE)
        return g.Focus(tick=0, x=now["focus x"], y=now["focus y"], value=now["focus value"], source=SOURCE)


def caught(stands: float, before: float | None, now: float) -> bool:
    """Whether a fader that moved from ``before`` to ``now`` has met the value that stands."""
    if abs(now - stands) <= CATCH:
        return True
    return before is not None and (before - stands) * (now - stands) <= 0.0
