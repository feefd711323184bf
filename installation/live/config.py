"""``configs/live.toml`` as structs: speakers, window, the evening, keys. Wrong values are one clear line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ..core.config import load
from ..core.gestures import Name
from ..core.performance import Header
from ..core.resources import folder
from ..surfaces.keyboard import Action, read_actions

Whole = Annotated[int, Meta(ge=0)]


class SpeakersConfig(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Where the sound goes. ``lead_ticks`` are kept ahead of the device's own block."""

    device: str | int = ""
    channels: Annotated[int, Meta(ge=1, le=64)] = 2
    lead_ticks: Annotated[int, Meta(ge=1, le=48)] = 4
    block_frames: Annotated[int, Meta(ge=0, le=8192)] = 0


class WindowConfig(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The picture's window. ``scale`` is the picture's size against the window's."""

    width: Annotated[int, Meta(ge=64, le=16384)] = 1280
    height: Annotated[int, Meta(ge=64, le=16384)] = 720
    fullscreen: bool = False
    display: Whole = 0
    quality: Literal["low", "medium", "high", "cinema"] = "medium"
    scale: Annotated[float, Meta(ge=0.1, le=2.0)] = 1.0
    max_fps: Annotated[int, Meta(ge=1, le=480)] = 60
    vsync: bool = True


class PictureConfig(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """``reload``: in a checkout, shaders and the score's colours are taken over as they are edited."""

    reload: bool = True


class EveningConfig(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What is played where no performance file says so."""

    score: Name = "evening"
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1)] = 7
    autopilot: Literal["auto", "on", "off"] = "off"

    def header(self) -> Header:
        modes: dict[str, bool | Literal["auto"]] = {"auto": "auto", "on": True, "off": False}
        return Header(score=self.score, seed=self.seed, autopilot=modes[self.autopilot])


class Live(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A live file."""

    speakers: SpeakersConfig = SpeakersConfig()
    window: WindowConfig = WindowConfig()
    picture: PictureConfig = PictureConfig()
    evening: EveningConfig = EveningConfig()
    keys: dict[str, str] = {}


def default_path() -> Path:
    """The file that is used where none is named."""
    return folder("configs") / "live.toml"


def read_live(path: Path | None = None) -> Live:
    """The live file at ``path``, its keys checked too. Raises InputError naming file and key."""
    path = path or default_path()
    live = load(path, Live)
    actions(live, path)
    return live


def actions(live: Live, path: Path | None = None) -> dict[str, Action]:
    """What its keys do, by name."""
    return read_actions(live.keys, str(path or default_path()))
