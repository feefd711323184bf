"""How the heart fares, a line in the log every minute: load, how far ahead it is, gaps, and the device's own delay."""

from __future__ import annotations

import math

from ..core.ring import Clock
from ..core.units import TICK_RATE_HZ
from .say import log

EVERY_S = 60.0


class Status:
    """Writes the line when it is due: soon after the start, then every minute."""

    def __init__(self) -> None:
        self._due_s = -math.inf

    def look(self, now_s: float, tick: int, clock: Clock, output: str) -> None:
        if tick < TICK_RATE_HZ or now_s < self._due_s:
            return
        self._due_s = now_s + EVERY_S
        log.info(
            "tick %d on %s: %.0f %% of a core, ring %.1f ms ahead, limiter %.1f ms, device %.1f ms, %d gaps, %d late",
            tick, output, 100 * clock.load, 1e3 * clock.lead_s, 1e3 * clock.look_ahead_s, 1e3 * clock.device_s,
            clock.underflows, clock.late,
        )  # fmt: skip
