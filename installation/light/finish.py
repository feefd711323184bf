"""The finish: bloom down and up its levels, then lens, grade, tone map, grain and dither in one pass; and dissolves."""

from __future__ import annotations

import moderngl

from ..optics.studio import SHARED_SAMPLERS, Screen, Studio
from ..optics.targets import Targets

_SOURCE, _BLOOM, _BLURRED, _RAYS = 0, 1, 2, 3  # texture units
_LEAVING, _ARRIVING = 0, 1


class Finish:
    """From the HDR scene to 8 bits."""

    def __init__(self, studio: Studio) -> None:
        self._ctx = studio.ctx
        self._first = self._reading(studio.screen("light/bloom_down.frag", {"FIRST": 1}))
        self._down = self._reading(studio.screen("light/bloom_down.frag", {"FIRST": 0}))
        self._up = self._reading(studio.screen("light/bloom_up.frag"))
        self._lens = studio.quality.lens
        defines = {"SMOOTH": int(studio.quality.samples <= 1), "LENS": int(self._lens)}
        self._grade = self._reading(studio.screen("light/grade.frag", defines))
        self._grade.program["bloom"] = _BLOOM
        if self._lens:
            self._grade.program["blurred"], self._grade.program["rays"] = _BLURRED, _RAYS
        self._dissolve = studio.screen("light/dissolve.frag")
        self._dissolve.program["leaving"], self._dissolve.program["arriving"] = _LEAVING, _ARRIVING

    @staticmethod
    def _reading(screen: Screen) -> Screen:
        screen.program["source"] = _SOURCE
        return screen

    def bloom(self, targets: Targets) -> None:
        """Fill the bloom's levels from the scene; the first then holds the sum of all."""
        self._ctx.enable_only(moderngl.NOTHING)
        for i, level in enumerate(targets.blooms):
            level.use()
            (targets.bloom[i - 1] if i else targets.colour).use(_SOURCE)
            (self._down if i else self._first).draw()
        self._ctx.enable_only(moderngl.BLEND)
        self._ctx.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        for i in reversed(range(len(targets.bloom) - 1)):
            targets.blooms[i].use()
            targets.bloom[i + 1].use(_SOURCE)
            self._up.draw()

    def grade(self, targets: Targets, out: moderngl.Framebuffer) -> None:
        """Scene and bloom to what is seen, into ``out``."""
        out.use()
        self._ctx.enable_only(moderngl.NOTHING)
        targets.colour.use(_SOURCE)
        targets.bloom[0].use(_BLOOM)
        if self._lens:
            targets.blurred.use(_BLURRED)
            targets.ray_light.use(_RAYS)
            targets.depth.use(SHARED_SAMPLERS["scene_depth"])
        self._grade.draw()

    def dissolve(self, targets: Targets, flood: float, out: moderngl.Framebuffer) -> None:
        """The first finished scene into the second, into ``out``; ``flood`` 0..1."""
        out.use()
        self._ctx.enable_only(moderngl.NOTHING)
        for scene, unit in zip(targets.scenes, (_LEAVING, _ARRIVING), strict=True):
            scene.color_attachments[0].use(unit)  # type: ignore[union-attr]
        self._dissolve.program["flood"] = flood
        self._dissolve.draw()
