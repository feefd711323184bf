"""Smoothing a tick at a time: how a voice follows a target without a step. All write into the array given."""

from __future__ import annotations

from math import exp

import numpy as np

from ..core.units import TICK_S


def follow(value: np.ndarray, target: np.ndarray | float, time_s: float) -> np.ndarray:
    """One tick of a one-pole lag: ``value`` comes within 37 % of ``target`` after ``time_s``. Returns ``value``."""
    value += (np.asarray(target) - value) * (1.0 - exp(-TICK_S / time_s) if time_s > 0 else 1.0)
    return value


def slew(value: np.ndarray, target: np.ndarray | float, per_s: float) -> np.ndarray:
    """One tick toward ``target`` at no more than ``per_s`` a second. Returns ``value``."""
    value += np.clip(np.asarray(target) - value, -per_s * TICK_S, per_s * TICK_S)
    return value


def rise_and_fall(value: np.ndarray, target: np.ndarray | float, rise_s: float, fall_s: float) -> np.ndarray:
    """One tick of a lag with one time constant upward and another downward. Returns ``value``."""
    gap = np.asarray(target) - value
    up, down = (1.0 - exp(-TICK_S / max(t, 1e-9)) for t in (rise_s, fall_s))
    value += gap * np.where(gap > 0, up, down)
    return value
