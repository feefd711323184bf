"""The OpenGL context: headless through EGL, or the one that a window has already made.

Several may live in one process (tests, farms): whoever draws makes its own current first, which costs nothing where
it already is.
"""

from __future__ import annotations

import threading
from typing import Any

import moderngl

from ..core.errors import MachineError

GL_FLOOR = 330  # OpenGL 3.3 core; nothing in the picture asks for more
_EGL: dict[str, Any] = {"backend": "egl"}  # moderngl types its settings too narrowly
_thread = threading.local()  # .current: the context last made current here, as in OpenGL itself


def headless() -> moderngl.Context:
    """A context of its own without a window, current from now on.

    Raises MachineError where the machine has no OpenGL 3.3 through EGL.
    """
    try:
        return _kept(moderngl.create_context(standalone=True, require=GL_FLOOR, **_EGL))
    except Exception as error:  # moderngl raises bare Exception, ValueError or ImportError by platform
        raise MachineError(f"no OpenGL 3.3 without a window ({_first_line(error)}); {_HELP}") from error


def of_window() -> moderngl.Context:
    """The context that the calling thread's window has made current."""
    try:
        return _kept(moderngl.create_context(require=GL_FLOOR))
    except Exception as error:
        raise MachineError(f"no OpenGL 3.3 in the window ({_first_line(error)}); {_HELP}") from error


def make_current(ctx: moderngl.Context) -> None:
    """Let the calling thread's GL calls go to ``ctx``."""
    if getattr(_thread, "current", None) is not ctx:
        ctx.__enter__()
        _thread.current = ctx


def _kept(ctx: moderngl.Context) -> moderngl.Context:
    # What Python drops is kept aside until ``ctx.gc()``: freed at once, it might be freed in another's context.
    ctx.gc_mode = "context_gc"
    _thread.current = ctx
    return ctx


_HELP = "install a graphics driver, or Mesa's software one (Debian: libegl1 libgl1)"


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
