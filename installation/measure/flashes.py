"""Flashes as the public safety rules count them (WCAG 2.2 success criterion 2.3.1, ITU-R BT.1702).

A general flash is a pair of opposing changes of relative luminance by a tenth of the maximum or more, the darker
state below 0.80; a red flash has one state of saturated red, R / (R + G + B) >= 0.8, and a change of u'v' above 0.2.
Counted for every cell of the picture over one second; as many as a quarter of any 10 degree field has. Cells need not
flash at the same instant to count together, so the figure errs on the safe side.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

CELLS = (96, 128)  # rows, columns
FIELD = (32, 43)  # cells of a 10 degree field: a third of the picture each way (341 x 256 of 1024 x 768)
SHARE = 0.25
STEP = 0.1
BRIGHT = 0.80  # where both states are at least this bright, nothing flashes
RED = 0.8
RED_STEP = 0.2  # in u'v'
BLACK = 0.02  # linear R + G + B below which a cell has no hue
WINDOW_S = 1.0
_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_WHITE_UV = np.array([0.1978, 0.4683])
_codes = np.arange(256) / 255.0
_LINEAR = np.where(_codes <= 0.04045, _codes / 12.92, ((_codes + 0.055) / 1.055) ** 2.4).astype(np.float32)


def cells(rgb: np.ndarray) -> np.ndarray:
    """Linear light of the cells' areas, ``(rows, columns, 3) float32``, of a frame ``(height, width, 3) uint8``."""
    rows, columns = CELLS
    light = _LINEAR[rgb]
    if light.shape[0] < rows or light.shape[1] < columns:
        up = (-(-rows // light.shape[0]), -(-columns // light.shape[1]))
        light = light.repeat(up[0], axis=0).repeat(up[1], axis=1)
    return _means(_means(light, rows, 0), columns, 1)


def _means(light: np.ndarray, parts: int, axis: int) -> np.ndarray:
    edges = np.linspace(0, light.shape[axis], parts + 1).round().astype(int)
    counts = np.diff(edges).astype(np.float32)
    shape = (-1, 1, 1) if axis == 0 else (1, -1, 1)
    return np.add.reduceat(light, edges[:-1], axis=axis) / counts.reshape(shape)


@dataclass
class Swings:
    """Counts opposing changes of one quantity in every cell: follows its extremes, which way each came from."""

    low: np.ndarray
    high: np.ndarray
    way: np.ndarray  # (rows, columns) int8: 1 last went up, -1 down, 0 not yet

    @classmethod
    def start(cls, value: np.ndarray) -> Swings:
        return cls(value.copy(), value.copy(), np.zeros(value.shape, np.int8))

    def changes(self, value: np.ndarray) -> np.ndarray:
        """``(rows, columns) bool``: the cells in which a change becomes complete with this frame."""
        np.minimum(self.low, value, out=self.low)
        np.maximum(self.high, value, out=self.high)
        up = (value - self.low >= STEP) & (self.low < BRIGHT) & (self.way <= 0)
        down = (self.high - value >= STEP) & (value < BRIGHT) & (self.way >= 0)
        self.way[up], self.way[down] = 1, -1
        # From a turn on, the new extreme is sought from here.
        self.high[up], self.low[down] = value[up], value[down]
        return up | down


@dataclass
class Reds:
    """Counts changes into and out of saturated red."""

    least: np.ndarray  # (rows, columns) redness of the least red state since the last change
    least_uv: np.ndarray
    most: np.ndarray
    most_uv: np.ndarray
    inside: np.ndarray  # (rows, columns) bool: the last change went into red

    @classmethod
    def start(cls, light: np.ndarray) -> Reds:
        redness, uv = chroma(light)
        return cls(redness.copy(), uv.copy(), redness.copy(), uv.copy(), redness >= RED)

    def changes(self, light: np.ndarray) -> np.ndarray:
        """``(rows, columns) bool``: the cells that change into or out of red with this frame."""
        redness, uv = chroma(light)
        _follow(self.least, self.least_uv, redness, uv, redness < self.least)
        _follow(self.most, self.most_uv, redness, uv, redness > self.most)
        into = ~self.inside & (redness >= RED) & (_apart(uv, self.least_uv) > RED_STEP)
        out = self.inside & (self.most >= RED) & (_apart(uv, self.most_uv) > RED_STEP)
        self.inside[into], self.inside[out] = True, False
        _follow(self.most, self.most_uv, redness, uv, into)
        _follow(self.least, self.least_uv, redness, uv, out)
        return into | out


def chroma(light: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """R / (R + G + B) and CIE 1976 u'v' ``(…, 2)`` of linear light ``(…, 3)``; near black counts as white's hue."""
    whole = light.sum(axis=-1)
    xyz = light @ _TO_XYZ.T
    below = np.maximum(xyz @ np.array([1.0, 15.0, 3.0]), 1e-9)
    uv = np.stack([4.0 * xyz[..., 0] / below, 9.0 * xyz[..., 1] / below], axis=-1)
    dark = whole < BLACK
    uv[dark] = _WHITE_UV
    return np.where(dark, 0.0, light[..., 0] / np.maximum(whole, 1e-9)), uv


class FlashMeter:
    """Takes frames in order; ``general`` and ``red`` are the most flashes in any second so far."""

    def __init__(self) -> None:
        self.general = self.red = 0
        self.at_s = 0.0  # where the most general flashes ended
        self._swings: Swings | None = None
        self._reds: Reds | None = None
        self._recent: deque[tuple[float, np.ndarray, np.ndarray]] = deque()
        self._counts = np.zeros((2, *CELLS), np.int16)

    def frame(self, at_s: float, rgb: np.ndarray) -> None:
        """Take the frame ``(height, width, 3) uint8`` that is shown from ``at_s`` on."""
        light = cells(rgb)
        luminance = light @ _TO_XYZ[1].astype(np.float32)
        if self._swings is None or self._reds is None:
            self._swings, self._reds = Swings.start(luminance), Reds.start(light)
            return
        changed = np.stack([self._swings.changes(luminance), self._reds.changes(light)])
        self._counts += changed
        self._recent.append((at_s, changed[0], changed[1]))
        while self._recent and self._recent[0][0] <= at_s - WINDOW_S + 1e-9:
            _, general, red = self._recent.popleft()
            self._counts -= np.stack([general, red])
        self._note(at_s)

    def _note(self, at_s: float) -> None:
        general, red = (most_in_a_field(counts // 2) for counts in self._counts)
        if general > self.general:
            self.general, self.at_s = general, at_s
        self.red = max(self.red, red)

    @property
    def worst(self) -> int:
        """The most flashes of either sort in any second."""
        return max(self.general, self.red)


def most_in_a_field(flashes: np.ndarray) -> int:
    """The greatest count that more than a quarter of some 10 degree field has, of ``(rows, columns)`` counts."""
    for count in range(int(flashes.max()), 0, -1):
        if _fullest(flashes >= count) > SHARE * FIELD[0] * FIELD[1]:
            return count
    return 0


def _fullest(mask: np.ndarray) -> int:
    """The most cells of ``mask`` in any field, by a summed-area table."""
    table = np.zeros((mask.shape[0] + 1, mask.shape[1] + 1), np.int64)
    table[1:, 1:] = mask.cumsum(axis=0).cumsum(axis=1)
    h, w = FIELD
    return int((table[h:, w:] - table[:-h, w:] - table[h:, :-w] + table[:-h, :-w]).max())


def _apart(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.sqrt(np.square(a - b).sum(axis=-1))


def _follow(value: np.ndarray, uv: np.ndarray, now: np.ndarray, now_uv: np.ndarray, where: np.ndarray) -> None:
    value[where], uv[where] = now[where], now_uv[where]
