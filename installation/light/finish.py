"""The finish: bloom down and up its levels, then grade, tone map, grain and dither in one pass."""

from __future__ import annotations

import moderngl

from ..optics.studio import Screen, Studio
from ..optics.targets import Targets

_SOURCE, _BLOOM = 0, 1  # texture units


class Finish:
    """From the HDR scene to 8 bits."""

    def __init__(self, studio: Studio) -> None:
        self._ctx = studio.ctx
        self._first = self._reading(studio.screen("light/bloom_down.frag", {"FIRST": 1}))
        self._down = self._reading(studio.screen("light/bloom_down.frag", {"FIRST": 0}))
        self._up = self._reading(studio.screen("light/bloom_up.frag"))
        self._grade = self._reading(studio.screen("light/grade.frag", {"SMOOTH": int(studio.quality.samples <= 1)}))
        self._grade.program["bloom"] = _BLOOM

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
        self._grade.draw()
