"""The picture of a measurement: spectrogram, gestures and faults over the figures, on one axis of time."""

from __future__ import annotations

from pathlib import Path

import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .figures import Figures
from .panels import (
    INK,
    PAPER,
    QUIET,
    STYLE,
    coherence_panel,
    dissonance_panel,
    gesture_panel,
    loudness_panel,
    pitch_panel,
    spectrum_panel,
)

WIDTH_PX, HEIGHT_PX, DPI = 1600, 1000, 100


def draw(found: Figures, path: Path) -> None:
    """Write the plot of a medium with sound as PNG, 1600 x 1000 pixels."""
    with plt.rc_context(STYLE):
        figure = plt.figure(figsize=(WIDTH_PX / DPI, HEIGHT_PX / DPI), dpi=DPI)
        try:
            _compose(figure, found)
            figure.savefig(path, format="png", facecolor=PAPER, metadata={"Software": "convocation"})
        finally:
            plt.close(figure)


def _compose(figure: Figure, found: Figures) -> None:
    panels = [(dissonance_panel, 1.15), (coherence_panel, 1.15), (loudness_panel, 0.85)]
    if found.replay:
        panels.append((pitch_panel, 1.7))
    shares = [0.8 if found.replay else 0.01, 3.1, *(share for _, share in panels)]
    grid = figure.add_gridspec(
        len(shares), 1, height_ratios=shares, hspace=0.13, left=0.068, right=0.9, top=0.905, bottom=0.055
    )
    lane = figure.add_subplot(grid[0])
    axes = [figure.add_subplot(grid[1 + k], sharex=lane) for k in range(len(shares) - 1)]
    spectrum_panel(axes[0], found)
    for axis, (panel, _) in zip(axes[1:], panels, strict=True):
        panel(axis, found)
    _faults([lane, *axes], found)
    gesture_panel(lane, found)
    lane.set_xlim(found.start_s, found.start_s + max(found.length_s, 0.1))
    for axis in (lane, *axes[:-1]):
        axis.tick_params(labelbottom=False, bottom=False)
    axes[-1].set_xlabel("performance time, seconds", labelpad=3)
    _title(figure, found)


def _faults(axes: list[Axes], found: Figures) -> None:
    """A veil over all panels as deep as the worst open fault, so that cause and effect stand above one another."""
    if not found.replay or not found.replay.severity:
        return
    worst = np.max(list(found.replay.severity.values()), axis=0)
    at = found.replay.at_s
    for axis in axes[2:]:
        box = axis.get_ylim()
        axis.imshow(
            worst[None, ::6], extent=(at[0], at[-1], *box), aspect="auto", cmap=_veil(), vmin=0.0, vmax=1.0, zorder=0
        )
        axis.set_ylim(box)


def _veil() -> matplotlib.colors.Colormap:
    rose = matplotlib.colors.to_rgb("#ff5d73")
    return matplotlib.colors.LinearSegmentedColormap.from_list("veil", [(*rose, 0.0), (*rose, 0.20)])


def _title(figure: Figure, found: Figures) -> None:
    figure.text(0.068, 0.955, found.name, fontsize=17, color=INK, weight="light")
    figure.text(0.068, 0.931, _line(found), fontsize=9.5, color=QUIET)
    figure.text(0.9, 0.957, "CONVOCATION", fontsize=9, color=QUIET, ha="right")
    told = _story_line(found)
    if told:
        figure.text(0.9, 0.931, told, fontsize=9.5, color="#ff9fab", ha="right")


def _line(found: Figures) -> str:
    o = found.overall
    parts = [f"{found.length_s:.1f} s from {found.start_s:g} s"]
    if "integrated_lufs" in o:
        parts += [f"{_signed(o['integrated_lufs'])} LUFS", f"{_signed(o['true_peak_dbtp'])} dBTP"]
    if "frames" in o:
        parts += [f"{o['frames']} frames", f"flashes at most {o['flashes_max_per_s']} a second"]
    return "   ·   ".join(parts)


def _signed(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")


def _story_line(found: Figures) -> str:
    if not found.story:
        return ""
    s = found.story
    rough, tones = s["dissonance"], s["pitches"]
    return (
        f"{s['fault']}, {s['answered']}:  dissonance ×{rough['fault_to_before']:.1f}, then "
        f"×{rough['after_to_before']:.2f}   ·   pitches {tones['before']:.0f} → {tones['after']:.0f}"
    )
