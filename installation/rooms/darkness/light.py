"""The darkness's picture: flecks, then wet black tendrils that slither in over the lit floor, rimmed with light."""

from __future__ import annotations

import moderngl
import numpy as np

from ...core.room import Room
from ...optics.frame import Frame
from ...optics.studio import Studio

_SIDES = 64
_FLECK = 1e-3  # below this nothing can be seen


class Visual:
    """A disc a finger's breadth above the floor, drawn over what the floor shows."""

    passes = ("translucent",)

    def __init__(self, room: Room, studio: Studio) -> None:
        turn = np.linspace(0.0, 2.0 * np.pi, _SIDES + 1)
        rim = np.stack([np.sin(turn), np.cos(turn)], axis=1)
        fan = np.concatenate([[[0.0, 0.0]], rim]).astype(np.float32)
        program = studio.program("darkness/ink.vert", "darkness/ink.frag")
        self._disc = studio.ctx.vertex_array(program, [(studio.ctx.buffer(fan), "2f", "in_place")])

    def draw(self, stage_pass: str, frame: Frame) -> None:
        if float(frame.moment["unresolved"]) > _FLECK:
            self._disc.render(moderngl.TRIANGLE_FAN)
