"""The renderer: draws one frame from two neighbouring moments, a fraction between them, and a view.

A frame is a function of these alone: every target is cleared or overwritten, grain is seeded by the tick and the
fraction, and no picture state survives. Passes run in the order of ``optics.frame.PASSES``. While scenes dissolve, both
cameras are drawn and finished, and then mixed.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import moderngl
import numpy as np

from ..core.moment import Layout
from ..core.room import Room
from ..hall.discover import blocks_of
from ..optics.context import make_current
from ..optics.frame import Frame
from ..optics.quality import Quality, named
from ..optics.studio import Studio
from ..optics.targets import Targets
from ..optics.view import VIEW_BYTES, WHOLE, Camera, View, pack
from .environment import Environment
from .finish import Finish
from .lens import Lens
from .passes import Passes
from .reload import Reloader
from .resolve import Resolve
from .timing import Timing
from .visuals import Visuals

_OWN = "light"  # the renderer's own passes, where they are named beside the rooms
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
        shaders: Path | None = None,
    ) -> None:
        make_current(ctx)
        self.ctx, self.size = ctx, size
        self.quality = named(quality) if isinstance(quality, str) else quality
        self._layout, self._moment = layout, layout.empty()
        self.studio = Studio(ctx, blocks_of(cast), self.quality, shaders)
        self._reloader = Reloader(self.studio)
        self._visuals = Visuals(cast, self.studio, strict, self._reloader)
        self._timing = Timing(ctx, timed)
        self._passes = Passes(self.studio, self._visuals, self._timing)
        self._reloader.add(_OWN, self._make, self._take)
        self.resize(size)

    def resize(self, size: tuple[int, int]) -> None:
        """Draw at another size from now on."""
        make_current(self.ctx)
        self.size = size
        self.targets = Targets(self.ctx, size, self.quality)
        self.ctx.gc()  # what the last size held

    def reload(self, changed: Collection[str]) -> str:
        """Draw with the shaders as they are now, where ``changed`` (``shaders/vault/wall.frag``) concerns them.

        Returns "" or one line that says what is wrong; what is wrong is drawn as it last was right. Compiles, and
        draws the last moment into the own picture to see whether a frame comes out.
        """
        make_current(self.ctx)
        line = self._reloader.reload(changed, self._prove)
        self.ctx.gc()  # what the old programs held
        return line

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
            self._passes.draw(frame, self.targets, first=which == seen[0])
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

    def _make(self) -> tuple[Environment, Lens, Resolve, Finish]:
        return Environment(self.studio), Lens(self.studio), Resolve(self.studio), Finish(self.studio)

    def _take(self, made: tuple[Environment, Lens, Resolve, Finish]) -> None:
        self._passes.environment, self._lens, self._passes.resolve, self._finish = made

    def _prove(self, parts: Collection[str]) -> dict[str, Exception]:
        """Draw the last moment with parts that were rebuilt; what those raise that cannot be drawn."""
        trial = self._visuals.on_trial = dict.fromkeys(parts)
        try:
            if self._moment["camera_fov"].any():  # a frame was drawn before
                last = self._moment.copy()
                self.draw(last, last, 0.0)
        except Exception as error:
            if _OWN not in trial:
                raise
            trial[_OWN] = error
        finally:
            self._visuals.on_trial = {}
        for part in (part for part, error in trial.items() if error is None):
            self.failures.pop(part, None)
        return {part: error for part, error in trial.items() if error is not None}

    def _frame(self, moment: np.ndarray, camera: Camera, seed: tuple[int, int], view: View) -> Frame:
        for mirrored, out in enumerate(self.studio.views):
            pack(out, camera, view, self.size, seed, bool(mirrored))
        self.studio.upload()
        to_clip = self.studio.views[0][:16].reshape(4, 4).T.astype(float)
        return Frame(moment, camera, view, self.size, self.quality, to_clip, self.targets.scene)

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


def stamp(before: np.ndarray, fraction: float) -> tuple[int, int]:
    """What seeds a frame's grain, and its tick, both of 31 bits."""
    tick = int(before["tick"])
    seed = (tick * _FRACTION_STEPS + round(fraction * _FRACTION_STEPS)) & 0x7FFFFFFF
    return seed, tick & 0x7FFFFFFF


assert VIEW_BYTES % 256 == 0, "what follows the views must stay aligned"
