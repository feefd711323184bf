"""What is edited while the evening runs: shaders for the window, a score's colours for the heart.

Files are read, parsed and checked on the watch's thread; who draws or steps only takes what is ready.
"""

from __future__ import annotations

from collections import deque
from pathlib import Path

import msgspec
import numpy as np

from ..core.errors import InputError
from ..score.palette import linear_rgb
from ..score.score import Score, read_score
from .say import log
from .watch import Watch, checkout

SHADERS = (".glsl", ".vert", ".frag", ".geom")
BRIGHTEST = 2.0  # linear light of a palette's colour, 1 is white
STEEPEST = 2.0
MOST_EV = 3.0


class ShaderEdits:
    """The shader files that change, by the names that the renderer knows them by (``shaders/vault/wall.frag``)."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._changed: deque[str] = deque()
        self._watch = Watch(root, lambda path: path.suffix in SHADERS, self._told)

    @classmethod
    def open(cls, wanted: bool) -> ShaderEdits | None:
        """Those of the checkout; None where they are not ``wanted`` or there is none."""
        root = checkout("shaders") if wanted else None
        return cls(root) if root else None

    def take(self) -> set[str]:
        """What has changed since the last call. Never waits."""
        return {self._changed.popleft() for _ in range(len(self._changed))}

    def close(self) -> None:
        self._watch.close()

    def _told(self, paths: set[Path]) -> None:
        self._changed.extend(f"{self._root.name}/{path.relative_to(self._root).as_posix()}" for path in paths)


class ScoreEdits:
    """New readings of the score that is playing. Only colours, looks and exposures are meant to be taken over."""

    def __init__(self, root: Path, name: str, playing: Score) -> None:
        self._name, self._playing = name, playing
        self._newest: deque[Score] = deque(maxlen=1)
        self._watch = Watch(root, lambda path: path.name == f"{name}.toml", self._told)

    @classmethod
    def open(cls, wanted: bool, name: str, playing: Score) -> ScoreEdits | None:
        """Those of the checkout; None where they are not ``wanted`` or there is none."""
        root = checkout("configs") if wanted else None
        return cls(root / "scores", name, playing) if root else None

    def take(self) -> Score | None:
        """The newest reading since the last call, if any. Never waits, reads nothing."""
        return self._newest.popleft() if self._newest else None

    def close(self) -> None:
        self._watch.close()

    def _told(self, paths: set[Path]) -> None:
        try:
            score = read_score(self._name)
            refuse_blinding(score, self._name)
        except InputError as error:
            log.warning("%s; the colours stay as they were", error)
            return
        same = [(m.name, m.bars) for m in score.movements] == [(m.name, m.bars) for m in self._playing.movements]
        if not same:
            log.warning("score %s: other movements or bars: nothing is taken over before the next evening", self._name)
            return
        if more_than_colours(self._playing, score):
            log.warning("score %s: colours are taken over, the rest waits for the next evening", self._name)
        self._newest.append(score)


def more_than_colours(playing: Score, edited: Score) -> bool:
    """Whether two readings with the same movements differ in what cannot be taken over."""
    movements = [
        msgspec.structs.replace(new, palette=old.palette, look=old.look, exposure=old.exposure)
        for old, new in zip(playing.movements, edited.movements, strict=True)
    ]
    return msgspec.structs.replace(edited, movements=movements) != playing


def refuse_blinding(score: Score, name: str) -> None:
    """A slip of the hand must not flood the hall, nor leave numbers that never come home. Raises InputError."""
    for movement in score.movements:
        palette, where = movement.palette, f"score {name}: {movement.name}"
        brightest = linear_rgb(np.array([palette.key, palette.fill, palette.accent])).max()
        if not brightest <= BRIGHTEST:
            raise InputError(f"{where}.palette", f"{brightest:.3g} times white", "lightness 0..1, chroma up to 0.4")
        if not max(map(abs, movement.look.slope)) <= STEEPEST:
            raise InputError(f"{where}.look.slope", f"{movement.look.slope}", f"up to {STEEPEST:g}")
        if not abs(movement.exposure) <= MOST_EV:
            raise InputError(f"{where}.exposure", f"{movement.exposure:g}", f"{-MOST_EV:g}..{MOST_EV:g} EV")
