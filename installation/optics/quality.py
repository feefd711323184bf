"""Quality levels. They change how finely a frame is drawn, never where things stand, their colour or their timing."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.errors import InputError


@dataclass(frozen=True)
class Quality:
    """``samples`` a pixel (0 is none), steps through volumes, indices of dispersion, levels of bloom, ``detail`` 0..1
    for meshes and counts of sprites, ``far`` the share of the size at which skies are drawn, ``environment`` the
    side of its map in pixels, ``lens`` whether depth of field and rays of light are drawn."""

    name: str
    samples: int
    volume_steps: int
    dispersion: int
    bloom_levels: int
    detail: float
    far: float
    environment: int
    lens: bool


QUALITIES = {
    quality.name: quality
    for quality in (
        Quality("low", 0, 16, 1, 4, 0.35, 0.25, 64, False),
        Quality("medium", 4, 32, 3, 6, 0.6, 0.25, 128, True),
        Quality("high", 4, 48, 8, 7, 1.0, 0.5, 256, True),
        Quality("cinema", 4, 96, 16, 7, 1.0, 0.5, 512, True),
    )
}


def named(name: str) -> Quality:
    """The quality of that name. Raises InputError."""
    try:
        return QUALITIES[name]
    except KeyError:
        raise InputError("quality", repr(name), f"one of {', '.join(QUALITIES)}") from None
