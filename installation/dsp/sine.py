"""A polynomial sine in turns, and how every kernel is compiled. Both serve all kits."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

FLAGS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy"}
"""Compile flags of every kernel. Strict arithmetic: with fused multiply-adds allowed, a callee that several kernels
carry may be contracted differently in each, and a process that compiled it would sound a last bit other than one that
loaded it from the cache."""

_ROUND = np.float32(12_582_912.0)  # 1.5 * 2**23: adding it rounds a float32 to a whole number

# sin(2 pi x) = x (1/4 - x^2) Q(x^2) on |x| <= 1/2; Q by reweighted least squares, error 6.5e-6 (-104 dB).
_Q0 = np.float32(25.132169723510742)
_Q1 = np.float32(-64.79273986816406)
_Q2 = np.float32(66.23887634277344)
_Q3 = np.float32(-32.609169006347656)
_QUARTER = np.float32(0.25)


@njit(**FLAGS)
def sine(turns):  # type: ignore[no-untyped-def]
    """Sine of an angle in turns, float32; exact to -100 dB while ``|turns|`` stays under some tens."""
    x = np.float32(turns)
    x = x - ((x + _ROUND) - _ROUND)
    u = x * x
    q = _Q2 + u * _Q3
    q = _Q1 + u * q
    q = _Q0 + u * q
    return x * (_QUARTER - u) * q
