"""The engine's voice: the song that leads the harmony, the heart under it, the rings, and the notes played on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...core.room import Room
from ...dsp.desk import Desk
from ...score.evening import NOTES
from .heart import Heart, Played
from .song import Song


class Voice:
    """Song, heart and played notes; each keeps to its own customers."""

    def __init__(self, room: Room, desk: Desk, instrument: Mapping[str, Any], seed: int) -> None:
        self._song = Song(desk, instrument["song"], seed)
        self._heart = Heart(desk, instrument["heart"], instrument["rings"])
        self._played = Played(desk, instrument["notes"], NOTES)
        self.memory = {**self._song.memory, **self._heart.memory, **self._played.memory}

    def tick(self, moment: np.ndarray, own: np.ndarray, events: np.ndarray) -> None:
        """Targets and strikes of this tick."""
        self._song.tick(moment, own)
        self._heart.tick(own, events)
        self._played.tick(moment)
