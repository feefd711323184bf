"""The operator's hands: gestures slewed into the evening, calm, lucidity, breath, and the budget of stretched time."""

from __future__ import annotations

from math import cos, pi

import numpy as np

from ..core import gestures as g
from .stage import FLOOR_RADIUS_M, WILL_SPEED_M_S, on_floor

SLEW_HZ = 5.0  # how fast a slewed gesture may move, a second
CALM_S = 2.4
ANSWER_S, ANSWERED_S = 2.5, 16.0  # how long a command takes to be felt, and lasts
LUCID_AT = 0.6  # calm above which light gathers in the hands
INVITE_AT = 0.5  # lucidity from which a fault can be invited
SLOWEST = 1.0 / 8.0  # rate at full stretch
BUDGET_S = 12.0  # stretched seconds until the budget is spent
REFILL_S = 60.0
BREATHS_S = (3.4, 5.6)  # a breath, agitated and calm


class Operator:
    """What the operator holds now. Times are waking seconds: stretched time gives the hands time."""

    memory = ("asked", "lent", "held", "will", "will_at_s", "will_count", "command_at_s", "command_count", "calm",
              "lucidity", "breath_phase", "budget", "spent", "rate", "idle_s", "level")  # fmt: skip

    NAMES = ("breathe", "left", "right", "stretch", "weave", "focus_x", "focus_y", "focus", "raised")

    def __init__(self) -> None:
        self.asked = np.zeros(len(self.NAMES))
        self.lent = np.zeros(len(self.NAMES))  # what the autopilot's hands add
        self.held = np.zeros(len(self.NAMES))
        self.will = np.zeros((4, 2))
        self.will_at_s = np.full(4, -1e6)
        self.will_count = 0
        self.command_at_s = np.full(len(g.COMMANDS), -1e6)
        self.command_count = np.zeros(len(g.COMMANDS), np.int64)
        self.calm = 0.55
        self.lucidity = 0.0
        self.breath_phase = 0.0
        self.budget = 1.0
        self.spent = False
        self.rate = 1.0
        self.idle_s = 0.0
        self.level = 1.0

    def __getitem__(self, name: str) -> float:
        return float(self.held[self.NAMES.index(name)])

    @property
    def palms(self) -> float:
        return 0.5 * float(self.held[1] + self.held[2])

    @property
    def breath(self) -> float:
        """Lungs, 0 emptied to 1 full; held breath stays where breathing deepens it."""
        return 0.5 - 0.5 * cos(2.0 * pi * self.breath_phase)

    @property
    def lucid(self) -> bool:
        """True in calm that has lasted: a fault can be invited."""
        return self.lucidity >= INVITE_AT

    def take(self, gesture: g.Gesture, now_s: float, by_hand: bool = True) -> None:
        """Apply one gesture that the operator's hands hold; others are ignored here."""
        if by_hand:
            self.idle_s = 0.0
        match gesture:
            case g.Breathe(value=v):
                self.asked[0] = v
            case g.Palms(left=left, right=right):
                self.asked[1:3] = left, right
            case g.Stretch(value=v):
                self.asked[3] = v
            case g.Weave(value=v):
                self.asked[4] = v
            case g.Focus(x=x, y=y, value=v):
                self.asked[5:8] = x, y, v
            case g.Raise(value=v):
                self.asked[8] = v
            case g.Level(value=v):
                self.level = v
            case g.Will(x=x, y=y):
                slot = self.will_count % 4
                self.will[slot] = x, y
                self.will_at_s[slot] = now_s
                self.will_count += 1
            case g.Command(name=name):
                # Given again while it works, it goes on from where it is.
                felt_s = ANSWER_S * self.answered(name, now_s)
                self.command_at_s[g.COMMANDS.index(name)] = now_s - felt_s
                self.command_count[g.COMMANDS.index(name)] += 1

    def step(self, dt_s: float, trouble: float) -> None:
        """Advance by ``dt_s`` waking seconds under ``trouble`` 0..1."""
        self.idle_s += dt_s
        bound = SLEW_HZ * dt_s
        self.held += np.minimum(np.maximum(self._wanted() - self.held, -bound), bound)
        breathe, palms = float(self.held[0]), self.palms
        wanted = 0.55 + 0.32 * breathe + 0.16 * palms - 0.6 * trouble * (1.0 - 0.8 * breathe)
        self.calm += (min(max(wanted, 0.0), 1.0) - self.calm) * dt_s / CALM_S
        gathering = 0.3 if self.calm > LUCID_AT and max(breathe, palms) > 0.3 else -0.12
        self.lucidity = min(max(self.lucidity + gathering * dt_s, 0.0), 1.0)
        breath_s = BREATHS_S[0] + (BREATHS_S[1] - BREATHS_S[0]) * self.calm
        self.breath_phase = (self.breath_phase + dt_s / breath_s) % 1.0
        self._stretch(dt_s)

    def _wanted(self) -> np.ndarray:
        """What all hands ask for: of each the one that asks more; focus goes as a whole."""
        wanted = np.maximum(self.asked, self.lent)
        leading = self.asked if self.asked[7] >= self.lent[7] else self.lent
        wanted[5:8] = leading[5:8]
        return wanted

    def _stretch(self, dt_s: float) -> None:
        if self.budget <= 0.0:
            self.spent = True  # until the hand lets go, so that time does not stutter
        elif max(self.asked[3], self.lent[3]) < 0.05:
            self.spent = False
        held = 0.0 if self.spent else float(self.held[3])
        change = 1.0 / REFILL_S if held < 0.01 else -held / BUDGET_S
        self.budget = min(max(self.budget + change * dt_s, 0.0), 1.0)
        wanted = 1.0 + (SLOWEST - 1.0) * held
        self.rate += (wanted - self.rate) * min(1.0, dt_s / 0.25)

    def ripples(self, now_s: float, dt_s: float) -> list[tuple[float, float, float, float]]:
        """Rings that ripples swept in the last ``dt_s``: centre x, z and radii from, to (metres)."""
        found = []
        for slot in range(4):
            age_s = now_s - float(self.will_at_s[slot])
            reach = age_s * WILL_SPEED_M_S
            if age_s >= 0.0 and reach < 2.5 * FLOOR_RADIUS_M:
                x, _, z = on_floor(*map(float, self.will[slot]))
                found.append((x, z, reach - dt_s * WILL_SPEED_M_S, reach))
        return found

    def answered(self, command: str, now_s: float) -> float:
        """0..1, how strongly a command works now: it rises, lasts, and fades as it rose."""
        since = now_s - float(self.command_at_s[g.COMMANDS.index(command)])
        return min(max(min(since, ANSWER_S + ANSWERED_S - since) / ANSWER_S, 0.0), 1.0)

    def willing(self, now_s: float) -> float:
        """0..1, how much will is in the air: 1 as a ripple sets out, gone after three seconds."""
        since = now_s - float(self.will_at_s.max())
        return max(0.0, 1.0 - since / 3.0) if since >= 0.0 else 0.0
