"""Colour chosen where it is even to the eye: OKLCh kept inside the display's gamut, as the linear RGB shaders take."""

from __future__ import annotations

import numpy as np

from ..score.palette import linear_rgb

_HALVINGS = 24


def oklch(lightness: float, chroma: float, hue: float) -> np.ndarray:
    """Linear sRGB, ``(3,) float64`` in 0..1, of an OKLCh colour: lightness 0..1, chroma 0..0.37, hue in degrees.

    What lies outside the gamut keeps lightness and hue and loses chroma, found by bisection.
    """
    low, high = 0.0, chroma
    if not _inside(_colour(lightness, chroma, hue)):
        for _ in range(_HALVINGS):
            middle = (low + high) / 2.0
            low, high = (middle, high) if _inside(_colour(lightness, middle, hue)) else (low, middle)
        chroma = low
    return np.clip(_colour(lightness, chroma, hue), 0.0, 1.0)


def _colour(lightness: float, chroma: float, hue: float) -> np.ndarray:
    return linear_rgb(np.array([lightness, chroma, hue]))


def _inside(rgb: np.ndarray) -> bool:
    return bool((rgb > 0.0).all() and (rgb < 1.0 + 1e-4).all())
