"""How figures are told: median with the spread, and the machine they were measured on."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from statistics import median


def spread(values: Iterable[float]) -> dict[str, float]:
    """Median, least and most."""
    some = [float(value) for value in values]
    return {"median": median(some), "least": min(some), "most": max(some)}


def cpu() -> str:
    """The processor's name, as far as the system tells it."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            return next(line.split(":", 1)[1].strip() for line in info if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
