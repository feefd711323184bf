"""What a fault did and what became of it, as figures: before, during, and after it was answered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..core import gestures as g
from ..core.units import TICK_RATE_HZ
from .replay import Replay
from .windows import greatest_median, median_between

BEFORE_S = 5.0
DURING_S = 5.0
AFTER_S = 10.0
OPEN = 0.05  # severity above which a fault stands open


@dataclass(frozen=True)
class Series:
    """A figure over performance time."""

    at_s: np.ndarray
    values: np.ndarray


def story(replay: Replay, dissonance: Series, onset_index: Series, from_s: float, to_s: float) -> dict | None:
    """The figures of the first fault that is brought on within ``[from_s, to_s)``; None where there is none.

    ``before`` are the 5 s up to it, ``fault`` is the worst 5 s while it stands open, ``after`` the last 10 s.
    """
    trouble = _trouble(replay, from_s, to_s)
    if trouble is None:
        return None
    began_s = trouble.tick / TICK_RATE_HZ
    ended_s = _closed_s(replay, trouble.fault, began_s, to_s)
    after_s = max(to_s - AFTER_S, began_s)
    before = median_between(dissonance.at_s, dissonance.values, began_s - BEFORE_S, began_s)
    worst, worst_s = greatest_median(dissonance.at_s, dissonance.values, began_s, ended_s, DURING_S)
    after = median_between(dissonance.at_s, dissonance.values, after_s, to_s)
    world, tick_s = replay.coherence, replay.at_s
    pitches = replay.pitches.astype(float)
    index = onset_index
    fault_index = index.values[(index.at_s >= began_s) & (index.at_s < ended_s)]
    return {
        "fault": trouble.fault,
        "began_s": began_s,
        "closed_s": ended_s if ended_s < to_s else None,
        "answered": "invited" if _invited(replay, trouble.fault, to_s) else "mended" if ended_s < to_s else "not yet",
        "dissonance": {
            "before": before, "fault": worst, "fault_at_s": worst_s, "after": after,
            "fault_to_before": worst / before, "after_to_before": after / before,
        },
        "pitches": {
            "before": median_between(tick_s, pitches, began_s - BEFORE_S, began_s),
            "after": median_between(tick_s, pitches, after_s, to_s),
        },
        "coherence": {
            "before": median_between(tick_s, world, began_s - BEFORE_S, began_s),
            "least": float(world[(tick_s >= began_s) & (tick_s < to_s)].min()),
            "after": median_between(tick_s, world, after_s, to_s),
        },
        "rooms_coherence_least": {
            name: float(values[(tick_s >= began_s) & (tick_s < to_s)].min())
            for name, values in replay.rooms_coherence.items()
        },
        "onset_index": {
            "before": median_between(index.at_s, index.values, began_s - BEFORE_S, began_s),
            "least": float(np.nanmin(fault_index)) if np.isfinite(fault_index).any() else float("nan"),
            "after": median_between(index.at_s, index.values, after_s, to_s),
        },
    }  # fmt: skip


def _trouble(replay: Replay, from_s: float, to_s: float) -> g.Trouble | None:
    for gesture in replay.gestures:
        inside = from_s <= gesture.tick / TICK_RATE_HZ < to_s
        if inside and isinstance(gesture, g.Trouble) and gesture.value > OPEN and gesture.fault in replay.severity:
            return gesture
    return None


def _closed_s(replay: Replay, fault: str, began_s: float, to_s: float) -> float:
    """When the fault had closed after it began, else ``to_s``."""
    severity = replay.severity[fault][round(began_s * TICK_RATE_HZ) :]
    opened = np.flatnonzero(severity >= OPEN)
    if not len(opened):
        return min(began_s + DURING_S, to_s)
    closed = np.flatnonzero(severity[opened[0] :] < OPEN)
    return min(began_s + float(opened[0] + closed[0]) / TICK_RATE_HZ, to_s) if len(closed) else to_s


def _invited(replay: Replay, fault: str, to_s: float) -> bool:
    guest = replay.guest[fault]
    return float(guest[min(round(to_s * TICK_RATE_HZ), len(guest) - 1)]) > 0.5
