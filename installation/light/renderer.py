"""The renderer: draws one frame from two neighbouring moments, a fraction between them, and a view.

A frame is a function of these alone: every target is cleared or overwritten, grain is seeded by the tick and the
fraction, and no picture state survives. Passes run in the order of ``optics.frame.PASSES``. While scenes dissolve, both
cameras are drawn and finished, and then mixed.
"""

from __future__ import annotations

from collections.abc import Callable

import moderngl
import numpy as np

from ..core.moment import Layout
from ..core.room import Room
from ..hall.discover import blocks_of
from ..optics.context import make_current
from ..optics.frame import Frame
from ..optics.quality import Quality, named
from ..optics.studio import SHARED_SAMPLERS, Studio
from ..optics.targets import Targets
from ..optics.view import VIEW_BYTES, WHOLE, Camera, View, pack
from .environment import Environment
from .finish import Finish
from .lens import Lens
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
_FRACTION_STEPS = 4096  # sub-frames closer than this share their grain


class Renderer:
    """Draws a cast at one size and quality into textures of its own, or into a target given.

    ``strict`` lets a visual's exception through; otherwise its room is left out, and ``failures`` says why.
    ``timed`` measures every pass; ``timings`` then tells the last frame's.
    """

    def __init__(
        self,
        ctx: moderngl.Context,
        cast: tuple[Room, ...],
        layout: Layout,
        size: tuple[int, int],
        quality: Quality | str = "high",
        *,
        strict: bool = False,
        timed: bool = False,
    ) -> None:
        make_current(ctx)
        self.ctx, self.size = ctx, size
        self.quality = named(quality) if isinstance(quality, str) else quality
        self._layout, self._moment = layout, layout.empty()
        self.studio = Studio(ctx, blocks_of(cast), self.quality)
        self._visuals = Visuals(cast, self.studio, strict)
        self._timing = Timing(ctx, timed)
        self._environment, self._lens = Environment(self.studio), Lens(self.studio)
        self._resolve, self._finish = Resolve(self.studio), Finish(self.studio)
        self.resize(size)

    def resize(self, size: tuple[int, int]) -> None:
        """Draw at another size from now on."""
        make_current(self.ctx)
        self.size = size
        self.targets = Targets(self.ctx, size, self.quality)
        self.ctx.gc()  # what the last size held

    @property
    def failures(self) -> dict[str, str]:
        """A line for each room whose visual raised."""
        return self._visuals.failures

    def draw(
        self,
        before: np.ndarray,
        after: np.ndarray,
        fraction: float,
        view: View | None = None,
        target: moderngl.Framebuffer | None = None,
    ) -> None:
        """Draw the frame a ``fraction`` (0..1) of the way between two moments into ``target`` or the own picture."""
        make_current(self.ctx)
        self._timing.begin()
        moment = self._layout.between(before, after, fraction, self._moment)
        self.studio.stage(moment)
        seed = stamp(before, fraction)
        out, mix = target or self.targets.picture, float(moment["camera_mix"])
        seen = [which for which in (0, 1) if mix != 1 - which]
        for which in seen:
            frame = self._frame(moment, Camera.of(moment, which), seed, view or WHOLE)
            self._scene(frame, first=which == seen[0])
            self._finished(frame, out if len(seen) == 1 else self.targets.scenes[which])
        if len(seen) > 1:
            with self._timing.of("dissolve"):
                self._finish.dissolve(self.targets, mix, out)

    def read(self) -> np.ndarray:
        """The last frame drawn into the own picture, ``(height, width, 3) uint8`` sRGB, the top row first."""
        make_current(self.ctx)
        width, height = self.size
        raw = np.frombuffer(self.targets.picture.read(components=4), np.uint8)
        return np.ascontiguousarray(raw.reshape(height, width, 4)[::-1, :, :3])

    def timings(self) -> dict[str, float]:
        """Milliseconds that each pass of the last frame took; empty unless ``timed``."""
        return self._timing.read()

    def _frame(self, moment: np.ndarray, camera: Camera, seed: tuple[int, int], view: View) -> Frame:
        for mirrored, out in enumerate(self.studio.views):
            pack(out, camera, view, self.size, seed, bool(mirrored))
        self.studio.upload()
        to_clip = self.studio.views[0][:16].reshape(4, 4).T.astype(float)
        return Frame(moment, camera, view, self.size, self.quality, to_clip, self.targets.scene)

    def _scene(self, frame: Frame, first: bool) -> None:
        """All that is drawn for one camera, as HDR light; the environment is the same for both."""
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
                run(frame)

    def _finished(self, frame: Frame, out: moderngl.Framebuffer) -> None:
        if self._lens.on:
            with self._timing.of("rays"):
                self._lens.rays(self.targets, frame)
            with self._timing.of("focus"):
                self._lens.focus(self.targets)
        with self._timing.of("bloom"):
            self._finish.bloom(self.targets)
        with self._timing.of("grade"):
            self._finish.grade(self.targets, out)

    def _surroundings(self, frame: Frame) -> None:
        self._environment.draw(lambda level: self._pass("environment", frame, level, clear=True))

    def _far(self, frame: Frame) -> None:
        if self._visuals.of("far"):
            self._pass("far", frame, self.targets.far, clear=True)

    def _mirror(self, frame: Frame) -> None:
        if not self._visuals.of("mirror"):
            return
        frame.mirrored = True
        self.studio.bind_view(True)
        self._pass("mirror", frame, self.targets.mirror, clear=True)
        self.studio.bind_view(False)
        frame.mirrored = False

    def _opaque(self, frame: Frame) -> None:
        self.targets.mirror_colour.use(SHARED_SAMPLERS["scene_mirror"])
        self._clear(self.targets.scene)
        if self._visuals.of("far"):
            self._resolve.lay_far(self.targets)
        self._pass("opaque", frame, self.targets.scene, clear=False)

    def _ground(self, frame: Frame) -> None:
        self._pass("ground", frame, self.targets.scene, clear=False)

    def _translucent(self, frame: Frame) -> None:
        targets = self.targets
        if self._visuals.of("translucent"):
            if "scene_opaque" in self.studio.read:
                self._resolve.copy_opaque(targets)
                targets.opaque_copy.use(SHARED_SAMPLERS["scene_opaque"])
            self._pass("translucent", frame, targets.scene, clear=False)
        self._resolve.samples(targets)

    def _volume(self, frame: Frame) -> None:
        if not self._visuals.of("volume"):
            return
        targets = self.targets
        targets.depth.use(SHARED_SAMPLERS["scene_depth"])
        self._resolve.distances(targets)
        targets.distance.use(SHARED_SAMPLERS["scene_distance"])
        self._pass("volume", frame, targets.volume, clear=True)
        self._resolve.composite(targets)

    def _sprites(self, frame: Frame) -> None:
        self._pass("sprites", frame, self.targets.resolved, clear=False)

    def _pass(self, name: str, frame: Frame, target: moderngl.Framebuffer, clear: bool) -> None:
        frame.target = target
        target.use()
        if clear:
            self._clear(target)
        for room, visual in self._visuals.of(name):
            self._state(name, target)
            self.studio.bind_room(room)
            self._guarded(room, visual.draw, name, frame)
            target.scissor = None  # type: ignore[assignment]  # None lifts it

    @staticmethod
    def _clear(target: moderngl.Framebuffer) -> None:
        target.depth_mask = True
        target.clear(0.0, 0.0, 0.0, 0.0)

    def _state(self, name: str, target: moderngl.Framebuffer) -> None:
        """What every visual finds when it begins, whatever the last one left."""
        target.use()
        self.ctx.enable_only(_FLAGS[name])
        self.ctx.depth_func = "<="
        self.ctx.front_face = "cw" if name == "mirror" else "ccw"  # mirroring turns every triangle round
        self.ctx.blend_equation = moderngl.FUNC_ADD  # type: ignore[assignment]
        self.ctx.blend_func = _OVER  # type: ignore[assignment]  # a pair, as documented
        target.depth_mask = name in _WRITES_DEPTH

    def _guarded(self, room: str, draw: Callable[[str, Frame], None], name: str, frame: Frame) -> None:
        try:
            draw(name, frame)
        except Exception as error:
            self._visuals.failed(room, error)


def stamp(before: np.ndarray, fraction: float) -> tuple[int, int]:
    """What seeds a frame's grain, and its tick, both of 31 bits."""
    tick = int(before["tick"])
    seed = (tick * _FRACTION_STEPS + round(fraction * _FRACTION_STEPS)) & 0x7FFFFFFF
    return seed, tick & 0x7FFFFFFF


assert VIEW_BYTES % 256 == 0, "what follows the views must stay aligned"
