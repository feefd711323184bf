"""A viewer that shows beats as flashes, ``python -m benchmarks.rig_flash FOLDER FPS``; a pixel and a keyboard of X.

The pixel is read from, and keys are pressed at, the X server itself, through its C library.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from installation.core.errors import MachineError

Z_PIXMAP, ALL_PLANES = 2, ctypes.c_ulong(~0)


def _library(name: str) -> Any:
    found = ctypes.util.find_library(name)
    if found is None:
        raise MachineError(f"lib{name} is not installed")
    return ctypes.CDLL(found)


class Pixel:
    """The middle of a screen."""

    def __init__(self, display: str) -> None:
        self._x = x = _library("X11")
        x.XOpenDisplay.restype = x.XGetImage.restype = ctypes.c_void_p
        x.XDefaultRootWindow.restype = x.XGetPixel.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(x.XOpenDisplay(display.encode()))
        self._root = ctypes.c_ulong(x.XDefaultRootWindow(self._display))

    def bright(self, at: tuple[int, int] = (400, 300)) -> bool:
        image = ctypes.c_void_p(self._x.XGetImage(self._display, self._root, *at, 1, 1, ALL_PLANES, Z_PIXMAP))
        found = self._x.XGetPixel(image, 0, 0) & 0xFF > 128
        self._x.XDestroyImage(image)
        return bool(found)

    def flips(self, seconds: float) -> list[float]:
        """When it changed between dark and bright, monotonic; looked at about a thousand times a second."""
        found, until_s, before = [], time.monotonic() + seconds, self.bright()
        while (now_s := time.monotonic()) < until_s:
            bright = self.bright()
            if bright != before:
                found.append(0.5 * (now_s + time.monotonic()))
            before = bright
            time.sleep(0.0005)
        return found


class Keyboard:
    """Presses keys at the X server."""

    def __init__(self, display: str) -> None:
        self._env = {"DISPLAY": display, "PATH": "/usr/bin:/bin"}
        self._x, self._test = _library("X11"), _library("Xtst")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))

    def focus(self, name: str) -> None:
        """Give the keys to the window of that class, as a window manager would."""
        until_s = time.monotonic() + 60.0
        while time.monotonic() < until_s:
            found = subprocess.run(
                ["xdotool", "search", "--class", name], env=self._env, capture_output=True, text=True
            )
            if found.stdout.strip():
                window = found.stdout.split()[0]
                time.sleep(8.0)  # until the scene stands
                subprocess.run(["xdotool", "windowfocus", "--sync", window], env=self._env, timeout=20)
                return
            time.sleep(0.1)
        raise MachineError("no window")

    def press(self, key: str) -> None:
        self._send(key, 1)

    def release(self, key: str) -> None:
        self._send(key, 0)

    def _send(self, key: str, down: int) -> None:
        code = self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(ord(key)))
        self._test.XTestFakeKeyEvent(self._display, ctypes.c_uint(code & 0xFF), down, ctypes.c_ulong(0))
        self._x.XFlush(self._display)


def main(folder: Path, fps: int) -> None:
    """White on odd beats, black on even ones, of the moment that is heard in the middle of the frame."""
    from installation.core.ring import RingReader
    from installation.hall.discover import layout_of, rooms
    from installation.live.runtime import MOMENTS
    from installation.surfaces.window import Window

    window = Window("flash", (320, 180), False, 0, True)
    ring = RingReader(folder / MOMENTS, layout_of(rooms()))
    while True:
        found = ring.pair(ring.clock().tick_at(time.monotonic() + 0.5 / fps))
        if found is not None:
            white = float(int(found.before["beats"]) % 2)
            window.ctx.screen.use()
            window.ctx.clear(white, white, white)
        list(window.inputs())
        window.present(fps)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
