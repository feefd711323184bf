"""pygame, imported from here only: what SDL reads from the environment must stand there before."""

from __future__ import annotations

import os

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
os.environ.setdefault("SDL_NO_SIGNAL_HANDLERS", "1")  # a signal ends the process, it does not press a button
os.environ.setdefault("SDL_VIDEO_X11_WMCLASS", "convocation")
os.environ.setdefault("SDL_VIDEO_WAYLAND_WMCLASS", "convocation")

import pygame

__all__ = ["pygame"]
