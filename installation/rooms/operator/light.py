"""The operator's picture: hands of light that rise as gestures are made, a beam, threads, and someone in the floor."""

from __future__ import annotations

import moderngl
import numpy as np

from ...core.room import Room
from ...optics.frame import Frame
from ...optics.studio import Studio

PUSH_S = 1.7  # how long a push of will lasts, see hold.glsl
_THREADS, _THREAD_VERTICES = 21, 74  # see thread.vert
_FAINT = 1e-3  # a gesture weaker than this moves nothing


class Visual:
    """Hands lie over all else; the figure stands in the mirror alone."""

    passes = ("mirror", "sprites")

    def __init__(self, room: Room, studio: Studio) -> None:
        self._ctx, self._room = studio.ctx, room
        self._figure = self._cards(studio, "figure")
        self._hands = self._cards(studio, "hand")
        self._threads = self._cards(studio, "thread")
        self._beam = self._cards(studio, "beam")
        self._spot = self._cards(studio, "spot")

    def draw(self, stage_pass: str, frame: Frame) -> None:
        if stage_pass == "mirror":
            self._ctx.enable_only(moderngl.BLEND | moderngl.DEPTH_TEST)
            self._ctx.depth_func = "1"  # over what is mirrored there; what comes later stays behind it
            self._figure.render(moderngl.TRIANGLE_STRIP, vertices=4)
        elif stirs(frame.moment, frame.own(self._room)):
            self._gestures(frame.moment)

    def _gestures(self, moment: np.ndarray) -> None:
        if moment["focus"][2] > _FAINT:
            self._spot.render(moderngl.TRIANGLE_STRIP, vertices=4)
            self._beam.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=2)
        self._ctx.enable_only(moderngl.BLEND)
        self._hands.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=2)
        if max(moment["weave"], moment["stretch"]) > _FAINT:
            self._threads.render(moderngl.TRIANGLE_STRIP, vertices=_THREAD_VERTICES, instances=_THREADS)

    @staticmethod
    def _cards(studio: Studio, name: str) -> moderngl.VertexArray:
        return studio.ctx.vertex_array(studio.program(f"operator/{name}.vert", f"operator/{name}.frag"), [])


def stirs(moment: np.ndarray, own: np.ndarray) -> bool:
    """True while some gesture, or light that has gathered, holds a hand in the picture."""
    held = [
        moment["breathe"],
        *moment["palms"],
        moment["raised"],
        moment["focus"][2],
        moment["stretch"],
        moment["weave"],
    ]
    if max(*held, own["gathered"]) > _FAINT:
        return True
    since_s = moment["dream_time_s"] - moment["will_at_s"][: int(moment["will_count"])]
    return bool(((since_s >= 0.0) & (since_s < PUSH_S)).any())
