"""Colour chosen where it is even to the eye: OKLCh (Björn Ottosson, 2020) to the linear RGB that shaders take."""

from __future__ import annotations

import numpy as np

# Ottosson's matrices: OKLab to cone responses (before the cube), and cones to linear sRGB.
_TO_CONES = np.array(
    [
        [1.0, 0.3963377774, 0.2158037573],
        [1.0, -0.1055613458, -0.0638541728],
        [1.0, -0.0894841775, -1.2914855480],
    ]
)
_TO_RGB = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.7076147010],
    ]
)


def oklch(lightness: float, chroma: float, hue: float) -> np.ndarray:
    """Linear sRGB, ``(3,) float64``, of an OKLCh colour: lightness 0..1, chroma about 0..0.37, hue in degrees.

    What lies outside the gamut keeps lightness and hue and loses chroma, found by bisection.
    """
    low, high = 0.0, chroma
    colour = _linear(lightness, chroma, hue)
    if _inside(colour):
        return np.clip(colour, 0.0, 1.0)
    for _ in range(24):
        middle = (low + high) / 2.0
        low, high = (middle, high) if _inside(_linear(lightness, middle, hue)) else (low, middle)
    return np.clip(_linear(lightness, low, hue), 0.0, 1.0)


def oklab(rgb: np.ndarray) -> np.ndarray:
    """OKLab, ``(..., 3)``, of linear sRGB ``(..., 3)``."""
    cones = np.cbrt(np.asarray(rgb, float) @ np.linalg.inv(_TO_RGB).T)
    return cones @ np.linalg.inv(_TO_CONES).T


def _linear(lightness: float, chroma: float, hue: float) -> np.ndarray:
    angle = np.radians(hue)
    lab = np.array([lightness, chroma * np.cos(angle), chroma * np.sin(angle)])
    return _TO_RGB @ (_TO_CONES @ lab) ** 3


def _inside(rgb: np.ndarray) -> bool:
    return bool((rgb > -1e-4).all() and (rgb < 1.0 + 1e-4).all())
