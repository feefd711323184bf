"""The panels of the plot, one function each. Every line is labelled where it ends; legends are not needed."""

from __future__ import annotations

import itertools
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from scipy.signal import spectrogram

from ..core import gestures as g
from ..core.units import TICK_RATE_HZ
from . import dissonance
from .figures import Figures

PAPER, PANEL, INK, QUIET = "#0a0c13", "#0f121c", "#dfe5f3", "#7d879e"
SILVER, GOLD, ROSE, TEAL, VIOLET = "#a9c1ff", "#f3c878", "#ff7184", "#6fdcc8", "#b79dff"
STYLE: Any = {
    "font.family": "DejaVu Sans", "font.size": 9, "text.color": INK, "axes.labelcolor": QUIET, "axes.facecolor": PANEL,
    "axes.edgecolor": "#232a3c", "axes.linewidth": 0.8, "axes.grid": True, "grid.color": "#1b2131",
    "grid.linewidth": 0.7,
    "xtick.color": QUIET, "ytick.color": QUIET, "xtick.labelsize": 8.5, "ytick.labelsize": 8, "axes.axisbelow": True,
    "xtick.major.size": 0, "ytick.major.size": 0, "lines.solid_capstyle": "round",
}  # fmt: skip
_NIGHT = mpl.colors.LinearSegmentedColormap.from_list(
    "night", ["#0a0c13", "#161b3a", "#31317a", "#7447a3", "#c9648f", "#f5a66d", "#ffe9b8"]
)
_LOWEST_HZ, _HIGHEST_HZ = 40.0, 14_000.0
_HZ_TICKS = (50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def spectrum_panel(axis: Axes, found: Figures) -> None:
    """Level by time and frequency, on a logarithmic scale of frequency."""
    axis.set_ylabel("frequency, Hz", labelpad=6)
    axis.grid(False)
    if found.sound is None:
        return
    mono = found.sound.samples.mean(axis=1)
    size = min(8192, len(mono))
    step = max(len(mono) // 2400, 256)
    hz, at, power = spectrogram(mono, found.sound.rate_hz, nperseg=size, noverlap=max(size - step, 0))
    rows = np.geomspace(_LOWEST_HZ, min(_HIGHEST_HZ, found.sound.rate_hz / 2), 420)
    db = 10.0 * np.log10(np.maximum(power, 1e-16))
    db = np.apply_along_axis(lambda column: np.interp(rows, hz, column), 0, db)
    db += 3.0 * np.log2(rows / 1000.0)[:, None]  # music falls by about 3 dB an octave: shown level
    top = np.percentile(db, 99.7)
    mesh = axis.pcolormesh(
        found.start_s + at, rows, db, cmap=_NIGHT, vmin=top - 62, vmax=top, shading="nearest", rasterized=True
    )
    axis.set_yscale("log")
    axis.set_ylim(rows[0], rows[-1])
    axis.set_yticks([t for t in _HZ_TICKS if t < rows[-1]])
    axis.yaxis.set_major_formatter(mpl.ticker.FuncFormatter(lambda v, _: f"{v / 1000:g} k" if v >= 1000 else f"{v:g}"))
    axis.yaxis.set_minor_locator(mpl.ticker.NullLocator())
    scale = axis.inset_axes((1.012, 0.04, 0.006, 0.5))
    bar = axis.figure.colorbar(mesh, cax=scale, ticks=[top - 60, top - 40, top - 20, top])
    bar.ax.set_yticklabels(["−60", "−40", "−20", "0 dB"], fontsize=7.5)
    bar.outline.set_visible(False)


def gesture_panel(axis: Axes, found: Figures) -> None:
    """What the operator does: held gestures as ribbons, single ones as marks with their names."""
    axis.set_ylim(0.0, 1.0)
    axis.set_yticks([])
    axis.grid(False)
    for side in axis.spines.values():
        side.set_visible(False)
    if not found.replay:
        axis.set_visible(False)
        return
    axis.set_ylabel("gestures", labelpad=24)
    ribbons = {"breathe": (0.44, TEAL, "value"), "palms": (0.22, SILVER, "left"), "raise": (0.0, GOLD, "value")}
    for name, (base, colour, leaf) in ribbons.items():
        _ribbon(axis, found, name, base, colour, leaf)
    _marks(axis, found)


def _ribbon(axis: Axes, found: Figures, name: str, base: float, colour: str, leaf: str) -> None:
    assert found.replay is not None
    chosen = [x for x in found.replay.gestures if x.__struct_config__.tag == name]
    at = [0.0, *(x.tick / TICK_RATE_HZ for x in chosen), found.start_s + found.length_s]
    values = [0.0, *(float(getattr(x, leaf)) for x in chosen)]
    values.append(values[-1])
    axis.fill_between(at, base, base + 0.19 * np.array(values), step="post", color=colour, alpha=0.75, lw=0)
    axis.plot([found.start_s, found.start_s + found.length_s], [base, base], color=colour, lw=0.6, alpha=0.5)
    axis.annotate(name, (1.006, base), xycoords=("axes fraction", "data"), color=colour, fontsize=8, va="bottom")


def _marks(axis: Axes, found: Figures) -> None:
    assert found.replay is not None
    told = -1e9
    for gesture in found.replay.gestures:
        at = gesture.tick / TICK_RATE_HZ
        if not found.start_s <= at <= found.start_s + found.length_s:
            continue
        match gesture:
            case g.Trouble(fault=fault):
                _flag(axis, found, at, f"{fault} begins", ROSE)
            case g.Invite(fault=fault):
                _flag(axis, found, at, f"{fault} invited", GOLD)
            case g.Scene(name=name):
                _flag(axis, found, at, name, VIOLET)
            case g.Will():
                axis.plot([at], [0.74], marker="o", ms=4, color=VIOLET, clip_on=False)
                if at - told > 0.12 * found.length_s:
                    axis.annotate("will", (at, 0.8), color=VIOLET, fontsize=7.5, ha="center")
                    told = at


def _flag(axis: Axes, found: Figures, at: float, text: str, colour: str) -> None:
    """A name above, and a line through every panel."""
    right = at > found.start_s + 0.88 * found.length_s
    axis.annotate(
        text, (at, 1.0), xytext=(-5 if right else 5, 0), textcoords="offset points", color=colour, fontsize=9.5,
        va="top", ha="right" if right else "left", annotation_clip=False,
    )  # fmt: skip
    for other in axis.figure.axes:
        if other is axis or other.get_shared_x_axes().joined(axis, other):
            other.axvline(at, color=colour, lw=1.0, alpha=0.85, zorder=5)


def dissonance_panel(axis: Axes, found: Figures) -> None:
    """Sensory dissonance: each window faint, the median of five seconds bold."""
    axis.set_ylabel("dissonance", labelpad=6)
    if found.sound is None:
        return
    at, rough = dissonance.over_time(found.sound.samples, found.sound.rate_hz)
    at = at + found.start_s
    axis.plot(at, rough, color=ROSE, lw=0.8, alpha=0.4)
    smooth = [np.nanmedian(rough[max(k - 4, 0) : k + 5]) if np.isfinite(rough[k]) else np.nan for k in range(len(at))]
    axis.plot(at, smooth, color=ROSE, lw=1.8)
    highest = np.nanpercentile(rough, 99.5) if np.isfinite(rough).any() else 1.0
    axis.set_ylim(0.0, max(1.2 * highest, 1e-3))
    _end(axis, "sensory\ndissonance", ROSE, _last(np.array(smooth)))


def coherence_panel(axis: Axes, found: Figures) -> None:
    """What the world knows of its timing, and what is heard of it."""
    axis.set_ylabel("timing", labelpad=6)
    axis.set_ylim(-0.03, 1.12)
    axis.set_yticks([0.0, 0.5, 1.0])
    index = found.per_second.get("onset_index")
    known = found.replay is not None
    if index is not None:
        axis.plot(found.seconds + 0.5, index, color=GOLD, lw=1.3, marker="o", ms=2.6)
        _end(axis, "onset index\n(heard)", GOLD, 0.25 if known else _last(index))
    if found.replay:
        axis.plot(found.replay.at_s, found.replay.coherence, color=SILVER, lw=1.8)
        _end(axis, "coherence\n(world)", SILVER, 0.85)


def loudness_panel(axis: Axes, found: Figures) -> None:
    """Short-term loudness, and the whole programme's."""
    axis.set_ylabel("LUFS", labelpad=6)
    level = found.per_second.get("loudness_lufs")
    if level is None:
        return
    whole = found.overall["integrated_lufs"]
    axis.plot(found.seconds + 1.0, np.maximum(level, -70.0), color=TEAL, lw=1.6)
    axis.axhline(whole, color=TEAL, lw=0.8, ls=(0, (2, 3)), alpha=0.8)
    heard = level[level > -70.0]
    low, high = (heard.min(), heard.max()) if len(heard) else (-60.0, -20.0)
    axis.set_ylim(min(low, whole) - 2.0, max(high, whole) + 2.0)
    axis.yaxis.set_major_locator(mpl.ticker.MaxNLocator(3, integer=True))
    _end(axis, f"loudness, 3 s\nwhole {whole:.1f}", TEAL, whole)


def pitch_panel(axis: Axes, found: Figures) -> None:
    """Every sounding pitch as a thread, and how many distinct ones there are."""
    assert found.replay is not None
    axis.set_ylabel("pitches, Hz", labelpad=6)
    tones, at = found.replay.tones_hz[::6], found.replay.at_s[::6]
    rooms = list(dict.fromkeys(found.replay.voices))
    colours = dict(zip(rooms, itertools.cycle((VIOLET, SILVER, TEAL, GOLD, ROSE)), strict=False))
    for voice, room in enumerate(found.replay.voices):
        axis.plot(at, tones[:, voice], color=colours[room], lw=1.4, alpha=0.9)
    for k, room in enumerate(rooms):
        axis.annotate(room, (0.008 + 0.06 * k, 0.88), xycoords="axes fraction", color=colours[room], fontsize=8.5)
    axis.set_yscale("log", base=2)
    known = tones[np.isfinite(tones)]
    if len(known):
        axis.set_ylim(known.min() / 1.25, known.max() * 1.7)
    axis.yaxis.set_major_locator(mpl.ticker.LogLocator(base=2))
    axis.yaxis.set_major_formatter(mpl.ticker.FuncFormatter(lambda v, _: f"{v:g}"))
    axis.yaxis.set_minor_locator(mpl.ticker.NullLocator())
    count = axis.twinx()
    count.grid(False)
    count.plot(found.replay.at_s, found.replay.pitches, color=INK, lw=1.0, ls=(0, (1, 1.5)), drawstyle="steps-post")
    count.set_ylim(0, max(int(found.replay.pitches.max()) + 2, 4))
    count.yaxis.set_major_locator(mpl.ticker.MaxNLocator(4, integer=True))
    count.tick_params(axis="y", colors=INK, labelsize=8)
    for side in count.spines.values():
        side.set_visible(False)
    count.set_ylabel("distinct pitches (dotted)", color=INK, fontsize=8.5, labelpad=8)


def _end(axis: Axes, text: str, colour: str, height: float) -> None:
    """A label beside the panel, at the height of what it names."""
    axis.annotate(
        text, (1.012, height), xycoords=("axes fraction", "data"), color=colour, fontsize=8.5, va="center",
        linespacing=1.25,
    )  # fmt: skip


def _last(values: np.ndarray) -> float:
    known = values[np.isfinite(values)]
    return float(known[-1]) if len(known) else 0.0
