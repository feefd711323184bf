"""The figures of one medium as a person reads them: overall, its story, and a table of seconds."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

import numpy as np
from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from ..measure.figures import Figures

WIDTH = 120  # columns, where this is no terminal
MOST_ROWS = 48  # longer media show every second, third … second
_COLUMNS = {
    "dissonance": ("dissonance", 3),
    "onset_index": ("onset index", 3),
    "onset_spread_ms": ("spread, ms", 2),
    "loudness_lufs": ("LUFS", 1),
    "coherence": ("coherence", 3),
    "pitches": ("pitches", 0),
}


def show(found: Figures) -> None:
    """Print it on the standard output."""
    parts = [Text(f"\n{found.name}", style="bold"), Text(_overall(found), style="dim")]
    if found.pictures:
        parts.append(Text(_pictures(found), style="dim"))
    if found.story:
        parts.append(Text(_story(found), style="yellow"))
    if found.per_second:
        parts.append(_seconds(found))  # type: ignore[arg-type]
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    console.print(Group(*parts))


def _overall(found: Figures) -> str:
    o = found.overall
    parts = [f"{found.length_s:.2f} s from {found.start_s:g} s"]
    if "integrated_lufs" in o:
        parts += [
            f"{o['integrated_lufs']:.1f} LUFS", f"true peak {o['true_peak_dbtp']:.2f} dBTP",
            f"dissonance {_number(o['dissonance_median'], 3)}", f"gaps {o['gaps']}", f"clicks {o['clicks']}",
        ]  # fmt: skip
    return " · ".join(parts)


def _pictures(found: Figures) -> str:
    o = found.overall
    fails: dict[str, int] = {}
    for picture in found.pictures:
        for name in picture["failed"]:
            fails[name] = fails.get(name, 0) + 1
    often = ", ".join(f"{name} ({count})" for name, count in sorted(fails.items(), key=lambda item: -item[1])[:4])
    return (
        f"{o['frames']} frames · flashes at most {o['flashes_max_per_s']} a second (red {o['red_flashes_max_per_s']})"
        f" · {o['frames_passing_percent']:.0f} % of {len(found.pictures)} judged frames pass"
        f" (gates failed: median {o['gates_failed_median']:.0f}, most {o['gates_failed_most']})"
        + (f" · failing most: {often}" if often else "")
    )


def _story(found: Figures) -> str:
    assert found.story is not None
    s = found.story
    rough, tones, world, index = s["dissonance"], s["pitches"], s["coherence"], s["onset_index"]
    return (
        f"{s['fault']} from {s['began_s']:g} s, {s['answered']}: dissonance {_number(rough['before'], 3)} → "
        f"{_number(rough['fault'], 3)} (×{_number(rough['fault_to_before'], 2)}) → {_number(rough['after'], 3)} "
        f"(×{_number(rough['after_to_before'], 2)}) · pitches {_number(tones['before'], 0)} → "
        f"{_number(tones['after'], 0)} · coherence {_number(world['before'], 2)} → {_number(world['least'], 2)} → "
        f"{_number(world['after'], 3)} · onset index {_number(index['before'], 2)} → {_number(index['least'], 2)} → "
        f"{_number(index['after'], 2)}"
    )


def _seconds(found: Figures) -> Table:
    every = max(-(-len(found.seconds) // MOST_ROWS), 1)
    table = Table(box=box.SIMPLE_HEAD, header_style="dim", pad_edge=False)
    table.add_column("second", justify="right", no_wrap=True)
    shown = {name: spec for name, spec in _COLUMNS.items() if name in found.per_second}
    for title, _ in shown.values():
        table.add_column(title, justify="right", no_wrap=True)
    faults = {name: values for name, values in found.severity.items() if values.max(initial=0.0) > 0.0}
    for name in faults:
        table.add_column(name, justify="left", min_width=10)
    for k in range(0, len(found.seconds), every):
        cells = [_number(float(found.per_second[name][k]), digits) for name, (_, digits) in shown.items()]
        bars = [_bar(float(values[k])) for values in faults.values()]
        table.add_row(f"{found.seconds[k]:g}", *cells, *bars)
    return table


def _bar(severity: float) -> Text:
    return Text("▇" * int(np.ceil(10 * severity - 1e-9)), style="red")


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None or not isfinite(value) else f"{value:.{digits}f}"
