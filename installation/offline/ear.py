"""The sound of a performance: every tick from the first, since all of it is history; only a part is kept.

The master looks ahead, so its sound lies ``latency`` samples late: that many are left out at the beginning, and
sample n of the evening stands at sample n of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from ..core.room import Room
from ..core.units import BLOCK
from ..sound.mixer import Mixer
from .outputs import BlockSink


class Cut:
    """Passes on the samples of ``kept`` (counted from performance time 0) out of a stream that is ``late``."""

    def __init__(self, kept: range, late: int, sink: Callable[[np.ndarray], None]) -> None:
        self._kept, self._sink = kept, sink
        self._at = -late

    def __call__(self, block: np.ndarray) -> None:
        """Take the stream's next ``(n, channels)``; what is passed on is a copy."""
        first = max(self._kept.start - self._at, 0)
        last = min(self._kept.stop - self._at, len(block))
        if last > first:
            self._sink(block[first:last].copy())
        self._at += len(block)


class Ear:
    """A mixer whose output goes to the sinks: the mix under "", the stems by their names."""

    def __init__(
        self, cast: tuple[Room, ...], seed: int, channels: int, kept: range, sinks: Mapping[str, BlockSink]
    ) -> None:
        self.mixer = Mixer(cast, seed, channels=channels)
        self._cuts: list[tuple[str, Cut]] = []
        for name, sink in sinks.items():
            late = 0 if name else self.mixer.latency_samples
            self._cuts.append((name, Cut(kept, late, sink)))

    def tick(self, moment: np.ndarray, events: np.ndarray) -> None:
        """Sound one tick; call in order from tick 0."""
        mix = self.mixer.tick(moment, events)
        for name, cut in self._cuts:
            cut(self.mixer.stems[name] if name else mix)

    @property
    def failures(self) -> list[str]:
        """A line for each room whose voice failed."""
        return [f"{name}: its voice failed and was faded out" for name in self.mixer.failures]


def ticks_needed(kept: range, latency_samples: int) -> int:
    """How many ticks must sound until the last sample kept has come out."""
    return -(-(kept.stop + latency_samples) // BLOCK) if len(kept) else 0


def buses(cast: tuple[Room, ...]) -> tuple[str, ...]:
    """Names of the stems: the rooms with a voice, and the hall's reverberation."""
    return (*(room.name for room in cast if room.voice), "hall")
