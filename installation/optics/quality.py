"""Quality levels. They change how finely a frame is drawn, never where things stand, their colour or their timing."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.errors import InputError


@dataclass(frozen=True)
class Quality:
    """``samples`` a pixel (0 is none), steps through volumes, indices of dispersion, levels of bloom,
    and ``detail`` 0..1 for meshes and counts of sprites."""

    name: str
    samples: int
    volume_steps: int
    dispersion: int
    bloom_levels: int
    detail: float


QUALITIES = {
    quality.name: quality
    for quality in (
        Quality("low", 0, 16, 1, 4, 0.35),
        Quality("medium", 4, 32, 3, 6, 0.6),
        Quality("high", 4, 48, 8, 7, 1.0),
        Quality("cinema", 4, 96, 16, 7, 1.0),
    )
}


def named(name: str) -> Quality:
    """The quality of that name. Raises InputError."""
    try:
        return QUALITIES[name]
    except KeyError:
        raise InputError("quality", repr(name), f"one of {', '.join(QUALITIES)}") from None
