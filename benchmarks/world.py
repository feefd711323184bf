"""The world's speed: ticks a second against real time, beside the same two laws written plainly in numpy.

The baseline is what one would write first: coupling as a loop over oscillators, dissonance over all pairs of
partials. Both are timed in turns in one run, in CPU seconds of one core; the median of several, with the spread.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np

from installation.core import gestures as g
from installation.core.performance import Header
from installation.core.units import TICK_RATE_HZ
from installation.hall.world import World

from .figures import cpu, spread

ROUNDS = 7
TICKS = 600  # a round of the world
BASELINE_TICKS = 12  # a round of the baseline, which is slow
GOAL = 50.0  # times real time


def run() -> dict[str, Any]:
    """Measure; returns figures ready for JSON."""
    calm, troubled = _world(False), _world(True)
    baseline = Plain(troubled)
    times: dict[str, list[float]] = {"calm": [], "troubled": [], "baseline": []}
    for _ in range(ROUNDS):
        times["calm"].append(_cpu_s(calm.step, TICKS))
        times["troubled"].append(_cpu_s(troubled.step, TICKS))
        times["baseline"].append(_cpu_s(baseline.step, BASELINE_TICKS))
    ratios = [b / t for b, t in zip(times["baseline"], times["troubled"], strict=True)]
    return {
        "times_real_time": {name: spread([1.0 / (TICK_RATE_HZ * s) for s in some]) for name, some in times.items()},
        "goal_times_real_time": GOAL,
        "baseline": "coupling a loop over oscillators, dissonance over all pairs of partials, numpy",
        "baseline_to_world": spread(ratios),
        "tick_us": spread([1e6 * s for s in times["troubled"]]),
        "rooms": [room.name for room in troubled.cast],
        "oscillators": len(troubled.coupling.theta),
        "pitches": len(troubled.harmony.target),
        "machine": {"cpu": cpu(), "system": platform.platform(terse=True)},
        "versions": {"python": platform.python_version(), **{n: version(n) for n in ("numpy", "numba")}},
    }


class Plain:
    """The two heaviest laws as plain numpy: no neighbours cut off, no compiled loop."""

    def __init__(self, world: World) -> None:
        self._theta = world.coupling.theta.copy()
        self._rate = world.coupling.rate.copy()
        self._hz = np.exp2(world.harmony.log2_hz)[:, None] * np.arange(1, world.harmony.weights.shape[1] + 1)
        self._amp = world.harmony.weights * np.maximum(world.harmony.level, 0.05)[:, None]
        self.dissonance = 0.0

    def step(self) -> None:
        """One tick."""
        kept = self._theta.copy()
        for i in range(len(kept)):
            drawn = np.sin(2 * np.pi * (kept - kept[i])).mean()
            self._theta[i] = (kept[i] + (0.4 + self._rate[i] + 3.0 / (2 * np.pi) * drawn) / TICK_RATE_HZ) % 1.0
        hz, amp = self._hz.ravel(), self._amp.ravel()
        apart = np.abs(hz[:, None] - hz[None, :])
        s = 0.24 / (0.0207 * np.minimum(hz[:, None], hz[None, :]) + 18.96)
        rough = np.minimum(amp[:, None], amp[None, :]) * (np.exp(-3.5 * s * apart) - np.exp(-5.75 * s * apart))
        self.dissonance = 0.5 * rough.sum() / amp.sum()


def _world(troubled: bool) -> World:
    """A warm world in the midst of the evening, calm or with its fault open."""
    world = World.open(Header(seed=7))
    for tick in range(240):
        world.step((g.Trouble(tick=tick, fault="slip", value=0.9),) if troubled and tick == 60 else ())
    return world


def _cpu_s(step: Callable[[], None], times: int) -> float:
    """CPU seconds of one step."""
    step()
    began = time.process_time()
    for _ in range(times):
        step()
    return (time.process_time() - began) / times


if __name__ == "__main__":
    import json

    print(json.dumps(run(), indent=1))
