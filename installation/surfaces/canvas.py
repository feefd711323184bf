"""Stretches a picture over the window: what the renderer has drawn, at whatever size, or the start card; and lays
a line of text over its corner."""

from __future__ import annotations

import moderngl
import numpy as np

from .card import card, notice

_VERTEX = """
#version 330
out vec2 at;
void main() {
  at = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);  // one triangle that covers the screen
  gl_Position = vec4(2.0 * at - 1.0, 0.0, 1.0);
}
"""
_FRAGMENT = """
#version 330
uniform sampler2D picture;
in vec2 at;
out vec4 colour;
void main() { colour = vec4(texture(picture, at).rgb, 1.0); }
"""


class Canvas:
    """The window's own framebuffer and the one program that fills it."""

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._screen = ctx.detect_framebuffer(0)
        self._program = ctx.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT)
        self._nothing = ctx.vertex_array(self._program, [])

    def show(self, picture: moderngl.Texture, size: tuple[int, int]) -> None:
        """Fill ``size`` pixels from the window's lower left with ``picture``, whose first row is the lowest."""
        self._screen.use()
        self._screen.viewport = (0, 0, *size)
        self._ctx.disable(moderngl.DEPTH_TEST | moderngl.BLEND | moderngl.CULL_FACE)
        picture.use(0)
        self._program["picture"] = 0
        self._nothing.render(moderngl.TRIANGLES, vertices=3)

    def texture(self, pixels: np.ndarray) -> moderngl.Texture:
        """A picture of ``(height, width, 3) uint8``, the top row first."""
        height, width, _ = pixels.shape
        return self._ctx.texture((width, height), 3, np.ascontiguousarray(pixels[::-1]).tobytes(), alignment=1)

    def sweep(self) -> None:
        """Free what has been dropped. Nothing is released by hand: moderngl's ``gc`` would stumble over it later."""
        self._ctx.gc()


class CardPicture:
    """The start card as a texture: painted once for a size, however long the heart takes to compile."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._size = (0, 0)
        self._texture: moderngl.Texture | None = None

    def at(self, size: tuple[int, int]) -> moderngl.Texture:
        """The card for a window of ``size`` pixels."""
        if self._texture is None or size != self._size:
            self.release()
            self._size, self._texture = size, self._canvas.texture(card(size))
        return self._texture

    def release(self) -> None:
        """Let go of the texture; it is painted again where it is asked for again."""
        if self._texture is not None:
            self._texture = None
            self._canvas.sweep()


class Notice:
    """A line over the picture's lower left corner; painted once for a text and a size."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._painted = ("", (0, 0))
        self._texture: moderngl.Texture | None = None

    def show(self, text: str, size: tuple[int, int]) -> None:
        """Lay ``text`` over a window of ``size`` pixels; nothing where it is empty."""
        if (text, size) != self._painted:
            self._texture = self._canvas.texture(notice(text, size)) if text else None
            self._painted = (text, size)
            self._canvas.sweep()
        if self._texture is not None:
            self._canvas.show(self._texture, self._texture.size)
