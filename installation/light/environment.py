"""The light that comes to the hall's middle from everywhere: rooms draw it on an octahedral map, which is then spread
level by level; what is polished mirrors it by its roughness (``shaders/lib/environment.glsl``)."""

from __future__ import annotations

from collections.abc import Callable

import moderngl

from ..optics.studio import SHARED_SAMPLERS, Studio
from ..optics.targets import texture

LEVELS = 5  # as in lib/environment.glsl; each is half as wide as the one before
CONES = (0.10, 0.17, 0.30, 0.55)  # half angles (radians) by which each level spreads the one before
_SOURCE = 0


class Environment:
    """The map's levels, ``levels[0]`` drawn by the rooms, and all of them stacked in one texture."""

    def __init__(self, studio: Studio) -> None:
        self._ctx = ctx = studio.ctx
        side = studio.quality.environment
        self._textures = [texture(ctx, (side >> k, side >> k)) for k in range(LEVELS)]
        self.levels = [ctx.framebuffer([level]) for level in self._textures]
        self._stack = texture(ctx, (side, 2 * side))
        self._stacked = ctx.framebuffer([self._stack])
        self._spread = studio.screen("light/environment_blur.frag")
        self._copy = studio.screen("light/copy.frag")
        self._spread.program["source"] = self._copy.program["picture"] = _SOURCE

    def draw(self, rooms: Callable[[moderngl.Framebuffer], None]) -> None:
        """Let the rooms draw into the first level, spread it, and bind the stack for all who mirror it."""
        rooms(self.levels[0])
        self._ctx.enable_only(moderngl.NOTHING)
        for k, cone in enumerate(CONES):
            self.levels[k + 1].use()
            self._textures[k].use(_SOURCE)
            self._spread.program["cone"] = cone
            self._spread.draw()
        side, from_y = self._stack.width, 0
        self._stacked.use()
        for level in self._textures:
            self._ctx.viewport = (0, from_y, level.width, level.width)
            level.use(_SOURCE)
            self._copy.draw()
            from_y += level.width
        self._stacked.viewport = (0, 0, side, 2 * side)
        self.bind()

    def bind(self) -> None:
        """Let shaders read it."""
        self._stack.use(SHARED_SAMPLERS["scene_environment"])
