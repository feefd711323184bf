"""``configs/offline.toml`` as structs: what is rendered where the command line does not say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ..core.config import load
from ..core.resources import folder

Level = Literal["low", "medium", "high", "cinema"]
Preset = Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"]
Factor = Annotated[int, Meta(ge=0, le=40)]


class PictureConfig(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Size in pixels, frames a second, quality of the picture."""

    width: Annotated[int, Meta(ge=16, le=8192, multiple_of=2)] = 1920
    height: Annotated[int, Meta(ge=16, le=8192, multiple_of=2)] = 1080
    fps: Annotated[float, Meta(ge=1.0, le=240.0)] = 30.0
    quality: Level = "high"


class FilmConfig(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How films are encoded: by quality, x264's constant rate factor and preset."""

    audio_kbps: Annotated[int, Meta(ge=64, le=512)] = 320
    crf: dict[Level, Factor] = msgspec.field(default_factory=dict)
    preset: dict[Level, Preset] = msgspec.field(default_factory=dict)


class OfflineConfig(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """An offline file."""

    picture: PictureConfig = PictureConfig()
    film: FilmConfig = FilmConfig()


def read_offline(path: Path | None = None) -> OfflineConfig:
    """The offline file at ``path``, else the one that comes with the piece. Raises InputError."""
    return load(path or folder("configs") / "offline.toml", OfflineConfig)
