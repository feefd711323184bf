"""From what was drawn to one HDR picture: samples resolved, the opaque copy, distances, volumes put in by depth."""

from __future__ import annotations

import moderngl

from ..optics.studio import SHARED_SAMPLERS, Studio
from ..optics.targets import Targets

_COLOUR, _DEPTH, _HALF = 0, 1, 2  # texture units


class Resolve:
    """The passes between the scene and its finish."""

    def __init__(self, studio: Studio) -> None:
        self._ctx, self._studio = studio.ctx, studio
        self._copy = studio.screen("light/copy.frag")
        self._copy.program["picture"] = _COLOUR
        self._distances = studio.screen("light/distance.frag")
        self._composite = studio.screen("light/composite.frag")
        self._composite.program["volume"] = _HALF
        if studio.quality.samples > 1:
            self._samples = studio.screen("light/resolve.frag", {"SAMPLES": self._count()})
            self._samples.program["colours"], self._samples.program["depths"] = _COLOUR, _DEPTH

    def lay_far(self, targets: Targets) -> None:
        """The sky behind everything, into the scene."""
        targets.scene.use()
        self._ctx.enable_only(moderngl.NOTHING)
        targets.far_colour.use(_COLOUR)
        self._copy.draw()

    def copy_opaque(self, targets: Targets) -> None:
        """The scene so far at half size, for what refracts it."""
        self.samples(targets)
        targets.opaque.use()
        self._ctx.enable_only(moderngl.NOTHING)
        targets.colour.use(_COLOUR)
        self._copy.draw()

    def samples(self, targets: Targets) -> None:
        """Many samples to one pixel, weighed by 1 / (1 + max rgb) so that bright edges stay smooth."""
        if targets.colour_ms is None or targets.depth_ms is None:
            return
        targets.resolved.use()
        targets.resolved.depth_mask = True
        self._ctx.enable_only(moderngl.DEPTH_TEST)
        self._ctx.depth_func = "1"
        targets.colour_ms.use(_COLOUR)
        targets.depth_ms.use(_DEPTH)
        self._samples.draw()

    def distances(self, targets: Targets) -> None:
        """Distance along the sight, in metres, at half size."""
        targets.distances.use()
        self._ctx.enable_only(moderngl.NOTHING)
        self._distances.draw()

    def composite(self, targets: Targets) -> None:
        """Lay the half-size volumes over the scene, taking from each only what lies at the pixel's own depth."""
        targets.lit.use()
        self._ctx.enable_only(moderngl.BLEND)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        targets.volume_colour.use(_HALF)
        targets.distance.use(SHARED_SAMPLERS["scene_distance"])
        self._composite.draw()

    def _count(self) -> int:
        return min(self._studio.quality.samples, self._ctx.max_samples)
