"""Palettes of the movements: OKLCh as a person writes it, linear RGB as the light needs it.

Formula and matrices: Björn Ottosson, "A perceptual color space for image processing" (2020).
"""

from __future__ import annotations

import numpy as np

_LMS_FROM_LAB = np.array([
    [1.0, 0.3963377774, 0.2158037573],
    [1.0, -0.1055613458, -0.0638541728],
    [1.0, -0.0894841775, -1.2914855480],
])  # fmt: skip
_RGB_FROM_LMS = np.array([
    [4.0767416621, -3.3077115913, 0.2309699292],
    [-1.2684380046, 2.6097574011, -0.3413193965],
    [-0.0041960863, -0.7034186147, 1.7076147010],
])  # fmt: skip


def linear_rgb(oklch: np.ndarray) -> np.ndarray:
    """Linear sRGB of OKLCh colours: ``(..., 3)`` of lightness 0..1, chroma, hue in degrees. Clipped at 0 below."""
    lightness, chroma, hue = np.moveaxis(np.asarray(oklch, np.float64), -1, 0)
    turned = np.radians(hue)
    lab = np.stack([lightness, chroma * np.cos(turned), chroma * np.sin(turned)], axis=-1)
    return np.maximum((lab @ _LMS_FROM_LAB.T) ** 3 @ _RGB_FROM_LMS.T, 0.0)
