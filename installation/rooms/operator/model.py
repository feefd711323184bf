"""The operator's own memory: a heart that races in trouble and slows with the breath, light gathered, a head lost."""

from __future__ import annotations

import numpy as np

from ...core.room import Room

REST_HZ, RACE_HZ = 0.95, 1.9  # a heart in calm and in trouble
CHANGE_S = 1.6  # time constant with which its pace changes
GATHER_S = 1.2
LOSE_S, FIND_S = 2.5, 1.2  # the head is lost slowly and found again sooner
LOST_AT = 0.75  # unresolved trouble at which the reflection has no head


class Model:
    """Beats the heart; writes ``heart_phase``, ``gathered`` and ``head``."""

    def __init__(self, room: Room, seed: int) -> None:
        # Pace (Hz), phase (turns), light gathered, head.
        self.memory = {"kept": np.array([REST_HZ, 0.0, 0.0, 1.0])}

    def step(self, own: np.ndarray, moment: np.ndarray, dt_s: float) -> None:
        """Advance by ``dt_s`` of dream time."""
        pace_hz, phase, gathered, head = self.memory["kept"].tolist()
        stirred = max(float(own["trouble"]), 0.6 * (1.0 - float(moment["calm"])))
        wanted = REST_HZ + (RACE_HZ - REST_HZ) * stirred * (1.0 - 0.6 * float(moment["breathe"]))
        pace_hz += (wanted - pace_hz) * min(1.0, dt_s / CHANGE_S)
        phase = (phase + pace_hz * dt_s) % 1.0
        gathered += (float(moment["lucidity"]) - gathered) * min(1.0, dt_s / GATHER_S)
        whole = 1.0 - min(float(moment["unresolved"]) / LOST_AT, 1.0)
        head += (whole - head) * min(1.0, dt_s / (FIND_S if whole > head else LOSE_S))
        self.memory["kept"][:] = pace_hz, phase, gathered, head
        own["heart_phase"], own["gathered"], own["head"] = phase, gathered, head
