"""The passes in which rooms draw, in order, from one camera's frame to a scene of HDR light."""

from __future__ import annotations

from collections.abc import Callable

import moderngl

from ..optics.frame import Frame
from ..optics.studio import SHARED_SAMPLERS, Studio
from ..optics.targets import Targets
from .environment import Environment
from .resolve import Resolve
from .timing import Timing
from .visuals import Visuals

DEPTH, CULL, BLEND = moderngl.DEPTH_TEST, moderngl.CULL_FACE, moderngl.BLEND
_OVER = (moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA)
_FLAGS = {
    "environment": BLEND,
    "far": BLEND,
    "mirror": DEPTH | CULL,
    "opaque": DEPTH | CULL,
    "ground": DEPTH | BLEND,
    "translucent": DEPTH | BLEND,
    "volume": BLEND,
    "sprites": DEPTH | BLEND,
}
_WRITES_DEPTH = ("mirror", "opaque", "ground")


class Passes:
    """Runs every pass over the visuals; ``environment`` and ``resolve`` are put in before the first frame."""

    environment: Environment
    resolve: Resolve

    def __init__(self, studio: Studio, visuals: Visuals, timing: Timing) -> None:
        self._ctx, self._studio, self._visuals, self._timing = studio.ctx, studio, visuals, timing

    def draw(self, frame: Frame, targets: Targets, first: bool) -> None:
        """All that one camera sees, into ``targets.colour``; the environment, the same for all, only the ``first``."""
        for name, run in (
            *((("environment", self._surroundings),) if first else ()),
            ("far", self._far),
            ("mirror", self._mirror),
            ("opaque", self._opaque),
            ("ground", self._ground),
            ("translucent", self._translucent),
            ("volume", self._volume),
            ("sprites", self._sprites),
        ):
            with self._timing.of(name):
                run(frame, targets)

    def _surroundings(self, frame: Frame, targets: Targets) -> None:
        self.environment.draw(lambda level: self._pass("environment", frame, level, clear=True))

    def _far(self, frame: Frame, targets: Targets) -> None:
        if self._visuals.of("far"):
            self._pass("far", frame, targets.far, clear=True)

    def _mirror(self, frame: Frame, targets: Targets) -> None:
        if not self._visuals.of("mirror"):
            return
        frame.mirrored = True
        self._studio.bind_view(True)
        self._pass("mirror", frame, targets.mirror, clear=True)
        self._studio.bind_view(False)
        frame.mirrored = False

    def _opaque(self, frame: Frame, targets: Targets) -> None:
        targets.mirror_colour.use(SHARED_SAMPLERS["scene_mirror"])
        self._clear(targets.scene)
        if self._visuals.of("far"):
            self.resolve.lay_far(targets)
        self._pass("opaque", frame, targets.scene, clear=False)

    def _ground(self, frame: Frame, targets: Targets) -> None:
        self._pass("ground", frame, targets.scene, clear=False)

    def _translucent(self, frame: Frame, targets: Targets) -> None:
        if self._visuals.of("translucent"):
            if "scene_opaque" in self._studio.read:
                self.resolve.copy_opaque(targets)
                targets.opaque_copy.use(SHARED_SAMPLERS["scene_opaque"])
            self._pass("translucent", frame, targets.scene, clear=False)
        self.resolve.samples(targets)

    def _volume(self, frame: Frame, targets: Targets) -> None:
        if not self._visuals.of("volume"):
            return
        targets.depth.use(SHARED_SAMPLERS["scene_depth"])
        self.resolve.distances(targets)
        targets.distance.use(SHARED_SAMPLERS["scene_distance"])
        self._pass("volume", frame, targets.volume, clear=True)
        self.resolve.composite(targets)

    def _sprites(self, frame: Frame, targets: Targets) -> None:
        self._pass("sprites", frame, targets.resolved, clear=False)

    def _pass(self, name: str, frame: Frame, target: moderngl.Framebuffer, clear: bool) -> None:
        frame.target = target
        target.use()
        if clear:
            self._clear(target)
        for room, visual in self._visuals.of(name):
            self._state(name, target)
            self._studio.bind_room(room)
            self._guarded(room, visual.draw, name, frame)
            target.scissor = None  # type: ignore[assignment]  # None lifts it

    @staticmethod
    def _clear(target: moderngl.Framebuffer) -> None:
        target.depth_mask = True
        target.clear(0.0, 0.0, 0.0, 0.0)

    def _state(self, name: str, target: moderngl.Framebuffer) -> None:
        """What every visual finds when it begins, whatever the last one left."""
        target.use()
        self._ctx.enable_only(_FLAGS[name])
        self._ctx.depth_func = "<="
        self._ctx.front_face = "cw" if name == "mirror" else "ccw"  # mirroring turns every triangle round
        self._ctx.blend_equation = moderngl.FUNC_ADD  # type: ignore[assignment]
        self._ctx.blend_func = _OVER  # type: ignore[assignment]  # a pair, as documented
        target.depth_mask = name in _WRITES_DEPTH

    def _guarded(self, room: str, draw: Callable[[str, Frame], None], name: str, frame: Frame) -> None:
        try:
            draw(name, frame)
        except Exception as error:
            self._visuals.failed(room, error)
