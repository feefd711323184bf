"""All figures of one medium, as ``inspect`` shows them: a second each, overall, of its pictures, and its story."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import numpy as np

from ..core.units import TICK_RATE_HZ
from . import continuity, dissonance, gates, loudness
from .beat import Beat, beat_of
from .flashes import FlashMeter
from .media import Media, Sound
from .onsets import onsets
from .replay import Replay
from .story import Series, story
from .windows import per_second

GATE_EVERY_S = 1.0
SCRAP_S = 0.05  # a last second shorter than this is what a codec has padded


@dataclass
class Figures:
    """``seconds``: performance time at which each second begins; ``per_second``: an array each, NaN where unknown."""

    name: str
    start_s: float = 0.0
    length_s: float = 0.0
    per_second: dict[str, np.ndarray] = field(default_factory=dict)
    severity: dict[str, np.ndarray] = field(default_factory=dict)
    overall: dict[str, Any] = field(default_factory=dict)
    pictures: list[dict[str, Any]] = field(default_factory=list)
    story: dict[str, Any] | None = None
    sound: Sound | None = None
    replay: Replay | None = None

    @property
    def seconds(self) -> np.ndarray:
        count = max((len(v) for v in self.per_second.values()), default=0)
        return self.start_s + np.arange(count)

    def plain(self) -> dict[str, Any]:
        """All of it as JSON can hold it; what is unknown becomes null."""
        rows = dict(self.per_second.items())
        return _plain(
            {
                "medium": self.name,
                "start_s": self.start_s,
                "length_s": self.length_s,
                "per_second": {"at_s": self.seconds, **rows, **({"severity": self.severity} if self.replay else {})},
                "overall": self.overall,
                "pictures": self.pictures,
                "story": self.story,
            }
        )


def measure(media: Media, replay: Replay | None = None, start_s: float | None = None) -> Figures:
    """Measure a medium. ``start_s`` overrides where in its performance it says that it begins."""
    sound = media.sound()
    found = Figures(media.path.name, sound=sound, replay=replay)
    found.start_s = (sound.start_s if sound else 0.0) if start_s is None else start_s
    if sound and len(sound.samples):
        _hear(found, sound, media.path.stem)
    if media.seen:
        _look(found, media)
    if replay:
        _world(found, replay)
    return found


def _hear(found: Figures, sound: Sound, stem: str) -> None:
    samples, rate = sound.samples, sound.rate_hz
    found.length_s = sound.length_s
    seconds = max(int(np.ceil(sound.length_s - SCRAP_S)), 1)
    at_s, rough = dissonance.over_time(samples, rate)
    beat = beat_of(onsets(samples, rate), seconds, found.start_s, found.replay, stem)
    found.per_second |= {
        "dissonance": per_second(at_s, rough, seconds),
        "onset_index": beat.index,
        "onset_spread_ms": beat.spread_ms,
        "onset_centre_ms": beat.centre_ms,
        "loudness_lufs": loudness.short_term_lufs(samples, rate)[:seconds],
    }
    gaps, clicks = continuity.gaps(samples), continuity.clicks(samples)
    found.overall |= {
        "integrated_lufs": loudness.integrated_lufs(samples, rate),
        "true_peak_dbtp": loudness.true_peak_dbtp(samples, rate),
        "beat_s": beat.beat_s,
        "dissonance_median": _median(rough),
        "onset_index_median": _median(beat.index),
        "gaps": len(gaps),
        "longest_gap_samples": max((g.length for g in gaps), default=0),
        "clicks": len(clicks),
    }
    if found.replay:
        _tell(found, Series(found.start_s + at_s, rough), beat, seconds)


def _tell(found: Figures, rough: Series, beat: Beat, seconds: int) -> None:
    assert found.replay is not None
    index = Series(found.start_s + np.arange(seconds) + 0.5, beat.index)
    end_s = found.start_s + found.length_s
    found.story = story(found.replay, rough, index, found.start_s, end_s)


def _look(found: Figures, media: Media) -> None:
    """One pass over the frames: every one for flashes, one a second for the gates."""
    meter, due, count, last = FlashMeter(), 0.0, 0, 0.0
    for at_s, rgb in media.frames():
        meter.frame(at_s, rgb)
        count, last = count + 1, at_s
        if at_s >= due - 1e-6:
            due += GATE_EVERY_S
            values = gates.metrics(rgb)
            found.pictures.append({"at_s": found.start_s + at_s, **values, "failed": gates.failed(values)})
    found.length_s = max(found.length_s, last)
    fails = [len(p["failed"]) for p in found.pictures]
    found.overall |= {
        "frames": count,
        "flashes_max_per_s": meter.worst,
        "red_flashes_max_per_s": meter.red,
        "gates_failed_median": float(np.median(fails)) if fails else float("nan"),
        "gates_failed_most": max(fails, default=0),
        "frames_passing_percent": 100.0 * float(np.mean([f <= gates.MAY_FAIL for f in fails])) if fails else 0.0,
    }


def _world(found: Figures, replay: Replay) -> None:
    """The world's own figures at the middle of each second."""
    seconds = len(found.per_second.get("dissonance", ())) or max(int(np.ceil(found.length_s)), 1)
    at = np.round((found.start_s + np.arange(seconds) + 0.5) * TICK_RATE_HZ).astype(int)
    at = np.clip(at, 0, len(replay.bar) - 1)
    found.per_second |= {"coherence": replay.coherence[at], "pitches": replay.pitches[at]}
    found.severity = {fault: values[at] for fault, values in replay.severity.items()}


def _median(values: np.ndarray) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return [_plain(item) for item in value.tolist()]
    if isinstance(value, float):
        return round(value, 6) if isfinite(value) else None
    return value
