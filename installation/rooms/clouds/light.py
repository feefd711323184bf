"""The clouds' picture: a white ocean under the hall, marched at the sky's own size, and a city's lamps in its gaps."""

from __future__ import annotations

import moderngl
import numpy as np

from ...core.room import Room
from ...optics.frame import Frame
from ...optics.studio import Studio
from . import city, relief

_RELIEF = 0  # texture unit
_STEPS = {"low": 12, "medium": 20, "high": 32, "cinema": 96}
_STEP_SCALE = {"low": 1.7, "medium": 1.2, "high": 1.0, "cinema": 0.4}


class Visual:
    """The far pass leaves in alpha how much the clouds hide; the lamps are blended behind it."""

    passes = ("environment", "far", "opaque")

    def __init__(self, room: Room, studio: Studio) -> None:
        self._ctx, quality = studio.ctx, studio.quality
        defines = {
            "CLOUD_STEPS": _STEPS.get(quality.name, quality.volume_steps),
            "STEP_SCALE": _STEP_SCALE.get(quality.name, 1.0),
            "FAR_SHARE": quality.far,
            "CITY_M": city.DEPTH_M,
        }
        ocean = studio.program("lib/sight.vert", "clouds/ocean.frag", defines)
        ocean["relief"] = _RELIEF
        self._ocean = studio.ctx.vertex_array(ocean, [])
        self._relief = _texture(studio.ctx, relief.tile())
        self._below = studio.screen("clouds/below.frag")
        lamps = city.lamps()
        shown = lamps[: round(len(lamps) * min(0.3 + 0.7 * quality.detail, 1.0))]
        program = studio.program("clouds/city.vert", "clouds/city.frag", {"CITY_M": city.DEPTH_M})
        self._lamps = studio.ctx.vertex_array(program, [(studio.ctx.buffer(shown), "4f", "in_lamp")])

    def draw(self, stage_pass: str, frame: Frame) -> None:
        if stage_pass == "environment":
            self._below.draw()
        elif stage_pass == "far":
            self._relief.use(_RELIEF)
            self._ocean.render(moderngl.TRIANGLES, vertices=3)
        else:
            self._city(frame)

    def _city(self, frame: Frame) -> None:
        frame.target.depth_mask = False
        self._ctx.enable_only(moderngl.BLEND | moderngl.DEPTH_TEST | moderngl.PROGRAM_POINT_SIZE)
        self._ctx.blend_func = moderngl.ONE_MINUS_DST_ALPHA, moderngl.ONE
        self._lamps.render(moderngl.POINTS)


def _texture(ctx: moderngl.Context, tile: np.ndarray) -> moderngl.Texture:
    """The tile, repeated without end and blurred by level."""
    made = ctx.texture(tile.shape[1::-1], tile.shape[2], np.ascontiguousarray(tile).tobytes())
    made.build_mipmaps()
    made.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
    return made
