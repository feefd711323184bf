"""The onset index of a sound over time: about the world's beat where its performance is known, else about its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .onsets import Onsets, estimated_beat_s, grid_phase, spread_ms, strength
from .replay import Replay

_WINDOW_S = 2.5  # about each second's middle; a bar where the performance says how long one is


@dataclass(frozen=True)
class Beat:
    """A figure a second: ``index`` 0..1, ``spread_ms`` and ``centre_ms`` of the onset energy about the beat."""

    index: np.ndarray
    spread_ms: np.ndarray
    centre_ms: np.ndarray
    beat_s: float


def beat_of(found: Onsets, seconds: int, start_s: float, replay: Replay | None, room: str = "") -> Beat:
    """Measure each second of a sound that begins at ``start_s`` of its performance.

    ``room`` names the stem that it is, so that only the metres in use there count.
    """
    known = replay is not None and len(replay.bar) > 1
    beat_s = replay.bar_s / replay.beats if replay and known else estimated_beat_s(found)
    window_s = replay.bar_s if replay and known else _WINDOW_S
    out = np.full((3, seconds), np.nan)
    at = found.at_s
    for second in range(seconds):
        part = slice(*np.searchsorted(at, (second + 0.5 - window_s / 2, second + 0.5 + window_s / 2)))
        energy = found.energy[part]
        if energy.sum() <= 0.0 or not np.isfinite(beat_s):
            continue
        if replay and known:
            phase, length = _in_world(replay, start_s, second, at[part], room)
        else:
            phase, length = at[part] / beat_s, np.full(energy.size, beat_s)
        spread, centre = spread_ms(energy, phase, length)
        out[:, second] = strength(energy, phase), spread, centre if known else np.nan
    return Beat(out[0], out[1], out[2], beat_s)


def _in_world(replay: Replay, start_s: float, second: int, at: np.ndarray, room: str) -> tuple[np.ndarray, np.ndarray]:
    """Phase within the beats in use, and each beat's length in seconds."""
    phase, bars = grid_phase(replay.bar_at(start_s + at), metres_at(replay, start_s + second + 0.5, room))
    return phase, bars * replay.bar_s


def metres_at(replay: Replay, at_s: float, room: str = "") -> tuple[int, ...]:
    """The metres in use at a moment in ``room``, or in all rooms whose beat is no slower than the score's."""
    names = [room] if room in replay.metres else list(replay.metres)
    found: set[int] = set()
    for name in names:
        kept = replay.metres[name]
        if kept:
            found.update(kept[min(max(round(at_s), 0), len(kept) - 1)])
    least = 3 if any(m >= 3 for m in found) else 1  # slower beats fall on the faster ones' or are no ticks
    return tuple(sorted(m for m in found if m >= least)) or (replay.beats,)
