"""A score as data: movements, just chords, melody, camera and colours. Read from ``configs/scores/NAME.toml``.

Ratios are just intervals over the score's root, written as fractions ("5/3"). Positions are in bars.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Annotated

import msgspec
import numpy as np
from msgspec import Meta

from ..core.config import load
from ..core.errors import InputError
from ..core.resources import folder

PARTS = ("bass", "tenor", "alto", "soprano")
Ratio = Annotated[str, Meta(pattern=r"^[1-9][0-9]{0,3}(/[1-9][0-9]{0,3})?$")]
Colour = tuple[float, float, float]


class Chord(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A just chord: its own root, one tone a part, and how long it stands."""

    root: Ratio
    bass: Ratio
    tenor: Ratio
    alto: Ratio
    soprano: Ratio
    bars: Annotated[float, Meta(gt=0.0, le=64.0)] = 2.0


class Strike(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The score brings on a fault by itself, so many bars into a movement."""

    fault: str
    bar: Annotated[float, Meta(ge=0.0)]
    value: Annotated[float, Meta(ge=0.0, le=1.0)] = 0.7


class Shot(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A place of the camera, so many bars into a movement (metres, vertical field of view in degrees)."""

    bar: Annotated[float, Meta(ge=0.0)]
    eye: tuple[float, float, float]
    target: tuple[float, float, float]
    fov: Annotated[float, Meta(ge=10.0, le=90.0)] = 50.0
    focus: Annotated[float, Meta(ge=0.0, le=200.0)] = 0.0  # metres to what is sharp; 0: as far as the target
    lens: Annotated[float, Meta(ge=0.0, le=0.5)] = 0.03  # metres, its opening; 0: all is sharp


class Look(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A scene's grade, after the tone curve: slope of red, green and blue, power (over 1 is darker), saturation."""

    slope: Colour = (1.04, 1.04, 1.04)
    power: Annotated[float, Meta(ge=0.5, le=2.5)] = 1.38
    saturation: Annotated[float, Meta(ge=0.0, le=3.0)] = 1.72


class Palette(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Three colours in OKLCh (lightness, chroma, hue in degrees)."""

    key: Colour
    fill: Colour
    accent: Colour


class Movement(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One scene: how long, its chords and melody (both repeat), colours, camera."""

    name: str
    bars: Annotated[int, Meta(ge=1, le=4096)]
    chords: Annotated[list[Chord], Meta(min_length=1)]
    melody: list[tuple[Ratio, Annotated[float, Meta(gt=0.0)]]]
    palette: Palette
    shots: Annotated[list[Shot], Meta(min_length=1)]
    strikes: list[Strike] = []
    exposure: float = 0.0
    look: Look = Look()
    dissolve_s: Annotated[float, Meta(ge=0.5, le=20.0)] = 5.0  # from the scene before into this one


class Score(msgspec.Struct, forbid_unknown_fields=True, frozen=True, dict=True):
    """The whole evening."""

    title: str
    version: int
    root_hz: Annotated[float, Meta(ge=20.0, le=500.0)]
    bar_s: Annotated[float, Meta(ge=0.5, le=20.0)]
    beats: Annotated[int, Meta(ge=1, le=16)]
    from_hour: float
    to_hour: float
    help_s: Annotated[float, Meta(ge=60.0)]
    movements: Annotated[list[Movement], Meta(min_length=1)] = msgspec.field(name="movement")

    @cached_property
    def starts(self) -> np.ndarray:
        """Bar at which each movement begins, and the end: ``(movements + 1,) int``."""
        return np.cumsum([0, *(m.bars for m in self.movements)])

    @property
    def bars(self) -> int:
        return int(self.starts[-1])

    def movement_at(self, bar: float) -> int:
        """Index of the movement that sounds at ``bar`` (the last one from the end on)."""
        found = int(np.searchsorted(self.starts, bar, side="right")) - 1
        return min(max(found, 0), len(self.movements) - 1)

    def index(self, name: str) -> int:
        """Index of the movement called ``name``. Raises InputError naming those there are."""
        names = [m.name for m in self.movements]
        if name not in names:
            raise InputError(f"score {self.title}: movement", repr(name), f"one of {', '.join(names)}")
        return names.index(name)


@dataclass(frozen=True)
class Line:
    """A repeating line of values against bars: ``value[i]`` holds from ``start[i]``, all again after ``length``."""

    start: np.ndarray
    value: np.ndarray
    length: float

    def at(self, bar: float) -> tuple[int, int]:
        """The index that holds at ``bar`` and how many values have begun since bar 0 (counted from 1)."""
        turns, within = divmod(bar, self.length)
        found = int(np.searchsorted(self.start, within + 1e-9, side="right")) - 1
        return found, int(turns) * len(self.start) + found + 1


def read_score(name: str) -> Score:
    """The score called ``name``. Raises InputError where there is none or it is malformed."""
    path = folder("configs") / "scores" / f"{name}.toml"
    if not path.is_file():
        there = ", ".join(sorted(p.stem for p in path.parent.glob("*.toml")))
        raise InputError("score", repr(name), f"one of {there}")
    score = load(path, Score)
    _check_movements(score, str(path))
    return score


def _check_movements(score: Score, where: str) -> None:
    """Names are told apart, and each movement's shots come in order within it. Raises InputError."""
    names = [m.name for m in score.movements]
    if len(set(names)) < len(names):
        raise InputError(where, "two movements of one name", "names that differ")
    for movement in score.movements:
        bars = [shot.bar for shot in movement.shots]
        if sorted(set(bars)) != bars or bars[-1] > movement.bars:
            raise InputError(f"{where}: shots of {movement.name}", f"bars {bars}", f"rising bars up to {movement.bars}")


def log2_ratio(text: str) -> float:
    """Octaves of a just ratio."""
    return float(np.log2(float(Fraction(text))))


def chord_line(movement: Movement) -> Line:
    """Its chords as a line: value ``(chords, 5)`` octaves over the root, of root, bass, tenor, alto, soprano."""
    tones = [[log2_ratio(getattr(c, part)) for part in ("root", *PARTS)] for c in movement.chords]
    return _line(np.array(tones), [c.bars for c in movement.chords])


def melody_line(movement: Movement, beats: int) -> Line:
    """Its melody as a line: value ``(notes,)`` octaves over the root."""
    notes = movement.melody or [(movement.chords[0].soprano, float(beats))]
    return _line(np.array([log2_ratio(tone) for tone, _ in notes]), [length / beats for _, length in notes])


def _line(values: np.ndarray, lengths: list[float]) -> Line:
    ends = np.cumsum(lengths)
    return Line(np.concatenate([[0.0], ends[:-1]]), values, float(ends[-1]))


def check_strikes(score: Score, faults: Mapping[str, object]) -> list[str]:
    """Names of faults that the score brings on but no room of the cast owns."""
    return sorted({s.fault for m in score.movements for s in m.strikes} - set(faults))
