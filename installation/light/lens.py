"""What lens and mist make of the scene, mixed in by the grade: depth of field at half size, rays at a quarter."""

from __future__ import annotations

import moderngl
import numpy as np

from ..optics.frame import Frame
from ..optics.studio import SHARED_SAMPLERS, Studio
from ..optics.targets import Targets
from ..score.stage import HEART_HEIGHT_M

_SOURCE = 0
_LAMP = np.array([0.0, HEART_HEIGHT_M, 0.0, 1.0])
LAMP_REACH_M = 3.4  # how far round the heart its own light is taken for rays
RAYS = 0.20


class Lens:
    """Depth of field and rays of light, where the quality has them."""

    def __init__(self, studio: Studio) -> None:
        self._ctx = studio.ctx
        self.on = studio.quality.lens
        if not self.on:
            return
        self._spread = studio.screen("light/spread.frag")
        self._bokeh = studio.screen("light/bokeh.frag")
        self._mask = studio.screen("light/ray_mask.frag")
        self._rays = studio.screen("light/rays.frag")
        for screen in (self._spread, self._bokeh, self._mask, self._rays):
            screen.program["source"] = _SOURCE

    def rays(self, targets: Targets, frame: Frame) -> None:
        """Light that streams from the heart through the mist."""
        x, y, reach, strength = lamp(frame)
        self._ctx.enable_only(moderngl.NOTHING)
        self._mask.program["lamp"] = self._rays.program["lamp"] = (x, y, reach, strength)
        targets.masked.use()
        targets.colour.use(_SOURCE)
        self._mask.draw()
        targets.rays.use()
        targets.ray_mask.use(_SOURCE)
        self._rays.draw()

    def focus(self, targets: Targets) -> None:
        """The scene as the lens spreads it."""
        self._ctx.enable_only(moderngl.NOTHING)
        targets.depth.use(SHARED_SAMPLERS["scene_depth"])
        targets.spread.use()
        targets.colour.use(_SOURCE)
        self._spread.draw()
        targets.blur.use()
        targets.near_blur.use(_SOURCE)
        self._bokeh.draw()


def lamp(frame: Frame) -> tuple[float, float, float, float]:
    """The heart in the target (0..1), its reach there in heights, and how strongly it shines towards this eye;
    0 where it stands behind the eye or far outside the picture."""
    clip = frame.to_clip @ _LAMP
    if clip[3] < 0.5:
        return 0.5, 0.5, 1.0, 0.0
    x, y = float(clip[0] / clip[3]), float(clip[1] / clip[3])
    outside = max(abs(x), abs(y), 1.0) - 1.0
    reach = LAMP_REACH_M * float(np.linalg.norm(frame.to_clip[1, :3])) / float(clip[3]) * 0.5
    return 0.5 + 0.5 * x, 0.5 + 0.5 * y, reach, RAYS * max(0.0, 1.0 - outside / 0.6)
