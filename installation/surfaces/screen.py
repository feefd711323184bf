"""Whether there is a screen to open: asked before anything that opens one is imported."""

from __future__ import annotations

import os
import sys


def has_screen() -> bool:
    """Whether a screen is to be expected; only opening it tells for sure."""
    if not sys.platform.startswith("linux"):
        return True
    driver = os.environ.get("SDL_VIDEODRIVER", "")
    if driver in ("dummy", "offscreen"):
        return False
    return driver == "kmsdrm" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
