"""A voice alone on the bench: its kits, a moment that the test fills, and what comes out, tick by tick."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from installation.core.moment import EVENT, Layout, no_events
from installation.core.resources import folder
from installation.core.room import BEAT, resolve
from installation.core.units import TICK_S
from installation.dsp.desk import Desk, Kits
from installation.hall.discover import rooms
from installation.score.evening import COMMON


class Bench:
    """One room's voice. ``own`` and ``moment`` are the test's to fill; ``sound`` steps dream time and listens."""

    def __init__(self, name: str, seed: int = 5) -> None:
        self.room = next(room for room in rooms() if room.name == name)
        self.moment = Layout(COMMON, ((name, self.room.fields),)).empty()
        self.own = self.moment[name]
        self.own["presence"] = self.own["voice"] = self.own["coherence"] = 1.0
        self.kits = Kits(1, 2)
        instrument = tomllib.loads((folder("sounds") / f"{name}.toml").read_text("utf-8"))
        self.voice = resolve(self.room.voice)(self.room, Desk(self.kits, name, 0, seed), instrument, seed)
        if self.room.oscillators:
            metre = self.room.oscillators.metre
            self.own["metre"] = np.resize(metre, self.room.oscillators.count)
        if self.room.pitches:
            self.own["pitch_at_s"] = -10.0

    def tick(self, events: np.ndarray | None = None) -> np.ndarray:
        """The next tick's sound, ``(2, 400) float32``."""
        self.moment["dream_time_s"] += TICK_S
        self.voice.tick(self.moment, self.own, no_events() if events is None else events)
        heard = self.kits.render()[0, :2].copy()
        assert np.isfinite(heard).all()
        assert not self.kits.failed.any()
        return heard

    def sound(self, seconds: float, events: dict[int, np.ndarray] | None = None) -> np.ndarray:
        """So many seconds, ``(2, n)``; ``events`` by tick."""
        return np.concatenate([self.tick((events or {}).get(k)) for k in range(round(seconds / TICK_S))], axis=1)


def beats(indices: Sequence[int], samples: float | Sequence[float] = 0.0) -> np.ndarray:
    """Beat events of these oscillators."""
    made = np.zeros(len(indices), EVENT)
    made["kind"], made["index"], made["sample"], made["strength"] = BEAT, indices, samples, 1.0
    return made


@pytest.fixture
def bench() -> Callable[[str], Bench]:
    return Bench


@pytest.fixture
def beat_events() -> Callable[..., np.ndarray]:
    return beats
