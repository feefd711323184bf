"""Reads what is to be measured: films, sound files, stills, and folders of frames with their ``sound.wav``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import av
import numpy as np
import soundfile
from PIL import Image

from ..core.errors import InputError
from ..core.units import SAMPLE_RATE_HZ

LONGEST_SOUND_S = 3600  # what is measured lies in memory whole
_START = re.compile(r"convocation start_sample=(\d{1,12})\b")
_FRAME = re.compile(r"frame-(\d{1,9})\.png$")
_SOUND = {".wav", ".flac", ".ogg", ".aiff", ".aif", ".mp3"}
_STILL = {".png", ".jpg", ".jpeg"}


@dataclass(frozen=True)
class Sound:
    """``samples (n, channels) float32`` at ``rate_hz``; ``start_s``: where in its performance it begins."""

    samples: np.ndarray
    rate_hz: int
    start_s: float = 0.0

    @property
    def length_s(self) -> float:
        return len(self.samples) / self.rate_hz


class Media:
    """One file or folder. Either half may be missing. Raises InputError for what is no media."""

    def __init__(self, path: Path, fps: float = 30.0) -> None:
        self.path, self._fps = path, fps
        if not path.exists():
            raise InputError(str(path), "nothing", "a film, sound file, still or folder of frames")
        self._kind = self._kind_of()

    def _kind_of(self) -> str:
        suffix = self.path.suffix.lower()
        if self.path.is_dir():
            if not self._stills() and not (self.path / "sound.wav").is_file():
                raise InputError(str(self.path), "a folder without frame-000000.png … or sound.wav", "a render")
            return "folder"
        return "sound" if suffix in _SOUND else "still" if suffix in _STILL else "film"

    def sound(self) -> Sound | None:
        """All of its sound, or None where it has none. Raises InputError where it cannot be read."""
        if self._kind == "still":
            return None
        if self._kind == "film":
            return self._film_sound()
        path = self.path / "sound.wav" if self._kind == "folder" else self.path
        return _read_sound(path) if path.is_file() else None

    def frames(self, every_s: float = 0.0) -> Iterator[tuple[float, np.ndarray]]:
        """Its frames, ``(seconds from its start, (height, width, 3) uint8)``, at least ``every_s`` apart."""
        due = 0.0
        for at_s, rgb in self._all_frames():
            if at_s >= due - 1e-6:
                yield at_s, rgb()
                due = at_s + every_s

    @property
    def picture_length_s(self) -> float:
        """How long its pictures last; 0 for a still."""
        if self._kind == "film":
            with _opened(self.path) as box:
                return (box.duration or 0) / 1e6
        return len(self._stills()) / self._fps if self._kind == "folder" else 0.0

    @property
    def start_s(self) -> float:
        """Where in its performance it says that it begins; 0 where it says nothing."""
        if self._kind == "film":
            with _opened(self.path) as box:
                return _start_s(_comment(box))
        if self._kind == "folder":
            found = self._stills()
            return found[0][0] / self._fps if found else 0.0
        sound = self.sound()
        return sound.start_s if sound else 0.0

    @property
    def seen(self) -> bool:
        """Whether it has pictures."""
        if self._kind == "film":
            with _opened(self.path) as box:
                return bool(box.streams.video)
        return self._kind == "still" or (self._kind == "folder" and bool(self._stills()))

    def _all_frames(self) -> Iterator[tuple[float, Callable[[], np.ndarray]]]:
        if self._kind == "film":
            yield from _film_frames(self.path)
        elif self._kind == "still":
            yield 0.0, partial(_read_still, self.path)
        elif self._kind == "folder":
            found = self._stills()
            for number, path in found:
                yield (number - found[0][0]) / self._fps, partial(_read_still, path)

    def _stills(self) -> list[tuple[int, Path]]:
        numbered = ((_FRAME.search(p.name), p) for p in self.path.iterdir())
        return sorted((int(m.group(1)), p) for m, p in numbered if m)

    def _film_sound(self) -> Sound | None:
        with _opened(self.path) as box:
            if not box.streams.audio:
                return None
            start_s = _start_s(_comment(box))
            stream = box.streams.audio[0]
            if (box.duration or 0) > LONGEST_SOUND_S * 1e6:
                raise InputError(str(self.path), f"{(box.duration or 0) / 1e6:.0f} s", "at most an hour")
            try:
                return Sound(_decoded(box, stream), stream.rate, start_s)
            except av.FFmpegError as error:
                raise InputError(str(self.path), str(error.strerror), "sound that can be decoded") from error


def _comment(box: av.container.InputContainer) -> str:
    return next((text for name, text in box.metadata.items() if name.lower() == "comment"), "")


def _decoded(box: av.container.InputContainer, stream: av.AudioStream) -> np.ndarray:
    """The stream's samples ``(n, channels) float32``, those before time 0 (the codec's priming) left out."""
    resampler = av.AudioResampler(format="fltp", layout=stream.layout, rate=stream.rate)
    blocks, most = [], LONGEST_SOUND_S * stream.rate
    first: int | None = None
    for frame in box.decode(stream):
        if first is None:
            first = round((frame.time or 0.0) * stream.rate)
        blocks += [out.to_ndarray().T for out in resampler.resample(frame)]
        most -= frame.samples
        if most < 0:
            break
    if not blocks:
        return np.zeros((0, stream.channels), np.float32)
    return np.ascontiguousarray(np.concatenate(blocks)[max(-(first or 0), 0) :], np.float32)


def _film_frames(path: Path) -> Iterator[tuple[float, Callable[[], np.ndarray]]]:
    with _opened(path) as box:
        if not box.streams.video:
            return
        stream = box.streams.video[0]
        stream.thread_type = "AUTO"
        first: float | None = None
        try:
            for frame in box.decode(stream):
                at = float(frame.time or 0.0)
                first = at if first is None else first
                yield at - first, partial(frame.to_ndarray, format="rgb24")
        except av.FFmpegError as error:
            raise InputError(str(path), str(error.strerror), "frames that can be decoded") from error


def _opened(path: Path) -> av.container.InputContainer:
    try:
        return av.open(str(path))
    except (OSError, ValueError) as error:
        found = getattr(error, "strerror", None) or str(error)
        raise InputError(str(path), found, "a film, sound file, still or folder of frames") from error


def _read_sound(path: Path) -> Sound:
    try:
        with soundfile.SoundFile(path) as file:
            if file.frames > LONGEST_SOUND_S * file.samplerate:
                raise InputError(str(path), f"{file.frames / file.samplerate:.0f} s", "at most an hour")
            samples = file.read(dtype="float32", always_2d=True)
            return Sound(np.nan_to_num(samples), file.samplerate, _start_s(file.comment or ""))
    except (soundfile.LibsndfileError, OSError) as error:
        raise InputError(str(path), str(error), "a sound file") from error


def _read_still(path: Path) -> np.ndarray:
    try:
        with Image.open(path) as image:
            return np.asarray(image.convert("RGB"))
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise InputError(str(path), str(error), "a picture") from error


def _start_s(comment: str) -> float:
    found = _START.search(comment)
    return int(found.group(1)) / SAMPLE_RATE_HZ if found else 0.0
