"""A window's process, ``python -m installation.live.window [OPTIONS]``: a viewer of the heart, and its hands.

It draws the moments whose sound is leaving the speakers now and sends gestures. It may stall, be closed or crash:
the heart plays on. Exits with NO_SCREEN where there is none to open.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import moderngl
import numpy as np

from ..core.errors import MachineError
from ..core.gestures import Gesture
from ..core.ring import Moments, RingReader
from ..core.room import Room
from ..hall.discover import layout_of, rooms
from ..light.renderer import Renderer
from ..score.score import read_score
from ..surfaces.canvas import Canvas, CardPicture, Notice
from ..surfaces.keyboard import Keyboard, Surroundings
from ..surfaces.window import Input, NoScreen, Window
from .config import Live, actions
from .edits import ShaderEdits
from .options import Options, run_process
from .post import Sender
from .runtime import GESTURES, MOMENTS
from .say import say

TITLE = "Convocation"
NO_SCREEN = 3
OPEN_AT = 0.05  # severity from which a fault counts as open
NICE = 5  # where picture and sound want the same core, the sound has it
LONGEST_STEP_S = 0.1  # a stalled window does not make the hands jump


class Viewer:
    """A window over a session's folder."""

    def __init__(self, window: Window, live: Live, keyboard: Keyboard, folder: Path, score: str) -> None:
        self._window, self._config, self._keyboard = window, live.window, keyboard
        self._folder, self._sender = folder, Sender(folder / GESTURES)
        self._canvas = Canvas(window.ctx)
        self._card, self._notice = CardPicture(self._canvas), Notice(self._canvas)
        self._edits = ShaderEdits.open(live.picture.reload)
        self._wrong = ""  # with the shaders as they were edited last
        self._movements = tuple(m.name for m in read_score(score).movements)
        self._cast = rooms()
        self._renderer: Renderer | None = None
        self._ring: RingReader | None = None

    def run(self, parent: int) -> None:
        """Show the card, then the evening, until the window is closed or the session has gone."""
        self._show_card()
        layout = layout_of(self._cast)
        self._renderer = Renderer(self._window.ctx, self._cast, layout, self._size(), self._config.quality)
        before_s, open_ = time.monotonic(), True
        while open_ and not (parent and os.getppid() != parent):
            now_s = time.monotonic()
            found = self._moments(now_s)
            open_ = self._hands(now_s - before_s, found)
            self._reload(self._renderer)
            self._draw(found)
            before_s = now_s
            self._window.present(self._config.max_fps)
        self._send(self._keyboard.let_go())

    def _moments(self, now_s: float) -> Moments | None:
        """What is heard now; None until the heart has made its first moment."""
        if self._ring is None:
            try:
                self._ring = RingReader(self._folder / MOMENTS, layout_of(self._cast))
            except FileNotFoundError:
                return None
        return self._ring.pair(self._ring.clock().tick_at(now_s))

    def _draw(self, found: Moments | None) -> None:
        if found is None or self._renderer is None:
            self._show_card(present=False)
            return
        self._card.release()
        self._renderer.draw(*found)
        picture = self._renderer.targets.picture.color_attachments[0]
        assert isinstance(picture, moderngl.Texture)
        self._canvas.show(picture, self._window.size)
        self._notice.show(self._wrong, self._window.size)

    def _reload(self, renderer: Renderer) -> None:
        """Take over shaders that were edited. While they compile the picture waits; the music does not."""
        changed = self._edits.take() if self._edits else None
        if changed:
            self._wrong = renderer.reload(changed)

    def _show_card(self, present: bool = True) -> None:
        size = self._window.size
        self._canvas.show(self._card.at(size), size)
        if present:
            self._window.present(self._config.max_fps)

    def _hands(self, passed_s: float, found: Moments | None) -> bool:
        """Send what hands and mouse do; False when the window is to be closed."""
        now = surroundings(self._cast, self._movements, found)
        for happened in self._window.inputs():
            if happened.kind == "close" or not self._own(happened):
                return False
            self._send(self._gestures(happened, now))
        self._send(self._keyboard.step(min(passed_s, LONGEST_STEP_S)))
        return True

    def _own(self, happened: Input) -> bool:
        """What concerns the window itself; False when it is to be closed."""
        action = self._keyboard.action(happened.key) if happened.kind == "press" else None
        if action is not None and action.verb == "end":
            return False
        if action is not None and action.verb == "fullscreen":
            self._window.toggle_fullscreen()
        if happened.kind == "resize" and self._renderer is not None:
            self._renderer.resize(self._size())
        return True

    def _gestures(self, happened: Input, now: Surroundings) -> list[Gesture]:
        match happened.kind:
            case "press":
                return self._keyboard.press(happened.key, now, self._window.mouse())
            case "release":
                return self._keyboard.release(happened.key)
            case "click":
                return self._keyboard.click(happened.x, happened.y)
            case "blur":
                return self._keyboard.let_go()
        return []

    def _send(self, gestures: list[Gesture]) -> None:
        self._sender.send(gestures)

    def _size(self) -> tuple[int, int]:
        width, height = self._window.size
        scale = self._config.scale
        return max(round(width * scale), 16), max(round(height * scale), 16)


def surroundings(cast: tuple[Room, ...], movements: tuple[str, ...], found: Moments | None) -> Surroundings:
    """What the keys need to know of the moments that are shown."""
    if found is None:
        return Surroundings("", movements, 0)
    return Surroundings(worst_fault(cast, found.after), movements, int(found.after["movement"]))


def worst_fault(cast: tuple[Room, ...], moment: np.ndarray) -> str:
    """The open fault with the highest severity, "" where none is open."""
    severities = [(float(moment[r.name][f"{f.name}_severity"]), f.name) for r in cast for f in r.faults]
    severity, name = max(severities, default=(0.0, ""))
    return name if severity >= OPEN_AT else ""


def main(options: Options) -> int:
    """Open the window and look."""
    live, score = options.live(), options.script().header.score
    if not options.folder:
        raise MachineError("a window needs the folder of a running session")
    config = live.window
    try:
        window = Window(TITLE, (config.width, config.height), config.fullscreen, config.display, config.vsync)
    except NoScreen as error:
        say(str(error))
        return NO_SCREEN
    try:
        os.setpriority(os.PRIO_PROCESS, 0, NICE)
        keyboard = Keyboard(actions(live), options.reopened)
        Viewer(window, live, keyboard, Path(options.folder), score).run(options.parent)
    finally:
        window.close()
    return 0


if __name__ == "__main__":
    run_process(main)
