"""The window: pygame-ce's, with an OpenGL 3.3 core context that the renderer draws in. Opens the screen."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import moderngl

from ..core.errors import MachineError
from ..optics.context import of_window
from .card import icon
from .screen import has_screen
from .sdl import pygame


class NoScreen(MachineError):
    """There is no screen here, or it cannot be opened."""


@dataclass(frozen=True)
class Input:
    """What the person did: a key by its name, a click at x, y in -1..1 (y upwards), or a word of the window's own."""

    kind: Literal["press", "release", "click", "close", "resize", "blur"]
    key: str = ""
    x: float = 0.0
    y: float = 0.0


class Window:
    """A window of ``size`` pixels, or the whole of a display. Raises NoScreen, or MachineError without OpenGL."""

    def __init__(self, title: str, size: tuple[int, int], fullscreen: bool, display: int, vsync: bool) -> None:
        self._windowed, self._display, self._vsync = size, display, vsync
        self.fullscreen = fullscreen
        self.vsynced = False
        _start_video()
        for name, value in (
            (pygame.GL_CONTEXT_MAJOR_VERSION, 3),
            (pygame.GL_CONTEXT_MINOR_VERSION, 3),
            (pygame.GL_CONTEXT_PROFILE_MASK, pygame.GL_CONTEXT_PROFILE_CORE),
            (pygame.GL_CONTEXT_FORWARD_COMPATIBLE_FLAG, 1),
        ):
            pygame.display.gl_set_attribute(name, value)
        pygame.display.set_icon(icon())
        self._set_mode()
        pygame.display.set_caption(title)
        pygame.mouse.set_visible(False)
        self.ctx: moderngl.Context = of_window()
        self._next_s = 0.0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return pygame.display.get_window_size()

    def inputs(self) -> Iterator[Input]:
        """What has happened since the last call, in order."""
        for event in pygame.event.get():
            found = self._input(event)
            if found is not None:
                yield found

    def mouse(self) -> tuple[float, float]:
        """The place of the mouse, x and y in -1..1, y upwards."""
        return self._place(pygame.mouse.get_pos())

    def present(self, max_fps: int) -> None:
        """Show what was drawn; where the screen does not set the pace, wait for the next frame's time."""
        pygame.display.flip()
        if not self.vsynced:
            self._pace(1.0 / max_fps)

    def toggle_fullscreen(self) -> None:
        """Between a window and the whole display."""
        pygame.display.toggle_fullscreen()
        self.fullscreen = not self.fullscreen

    def close(self) -> None:
        pygame.display.quit()
        pygame.quit()

    def _set_mode(self) -> None:
        flags = pygame.OPENGL | pygame.DOUBLEBUF | pygame.RESIZABLE
        size = self._windowed
        if self.fullscreen:
            flags, size = flags | pygame.FULLSCREEN, (0, 0)
        displays = pygame.display.get_num_displays()
        if self._display >= displays:
            raise MachineError(f"display {self._display}: there are {displays}, counted from 0")
        for vsync in (1, 0) if self._vsync else (0,):
            try:
                pygame.display.set_mode(size, flags, display=self._display, vsync=vsync)
                self.vsynced = bool(vsync)
                return
            except pygame.error as error:
                refused = error
        raise NoScreen(f"no window ({refused})")

    def _input(self, event: pygame.event.Event) -> Input | None:
        match event.type:
            case pygame.QUIT | pygame.WINDOWCLOSE:
                return Input("close")
            case pygame.KEYDOWN:
                return Input("press", pygame.key.name(event.key))
            case pygame.KEYUP:
                return Input("release", pygame.key.name(event.key))
            case pygame.MOUSEBUTTONDOWN if event.button == 1:
                return Input("click", "", *self._place(event.pos))
            case pygame.WINDOWSIZECHANGED:
                return Input("resize")
            case pygame.WINDOWFOCUSLOST:
                return Input("blur")
        return None

    def _place(self, at: tuple[int, int]) -> tuple[float, float]:
        width, height = self.size
        x, y = 2.0 * at[0] / max(width, 1) - 1.0, 1.0 - 2.0 * at[1] / max(height, 1)
        return min(max(x, -1.0), 1.0), min(max(y, -1.0), 1.0)

    def _pace(self, frame_s: float) -> None:
        now_s = time.monotonic()
        if self._next_s > now_s:
            time.sleep(self._next_s - now_s)
        self._next_s = max(self._next_s + frame_s, now_s)


def _start_video() -> None:
    if not has_screen():
        raise NoScreen("no screen here")
    try:
        pygame.display.init()
        pygame.font.init()
    except pygame.error as error:
        raise NoScreen(f"no screen here ({error})") from error
    # SDL may have taken the signals all the same: they end a window at once, it has nothing to put away.
    for which in (signal.SIGTERM, signal.SIGINT):
        signal.signal(which, signal.SIG_DFL)
