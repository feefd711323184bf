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
        self.memory = {
            "pace_hz": np.full(1, REST_HZ),
            "phase": np.zeros(1),
            "gathered": np.zeros(1),
            "head": np.ones(1),
        }

    def step(self, own: np.ndarray, moment: np.ndarray, dt_s: float) -> None:
        """Advance by ``dt_s`` of dream time."""
        kept = self.memory
        calm, trouble, unresolved = float(moment["calm"]), float(own["trouble"]), float(moment["unresolved"])
        wanted = REST_HZ + (RACE_HZ - REST_HZ) * max(trouble, 0.6 * (1.0 - calm)) * (
            1.0 - 0.6 * float(moment["breathe"])
        )
        kept["pace_hz"] += (wanted - kept["pace_hz"]) * min(1.0, dt_s / CHANGE_S)
        kept["phase"][:] = (kept["phase"] + kept["pace_hz"] * dt_s) % 1.0
        kept["gathered"] += (float(moment["lucidity"]) - kept["gathered"]) * min(1.0, dt_s / GATHER_S)
        whole = 1.0 - min(unresolved / LOST_AT, 1.0)
        pace_s = FIND_S if whole > kept["head"][0] else LOSE_S
        kept["head"] += (whole - kept["head"]) * min(1.0, dt_s / pace_s)
        own["heart_phase"], own["gathered"], own["head"] = kept["phase"][0], kept["gathered"][0], kept["head"][0]
