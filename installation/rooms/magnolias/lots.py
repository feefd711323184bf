"""What is each blossom's own for good: its place on the lake and on the helixes, its size, age, string and hours."""

from __future__ import annotations

from math import sqrt, tau
from typing import NamedTuple

import numpy as np

from ...core.seeds import stream
from . import STREAMS
from . import flight as f

COUNT = 5_000
STRANDS = 6
SIZES_M = (0.32, 0.60)  # lengths of petals, the least and the greatest
SPRITE_TURN = 0.052  # where the wind sprite stands: those nearest to her rise first
GOLDEN_TURNS = (3.0 - sqrt(5.0)) / 2.0  # from one blossom to the next (Vogel, 1979)
STAY = 0.12  # the share that stays on the lake


class Lots(NamedTuple):
    """Arrays ``(count,)``, float32 but ``string``."""

    turn: np.ndarray  # round the lake
    radius_m: np.ndarray
    size_m: np.ndarray
    age: np.ndarray  # 0 a bud .. 1 wide open
    tilt: np.ndarray
    lean_x: np.ndarray  # the horizontal direction it leans to
    lean_z: np.ndarray
    spin_s: np.ndarray  # sine and cosine of half its turn about its own axis
    spin_c: np.ndarray
    rise: np.ndarray  # 0..1, when it comes up
    hop: np.ndarray  # 0..1, its chance while the fault has it
    own_beat: np.ndarray  # the eighth of the bar in which it is plucked
    string: np.ndarray  # int32, its stream
    strand_turn: np.ndarray  # from its place on the lake
    strand_way: np.ndarray  # 1 or -1, which way its strand is wound
    strand_high: np.ndarray  # 0..1 along it
    strand_out_m: np.ndarray  # from its middle line
    strand_round: np.ndarray  # turns about it
    depart: np.ndarray  # 0..1, when it leaves the lake; 9 stays


def lots(count: int) -> Lots:
    """Those of the first ``count`` blossoms. Beyond 5,000 the lake is laid again and again, each time differently."""
    index = np.arange(count)
    chance = stream(0, "magnolias/lots").random((count, 12)).T
    share = (index % COUNT + 0.5) / COUNT
    turn = (index * GOLDEN_TURNS + 0.004 * (chance[1] - 0.5)) % 1.0
    arm = turn + 0.10 * share + 0.012 * (chance[2] - 0.5)  # streams are arms of a spiral
    lean = tau * chance[6]
    rise = 0.55 * chance[7] + 0.45 * (0.5 - 0.5 * np.cos(tau * (2.0 * turn + 0.7 * share)))
    columns = {
        "turn": turn,
        "radius_m": np.sqrt(f.INNER_M**2 + (f.OUTER_M**2 - f.INNER_M**2) * share) + 0.22 * (chance[0] - 0.5),
        "size_m": SIZES_M[0] + (SIZES_M[1] - SIZES_M[0]) * chance[3] ** 1.8,
        "age": chance[4] ** 0.75,
        "tilt": 0.08 + 0.62 * chance[5] ** 2,
        "lean_x": np.sin(lean),
        "lean_z": np.cos(lean),
        "spin_s": np.sin(1.5 * lean),
        "spin_c": np.cos(1.5 * lean),
        "rise": rise,
        "hop": chance[8],
        "own_beat": np.floor(8.0 * chance[9]) / 8.0,
        **_strands(turn, chance),
    }
    apart = np.abs((turn - SPRITE_TURN + 0.5) % 1.0 - 0.5) * 2.0
    columns["depart"] = np.where(chance[11] < STAY, 9.0, 0.40 * apart + 0.60 * chance[9])
    string = np.floor((0.5 - arm) % 1.0 * STREAMS).astype(np.int32)
    return Lots(string=string, **{name: np.ascontiguousarray(c, np.float32) for name, c in columns.items()})


def _strands(turn: np.ndarray, chance: np.ndarray) -> dict[str, np.ndarray]:
    """A height on the helixes, in clumps, and the strand that is nearest to it there."""
    grid = np.linspace(0.0, 1.0, 513)
    whole = np.concatenate([[0.0], np.cumsum(_density(grid)[1:] + _density(grid)[:-1])])
    high = np.interp(chance[10], whole / whole[-1], grid)
    strand = np.arange(STRANDS)
    way = np.where(strand % 2 == 0, 1.0, -1.0)
    there = strand / STRANDS + way * f.HELIX_TURNS * high[:, None] - turn[:, None]
    there -= np.round(there)
    nearest = np.argmin(np.abs(there), axis=1)
    return {
        "strand_turn": there[np.arange(len(turn)), nearest],
        "strand_way": way[nearest],
        "strand_high": high,
        "strand_out_m": 0.08 + 0.62 * chance[8] ** 2,
        "strand_round": chance[11],
    }


def _density(high: np.ndarray) -> np.ndarray:
    """How many blossoms a strand has at a height (0..1 along it): clumps; few where the engine is seen through."""
    y = f.HELIX_FOOT_M + (f.HELIX_CROWN_M - f.HELIX_FOOT_M) * high
    clear = 1.0 - 0.88 * np.exp(-(((y - 6.4) / 4.0) ** 2))
    return clear * (1.0 + 0.8 * np.cos(tau * 9.0 * high)) * (1.0 - 0.65 * high**3)
