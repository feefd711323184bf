"""Seeded chance. Every part draws from a stream of its own, keyed by the evening's seed and the part's name,
so that adding or taking out a room leaves the chance of all others as it was."""

from __future__ import annotations

import hashlib

import numpy as np


def stream(seed: int, name: str) -> np.random.Generator:
    """A generator that depends on ``seed`` and ``name`` alone (PCG64, stable across numpy versions)."""
    digest = hashlib.blake2b(f"{seed}/{name}".encode(), digest_size=16).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "little")))
