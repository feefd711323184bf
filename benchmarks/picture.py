"""The picture's speed: blossoms beside Panda3D and pygfx, their cost as they grow many, Python's part, the passes.

Peers draw the same mesh at the same places with the same camera, picture size, cores and rasteriser threads, and read
their picture back. Figures are medians over rounds taken in turns, with the spread; ``cores_ms`` adds up the cores'
time, which a machine busy with other things moves less than the clock's.
"""

from __future__ import annotations

import platform
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

import numpy as np

from .figures import cpu, spread
from .picture_frame import Whole, moments, shares
from .picture_scene import COUNT, LEVEL, SIZE, VIEWS, meshes, scene
from .picture_turns import Turns

for _peer in ("panda3d", "pygfx", "rendercanvas", "wgpu"):
    if find_spec(_peer) is None:
        raise ImportError(f"no module named {_peer!r}")

ROUNDS, FRAMES = 11, 4
GROWTH = (500, 5_000, 50_000, 500_000)
PLAIN_MOST = 50_000  # beyond it a frame without levels of detail takes seconds
GROWTH_ROUNDS = 5
PYTHON_FRAMES = 12  # of each moment, a round
PASS_FRAMES = 16
QUALITIES = ("low", "medium", "high")
CONTENDERS = {
    "ours": "benchmarks.picture_ours:Ours",
    "ours in batches": "benchmarks.picture_ours:Batches",
    "levels of detail": "benchmarks.picture_levels:Levels",
    "panda3d": "benchmarks.picture_panda:Panda",
    "pygfx": "benchmarks.picture_pygfx:Pygfx",
}
PEERS = ("panda3d", "pygfx")
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
        "blossoms": COUNT,
        "triangles a blossom": meshes()[LEVEL].triangles,
        "triangles by level": [mesh.triangles for mesh in meshes()],
        "size": list(SIZE),
        "rounds": ROUNDS,
        **{key: value for view in VIEWS for key, value in peers(view).items()},
        **growth(),
        **python(pairs),
        **passes(pairs),
        "goals, at most": GOALS,
        "machine": {"cpu": cpu(), "system": platform.platform(terse=True)},
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("moderngl", "numpy", "numba", "panda3d", "pygfx", "wgpu")},
        },
    }


def peers(view: str) -> dict[str, Any]:
    """The blossoms in a view by all contenders, and ours as shares of the peers', round by round."""
    drawn = scene(COUNT, view)
    with Turns() as turns:
        for name, contender in CONTENDERS.items():
            turns.opened(name, contender, drawn)
        taken = turns.rounds(dict.fromkeys(CONTENDERS, FRAMES), ROUNDS)
    found: dict[str, Any] = {"drivers": turns.drivers, "cores": len(turns.cores)}
    for i, unit in enumerate(("ms", "cores_ms")):
        found[f"{view}, {unit}"] = {name: spread(some[:, i]) for name, some in taken.items()}
        found[f"{view}, ratio of {unit}"] = {
            f"{own} to {peer}": spread(taken[own][:, i] / taken[peer][:, i])
            for own in CONTENDERS
            for peer in PEERS
            if own not in PEERS
        }
    return found


def growth() -> dict[str, Any]:
    """A frame's cost from hundreds to hundreds of thousands of blossoms."""
    found: dict[str, Any] = {}
    for name in ("levels of detail", "ours"):
        counts = [count for count in GROWTH if name != "ours" or count <= PLAIN_MOST]
        with Turns() as turns:
            for count in counts:
                turns.opened(f"{count}", CONTENDERS[name], scene(count, "lake"))
            taken = turns.rounds({f"{count}": 3 if count <= COUNT else 1 for count in counts}, GROWTH_ROUNDS)
        for i, unit in enumerate(("ms", "cores_ms")):
            found[f"growth, {unit}, {name}"] = {count: spread(some[:, i]) for count, some in taken.items()}
    return found


def python(pairs: list[Any]) -> dict[str, Any]:
    """Python's ms a frame of the whole piece, with a driver that draws nothing: all moments, and the dearest one."""
    frames: dict[str, list[np.ndarray]] = {name: [] for name in QUALITIES}
    with Turns() as turns:
        for name in QUALITIES:
            turns.opened(name, "benchmarks.picture_frame:Whole", pairs, name, environment={"GALLIUM_NOOP": "1"})
            if not turns.drivers[name].startswith("NOOP"):
                return {"python, ms a frame": f"not measured: {turns.drivers[name]} has no no-op driver"}
        for _ in range(ROUNDS):
            for name in QUALITIES:
                frames[name].append(turns.ask(name, PYTHON_FRAMES * len(pairs))[:, 1].reshape(-1, len(pairs)))
    taken = {name: np.concatenate(some) for name, some in frames.items()}
    dearest = {name: some[:, np.argmax(np.median(some, axis=0))] for name, some in taken.items()}
    return {
        "python, ms a frame": {name: spread(some.ravel()) for name, some in taken.items()},
        "python, ms a frame, dearest moment": {name: spread(some) for name, some in dearest.items()},
    }


def passes(pairs: list[Any]) -> dict[str, Any]:
    """Each pass's ms and share of the whole piece's frame, by quality; and the rooms that are drawn, or failed to."""
    found: dict[str, Any] = {}
    for quality in QUALITIES:
        whole = Whole(pairs, quality, timed=True)
        taken = [whole.passes() for _ in range(PASS_FRAMES)]
        label = f"{quality}, {SIZE[0]}x{SIZE[1]}"
        found |= {"rooms": whole.rooms, "rooms left out": whole.left_out or "none"}
        found[f"passes, ms, {label}"] = {name: spread([frame[name] for frame in taken]) for name in taken[0]}
        found[f"frame, ms, {label}"] = spread([sum(frame.values()) for frame in taken])
        found[f"passes, share, {label}"] = {name: spread(some) for name, some in shares(taken).items()}
    return found


if __name__ == "__main__":
    import json

    print(json.dumps(run(), indent=1))
