"""The OpenGL context: headless through EGL, or the one that a window has already made."""

from __future__ import annotations

import moderngl

from ..core.errors import MachineError

GL_FLOOR = 330  # OpenGL 3.3 core; nothing in the picture asks for more


def headless() -> moderngl.Context:
    """A context of its own without a window.

    Raises MachineError where the machine has no OpenGL 3.3 through EGL.
    """
    try:
        return _kept(moderngl.create_context(standalone=True, backend="egl", require=GL_FLOOR))
    except Exception as error:  # moderngl raises bare Exception, ValueError or ImportError by platform
        raise MachineError(f"no OpenGL 3.3 without a window ({_first_line(error)}); {_HELP}") from error


def of_window() -> moderngl.Context:
    """The context that the calling thread's window has made current."""
    try:
        return _kept(moderngl.create_context(require=GL_FLOOR))
    except Exception as error:
        raise MachineError(f"no OpenGL 3.3 in the window ({_first_line(error)}); {_HELP}") from error


def _kept(ctx: moderngl.Context) -> moderngl.Context:
    ctx.gc_mode = "auto"  # what Python drops is freed: a window that is resized for months must not leak
    return ctx


_HELP = "install a graphics driver, or Mesa's software one (Debian: libegl1 libgl1)"


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
