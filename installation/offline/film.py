"""Films by PyAV: H.264 and AAC in one container, tagged as Rec. 709 so that players show the colours meant."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from ..core.units import SAMPLE_RATE_HZ

_AAC_FRAME = 1024  # samples
_SAMPLE_S = Fraction(1, SAMPLE_RATE_HZ)
_BT709 = 1  # primaries, transfer and matrix alike (ITU-T H.273)
_LIMITED = 1  # "TV" range
_FORMATS = {".mp4": "mp4", ".mkv": "matroska"}


@dataclass(frozen=True)
class Coding:
    """How a film is encoded."""

    crf: int = 18
    preset: str = "medium"
    audio_kbps: int = 320


class Film:
    """A film that grows by frames and blocks of sound, each in order."""

    def __init__(
        self, path: Path, suffix: str, size: tuple[int, int], fps: Fraction, channels: int, coding: Coding, comment: str
    ) -> None:
        options = {"movflags": "+faststart"} if suffix == ".mp4" else {}
        self._box = av.open(str(path), "w", format=_FORMATS[suffix], options=options)
        self._box.metadata["comment"] = comment
        self._video = self._box.add_stream("libx264", rate=fps)
        self._video.width, self._video.height = size
        self._video.pix_fmt = "yuv420p"
        self._video.options = {"crf": str(coding.crf), "preset": coding.preset}
        context = self._video.codec_context
        context.time_base = self._frame_s = 1 / fps
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.color_range = _LIMITED
        self._layout = {1: "mono", 2: "stereo"}[channels]
        self._sound = self._box.add_stream("aac", rate=SAMPLE_RATE_HZ, layout=self._layout)
        self._sound.bit_rate = coding.audio_kbps * 1000
        self._sound.codec_context.time_base = _SAMPLE_S
        self._frames = self._samples = 0
        self._waiting = np.zeros((0, channels), np.float32)

    def frame(self, rgb: np.ndarray) -> None:
        """Append a frame, ``(height, width, 3) uint8`` sRGB, the top row first."""
        picture = av.VideoFrame.from_ndarray(rgb, format="rgb24")
        picture = picture.reformat(format="yuv420p", dst_colorspace=_BT709, dst_color_range=_LIMITED)
        picture.pts, picture.time_base = self._frames, self._frame_s
        self._frames += 1
        self._box.mux(self._video.encode(picture))

    def sound(self, block: np.ndarray) -> None:
        """Append ``(n, channels) float32``."""
        self._waiting = np.concatenate([self._waiting, block])
        while len(self._waiting) >= _AAC_FRAME:
            self._encode(self._waiting[:_AAC_FRAME])
            self._waiting = self._waiting[_AAC_FRAME:]

    def close(self) -> None:
        """Write what is still held back, and the index."""
        if len(self._waiting):
            self._encode(self._waiting)
        self._box.mux(self._video.encode(None))
        self._box.mux(self._sound.encode(None))
        self._box.close()

    def abandon(self) -> None:
        """Close without caring what became of it."""
        with contextlib.suppress(Exception):
            self._box.close()

    def _encode(self, block: np.ndarray) -> None:
        planar = np.ascontiguousarray(block.T, np.float32)
        frame = av.AudioFrame.from_ndarray(planar, format="fltp", layout=self._layout)
        frame.sample_rate, frame.pts = SAMPLE_RATE_HZ, self._samples
        frame.time_base = _SAMPLE_S
        self._samples += len(block)
        self._box.mux(self._sound.encode(frame))
