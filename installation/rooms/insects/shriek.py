"""The shriek: a jagged, inharmonic cry while timing slips; invited, its spectrum glides onto overtones of the chord.

A closed form of dream time: the steps it leaps by are drawn once, and which of them sound now follows from the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...core.seeds import stream
from ...dsp.desk import Desk
from ...dsp.smooth import rise_and_fall

TAU = 2.0 * np.pi
STEPS = 64  # drawn leaps, then over again
RISE_S, FALL_S = 0.012, 0.25
GUEST = 7.0  # the partial of the root that the first hum sings


class Shriek:
    """Targets of its partials and two bands of noise."""

    def __init__(self, desk: Desk, shriek: Mapping[str, Any], seed: int) -> None:
        self._shriek = shriek
        ratios = np.log2(np.array(shriek["ratios"]))
        n = ratios.size
        chance = stream(seed, "insects/shriek")
        self._rest = np.log2(shriek["low_hz"]) + ratios
        self._leaps = chance.uniform(-1.0, 1.0, (STEPS, n)) * shriek["jag_octaves"]
        self._glint = chance.random(n)
        self._loudness = chance.uniform(0.35, 1.0, (STEPS, n)) * (chance.random((STEPS, n)) > 0.25)
        self._over = np.log2(np.array(shriek["overtones"], np.float64) / GUEST)
        self._partials = desk.partials(n)
        self._partials.azimuth_turns[:] = np.linspace(-0.2, 0.2, n)[chance.permutation(n)]
        self._noise = desk.noise(len(shriek["noise_hz"]))
        self._noise.q[:] = 4.0
        self._noise.azimuth_turns[:] = np.linspace(-0.12, 0.12, len(shriek["noise_hz"]))
        self._partials.send[:] = self._noise.send[:] = shriek["send"]
        self.memory = {"cry": np.zeros(1)}

    def tick(self, now: float, own: np.ndarray) -> None:
        """Targets for the end of this tick."""
        guest, severity = float(own["slip_guest"]), float(own["slip_severity"])
        since = max(now - float(own["slip_at_s"]), 0.0)
        wanted = self._strength(since, float(own["coherence"]), severity)
        cry = float(rise_and_fall(self.memory["cry"], wanted, RISE_S, FALL_S)[0])
        if cry < 1e-5 and guest < 1e-4:
            self._partials.amp[:] = self._noise.amp[:] = 0.0
            return
        s = self._shriek
        settled = self._settled(now, own) if guest > 0.0 else 0.0
        cries = s["cries_hz"] * since + int(own["slip_count"]) * 7
        which, within = int(cries), cries % 1.0
        torn = self._torn(since, which, within)
        tuned = np.log2(max(float(own["pitch_hz"][0]), 1.0)) + self._over
        self._partials.freq_hz[:] = np.exp2(torn + (tuned - torn) * settled)
        dying = s["rest"] + (1.0 - s["rest"]) * min(within / 0.03, 1.0) * np.exp(-s["sink"] * within)
        tear = 1.0 - s["tremble"] * np.exp(-4.0 * within) * (0.5 + 0.5 * np.sin(TAU * s["tremble_hz"] * since))
        voices = self._loudness[which % STEPS] * dying * tear
        glint = (0.5 + 0.5 * np.sin(TAU * ((0.11 + 0.3 * self._glint) * now + self._glint))) ** 2
        # Its way onto the overtones is heard; there it stays softly, now one of them glinting, now another.
        layer = s["overtone_level"] * guest * (settled * glint + (1.0 - settled) * s["way"])
        self._partials.amp[:] = s["level"] * cry * (1.0 - settled) * voices + layer
        self._noise.centre_hz[:] = np.array(s["noise_hz"]) * np.exp2(torn[:2] - self._rest[:2])
        self._noise.amp[:] = s["noise"] * cry * (1.0 - settled) * dying

    def _strength(self, since: float, coherence: float, severity: float) -> float:
        """How loud it cries: at the tear most, then as long as timing is lost."""
        lost = 1.0 - min(coherence, 1.0) ** 4
        first = self._shriek["cry"] * np.exp(-since / self._shriek["cry_s"])
        return severity * lost**0.5 + first * min(severity * 12.0, 1.0)

    def _torn(self, since: float, which: int, within: float) -> np.ndarray:
        """Log2 Hz of each partial on its jagged way: it leaps, holds, leaps again, and falls with the cry."""
        at = since * self._shriek["steps_hz"]
        step = int(at)
        part = min((at - step) / 0.3, 1.0)
        part = part * part * (3.0 - 2.0 * part)
        a, b = (self._leaps[(step + k + 17 * which) % STEPS] for k in (0, 1))
        falls = self._shriek["fall_octaves"] * (0.5 - within)
        first = self._shriek["first_fall_octaves"] * np.exp(-since / self._shriek["cry_s"])
        return self._rest + a + (b - a) * part + falls + first

    def _settled(self, now: float, own: np.ndarray) -> float:
        """0..1, how far an invited shriek has come to the overtones."""
        u = min(max((now - float(own["slip_invited_at_s"])) / self._shriek["settle_s"], 0.0), 1.0)
        return u * u * (3.0 - 2.0 * u)
