"""The start card: the name, and what the public must know, while the scene is made ready behind it. And the notice:
one small line for whoever works on the piece."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from .sdl import pygame

TITLE = "C O N V O C A T I O N"
WARNING = "contains flashing light and sound"
_MOON = np.array([150.0, 168.0, 205.0])  # sRGB, the glow at its brightest over the night
_NIGHT = np.array([5.0, 6.0, 11.0])


def card(size: tuple[int, int]) -> np.ndarray:
    """The card as ``(height, width, 3) uint8`` sRGB, the top row first."""
    width, height = max(size[0], 64), max(size[1], 64)
    pixels = _glow(width, height)
    for text, share, at, colour in ((TITLE, 0.052, 0.47, (226, 232, 244)), (WARNING, 0.022, 0.56, (128, 140, 168))):
        _write(pixels, text, max(int(height * share), 9), int(height * at), colour)
    return pixels


def notice(text: str, size: tuple[int, int]) -> np.ndarray:
    """One line for the lower left corner of a window of ``size`` pixels, cut where it is too long for it.

    ``(height, width, 3) uint8`` sRGB, the top row first, as small as the text lets it be.
    """
    points = max(int(size[1] * 0.014), 8)
    pygame.font.init()
    font = pygame.font.Font(None, points * 2)
    text = "".join(c if c.isprintable() else " " for c in text)
    shown = _cut(font, text, max(size[0] - 2 * points, 1))
    pixels = np.empty((2 * points, min(font.size(shown)[0] + 2 * points, size[0]), 3), np.uint8)
    pixels[:] = _NIGHT.astype(np.uint8)
    _write(pixels, shown, points, points, (214, 176, 128))
    return pixels


def _cut(font: pygame.font.Font, text: str, width: int) -> str:
    if font.size(text)[0] <= width:
        return text
    most = bisect_right(range(len(text)), width, key=lambda n: font.size(text[:n] + "…")[0]) - 1
    return text[: max(most, 0)] + "…"


def icon() -> pygame.Surface:
    """The moon alone, for the window's list."""
    return pygame.surfarray.make_surface(np.swapaxes(_glow(32, 32), 0, 1))


def _glow(width: int, height: int) -> np.ndarray:
    """A low moon behind mist, dithered so that its dark slope shows no bands."""
    x = (np.arange(width) - width / 2.0) / height
    y = (np.arange(height) / height - 0.52)[:, None]
    glow = 0.34 * np.exp(-(x * x + 3.2 * y * y) / 0.16) + 0.10 * np.exp(-(0.15 * x * x + 60.0 * y * y))
    shaded = _NIGHT + glow[..., None] * (_MOON - _NIGHT)
    # Interleaved gradient noise, after Jimenez 2014, one code value wide.
    noise = np.modf(52.9829189 * np.modf(0.06711056 * np.arange(width) + 0.00583715 * np.arange(height)[:, None])[0])[0]
    return np.clip(shaded + noise[..., None], 0.0, 255.0).astype(np.uint8)


def _write(pixels: np.ndarray, text: str, points: int, middle: int, colour: tuple[int, int, int]) -> None:
    """Lay one centred line over the pixels."""
    pygame.font.init()
    drawn = pygame.font.Font(None, points * 2).render(text, True, (255, 255, 255))
    cover = pygame.surfarray.array_alpha(drawn).T.astype(np.float64) / 255.0
    height, width = (min(cover.shape[0], pixels.shape[0]), min(cover.shape[1], pixels.shape[1]))
    top, left = max(middle - height // 2, 0), (pixels.shape[1] - width) // 2
    under = pixels[top : top + height, left : left + width]
    cover = cover[: under.shape[0], :width, None]
    under[:] = (under + cover * (np.array(colour) - under)).astype(np.uint8)
