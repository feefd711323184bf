"""The picture's speed: blossoms beside Panda3D and pygfx, their cost as they grow many, Python's part, the passes.

Peers draw the same mesh at the same places with the same camera, picture size, cores and rasteriser threads, and read
their picture back. Figures are medians over rounds taken in turns, with the spread; ``cores_ms`` adds up the cores'
time, which a machine busy with other things moves less than the clock's.
"""

from __future__ import annotations

import platform
from importlib.metadata import version
from importlib.util import find_spec
from statistics import median
from typing import Any

import numpy as np

from .picture_frame import SIZE, Whole, moments, shares
from .picture_scene import COUNT, meshes, scene
from .picture_turns import Turns

for _peer in ("panda3d", "pygfx", "rendercanvas", "wgpu"):
    if find_spec(_peer) is None:
        raise ImportError(f"no module named {_peer!r}")

ROUNDS, FRAMES = 15, 4
GROWTH = (500, 5_000, 50_000, 500_000)
PLAIN_MOST = 50_000  # beyond it a frame without levels of detail takes seconds
GROWTH_ROUNDS = 5
PYTHON_FRAMES = 400
PASS_FRAMES = 16
QUALITIES = ("low", "medium", "high")
CONTENDERS = {
    "ours": "benchmarks.picture_ours:Ours",
    "levels of detail": "benchmarks.picture_levels:Levels",
    "panda3d": "benchmarks.picture_panda:Panda",
    "pygfx": "benchmarks.picture_pygfx:Pygfx",
}
GOALS = {
    "ours to panda3d": 1.05,
    "ours to pygfx": 0.4,
    "levels of detail to panda3d": 0.33,
    "levels of detail to pygfx": 0.33,
    "python, ms a frame": 1.0,
}


def run() -> dict[str, Any]:
    """Measure; returns figures ready for JSON."""
    pairs = moments()
    return {
        **peers(),
        **growth(),
        **python(pairs),
        **passes(pairs),
        "goals, at most": GOALS,
        "machine": {"cpu": _cpu(), "system": platform.platform(terse=True)},
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("moderngl", "numpy", "numba", "panda3d", "pygfx", "wgpu")},
        },
    }


def peers() -> dict[str, Any]:
    """The blossoms by all contenders, and ours as shares of the peers', round by round."""
    drawn = scene(COUNT)
    with Turns() as turns:
        for name, contender in CONTENDERS.items():
            turns.opened(name, contender, drawn)
        taken = turns.rounds(dict.fromkeys(CONTENDERS, FRAMES), ROUNDS)
    found: dict[str, Any] = {
        "blossoms": COUNT,
        "triangles a blossom": drawn.mesh.triangles,
        "triangles by level": [mesh.triangles for mesh in meshes()],
        "size": list(drawn.size),
        "rounds": ROUNDS,
        "cores": len(turns.cores),
        "drivers": turns.drivers,
    }
    for i, unit in enumerate(("ms", "cores_ms")):
        found[unit] = {name: spread(some[:, i]) for name, some in taken.items()}
        found[f"ratio of {unit}"] = {
            f"{own} to {peer}": spread(taken[own][:, i] / taken[peer][:, i])
            for own in ("ours", "levels of detail")
            for peer in ("panda3d", "pygfx")
        }
    return found


def growth() -> dict[str, Any]:
    """A frame's cost from hundreds to hundreds of thousands of blossoms, ms by the clock."""
    found: dict[str, Any] = {}
    for name in ("levels of detail", "ours"):
        counts = [count for count in GROWTH if name != "ours" or count <= PLAIN_MOST]
        with Turns() as turns:
            for count in counts:
                turns.opened(f"{count}", CONTENDERS[name], scene(count))
            taken = turns.rounds({f"{count}": 3 if count <= COUNT else 1 for count in counts}, GROWTH_ROUNDS)
        found[f"growth, ms, {name}"] = {count: spread(some[:, 0]) for count, some in taken.items()}
    return found


def python(pairs: list[Any]) -> dict[str, Any]:
    """Python's ms a frame of the whole piece, with a driver that draws nothing."""
    found: dict[str, Any] = {}
    for quality in QUALITIES:
        with Turns() as turns:
            turns.opened(quality, "benchmarks.picture_frame:Whole", pairs, quality, environment={"GALLIUM_NOOP": "1"})
            if not turns.drivers[quality].startswith("NOOP"):
                return {"python, ms a frame": f"not measured: {turns.drivers[quality]} has no no-op driver"}
            found[quality] = spread(turns.ask(quality, PYTHON_FRAMES)[:, 1])
    return {"python, ms a frame": found}


def passes(pairs: list[Any]) -> dict[str, Any]:
    """Each pass's ms and share of the whole piece's frame, by quality."""
    found: dict[str, Any] = {}
    for quality in QUALITIES:
        whole = Whole(pairs, quality, timed=True)
        taken = [whole.passes() for _ in range(PASS_FRAMES)]
        label = f"{quality}, {SIZE[0]}x{SIZE[1]}"
        found[f"passes, ms, {label}"] = {name: spread([frame[name] for frame in taken]) for name in taken[0]}
        found[f"frame, ms, {label}"] = spread([sum(frame.values()) for frame in taken])
        found[f"passes, share, {label}"] = {name: spread(some) for name, some in shares(taken).items()}
    return found


def spread(values: Any) -> dict[str, float]:
    """Median, least and most."""
    some = np.asarray(values, float).tolist()
    return {"median": median(some), "least": min(some), "most": max(some)}


def _cpu() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            return next(line.split(":", 1)[1].strip() for line in info if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


if __name__ == "__main__":
    import json

    print(json.dumps(run(), indent=1))
