"""The colours of a thin film in air, worked out once from wave optics and kept as a table: by angle and thickness.

Interference: the exact sum of all bounces inside the film, polarisation by polarisation (Airy; Born & Wolf, Principles
of Optics, 7.6). Colour: the CIE 1931 observer by the analytic fit of Wyman, Sloan & Shirley (JCGT 2(2), 2013).
"""

from __future__ import annotations

import numpy as np

WATER = 1.33  # refractive index of the film
THICKEST_NM = 700.0
ANGLES, THICKNESSES = 64, 256
_NM = np.arange(380.0, 781.0, 4.0)  # the visible spectrum
_REC709_FROM_XYZ = np.array([
    [3.2404542, -1.5371385, -0.4985314],
    [-0.9692660, 1.8760108, 0.0415560],
    [0.0556434, -0.2040259, 1.0572252],
])  # fmt: skip


def reflectance(cosine: np.ndarray, thickness_nm: np.ndarray, wavelength_nm: np.ndarray) -> np.ndarray:
    """Share of unpolarised light (0..1) that a film in air sends back; all arguments broadcast, cosine above 0.

    R = 4 r q / ((1 - r)² + 4 r q), q = sin²(2π n d cos θ₂ / λ), with r the reflectance of one face by Fresnel.
    """
    inner = np.sqrt(1.0 - (1.0 - cosine**2) / WATER**2)
    q = np.sin(2.0 * np.pi * WATER * thickness_nm * inner / wavelength_nm) ** 2
    across = ((cosine - WATER * inner) / (cosine + WATER * inner)) ** 2
    along = ((WATER * cosine - inner) / (WATER * cosine + inner)) ** 2
    return 0.5 * sum(4.0 * r * q / ((1.0 - r) ** 2 + 4.0 * r * q) for r in (across, along))


def observer(wavelength_nm: np.ndarray) -> np.ndarray:
    """The CIE 1931 colour-matching functions, ``(n, 3) float64``."""
    x = 1.056 * _lobe(wavelength_nm, 599.8, 37.9, 31.0) + 0.362 * _lobe(wavelength_nm, 442.0, 16.0, 26.7)
    x -= 0.065 * _lobe(wavelength_nm, 501.1, 20.4, 26.2)
    y = 0.821 * _lobe(wavelength_nm, 568.8, 46.9, 40.5) + 0.286 * _lobe(wavelength_nm, 530.9, 16.3, 31.1)
    z = 1.217 * _lobe(wavelength_nm, 437.0, 11.8, 36.0) + 0.681 * _lobe(wavelength_nm, 459.0, 26.0, 13.8)
    return np.stack([x, y, z], axis=-1)


def _lobe(x: np.ndarray, middle: float, before: float, after: float) -> np.ndarray:
    """A bell with one width on each side of its middle."""
    return np.exp(-0.5 * ((x - middle) / np.where(x < middle, before, after)) ** 2)


def colours(cosine: np.ndarray, thickness_nm: np.ndarray) -> np.ndarray:
    """Linear Rec. 709 of white light sent back by the film, ``(..., 3) float64``; a perfect mirror would be (1, 1, 1).
    What lies outside the gamut is cut at 0."""
    sent = reflectance(cosine[..., None], thickness_nm[..., None], _NM)  # (..., wavelengths)
    weights = observer(_NM) @ _REC709_FROM_XYZ.T
    return np.maximum(sent @ (weights / weights.sum(axis=0)), 0.0)


def table() -> np.ndarray:
    """``(THICKNESSES, ANGLES, 3) float32``: cosine of the angle 0..1 along a row, thickness 0..THICKEST_NM by row,
    each at its texel's middle."""
    cosine, share = (np.arange(ANGLES) + 0.5) / ANGLES, (np.arange(THICKNESSES) + 0.5) / THICKNESSES
    return colours(cosine[None, :], share[:, None] * THICKEST_NM).astype(np.float32)
