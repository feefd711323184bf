"""The whole piece's frame: what Python spends on it with the driver left out, and each pass's share.

Python's part is measured with Mesa's no-op driver (``GALLIUM_NOOP=1``): every call of OpenGL still goes through
moderngl and is checked by Mesa's front, then nothing is drawn. So the figure is Python's cost and a little more.
"""

from __future__ import annotations

import numpy as np

from installation.core.performance import read
from installation.core.resources import folder
from installation.hall.discover import layout_of, rooms
from installation.hall.play import play
from installation.light.renderer import Renderer
from installation.optics.context import headless

from .picture_scene import SIZE

AT = (0.125, 0.375, 0.625, 0.875)  # shares of the evening at which frames are drawn
FRACTION = 0.5
Pair = tuple[np.ndarray, np.ndarray]


def moments() -> list[Pair]:
    """Neighbouring moments spread over the example of a whole evening, its faults and guests among them."""
    evening = read(folder("configs") / "performances" / "whole-evening.jsonl")
    assert evening.end_tick is not None, "the example says where it ends"
    wanted = {round(share * evening.end_tick) for share in AT}
    return [(before, after) for tick, before, after, _ in play(evening, 0, max(wanted) + 1) if tick in wanted]


class Whole:
    """A frame of all rooms, of each moment in turn, waited for."""

    def __init__(self, pairs: list[Pair], quality: str, size: tuple[int, int] = SIZE, timed: bool = False) -> None:
        cast = rooms()
        self._ctx = headless()
        self._renderer = Renderer(self._ctx, cast, layout_of(cast), size, quality, timed=timed)
        self._pairs, self._drawn = pairs, 0
        self.driver = f"{self._ctx.info['GL_RENDERER']}, OpenGL {self._ctx.info['GL_VERSION']}"
        for _ in pairs:
            self.frame()
        self.left_out = sorted(self._renderer.failures.values())
        self.rooms = [room.name for room in cast if room.visual and room.name not in self._renderer.failures]

    def frame(self) -> None:
        """Draw the next moment's frame."""
        before, after = self._pairs[self._drawn % len(self._pairs)]
        self._drawn += 1
        self._renderer.draw(before, after, FRACTION)
        self._ctx.finish()

    def passes(self) -> dict[str, float]:
        """Milliseconds of each pass of a frame drawn now."""
        self.frame()
        return self._renderer.timings()

    def pixels(self) -> np.ndarray:
        """The last frame, ``(height, width, 3) uint8``, the top row first."""
        return self._renderer.read()


def shares(taken: list[dict[str, float]]) -> dict[str, list[float]]:
    """Each pass's part of its frame, frame by frame; all of a frame make 1."""
    return {name: [frame[name] / sum(frame.values()) for frame in taken] for name in taken[0]}
