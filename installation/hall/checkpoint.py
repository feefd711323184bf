"""A checkpoint of the world: every part's memory, exact to the bit, in a format that is safe to load."""

from __future__ import annotations

import io
from collections.abc import Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from ..core.errors import InputError

if TYPE_CHECKING:
    from .world import World

_OWN = ("tick", "dream_s", "evening_at_s", "over")
_PARTS = (
    "conductor",
    "conductor.cameras",
    "operator",
    "troubles",
    "coupling",
    "harmony",
    "notes",
    "stagehand",
    "drama",
    "autopilot",
)


def pack(world: World) -> bytes:
    """All memory of the world, and its moment, as the bytes of an ``.npz`` file."""
    arrays = {f"{path}": np.asarray(getattr(owner, name)) for path, owner, name in _memory(world)}
    for room, model in world.models.by_room.items():
        arrays |= {f"model/{room}/{name}": array for name, array in model.memory.items()}
    arrays["identity"] = np.array([world.seed, world.layout.dtype.itemsize, world.score.version], np.int64)
    arrays["moment"] = np.frombuffer(world.moment.tobytes(), np.uint8)
    arrays["distinct"] = np.asarray(world._publisher._distinct)
    out = io.BytesIO()
    np.savez(out, **arrays)  # type: ignore[arg-type]
    return out.getvalue()


def unpack(world: World, data: bytes) -> None:
    """Put a checkpoint's memory back. Raises InputError where it is damaged or of another world."""
    try:
        saved = dict(np.load(io.BytesIO(data), allow_pickle=False))
        if saved["identity"].tolist() != [world.seed, world.layout.dtype.itemsize, world.score.version]:
            raise InputError("checkpoint", "another evening", "the same score, cast and seed")
        values = {(id(owner), name): saved[path] for path, owner, name in _memory(world)}
        for path, owner, name in _memory(world):
            if saved[path].shape != np.shape(getattr(owner, name)):
                raise InputError("checkpoint", f"{path} of another shape", "the same score, cast and seed")
        models = [(a, saved[f"model/{r}/{n}"]) for r, m in world.models.by_room.items() for n, a in m.memory.items()]
        moment = saved["moment"].tobytes()
        world._publisher._distinct = int(saved["distinct"])
    except (KeyError, ValueError, OSError, EOFError, BadZipFile) as error:
        raise InputError("checkpoint", str(error) or "damaged data", "a whole checkpoint") from error
    for _, owner, name in _memory(world):
        _put(owner, name, values[id(owner), name])
    for array, value in models:
        array[...] = value
    world.moment.reshape(1).view(np.uint8)[:] = np.frombuffer(moment, np.uint8)


def _memory(world: World) -> Iterator[tuple[str, Any, str]]:
    """(path, owner, attribute) of everything that a checkpoint holds but the models."""
    yield from ((f"world/{name}", world, name) for name in _OWN)
    for part in _PARTS:
        owner = attrgetter(part)(world)
        yield from ((f"{part}/{name}", owner, name) for name in owner.memory)


def _put(owner: Any, name: str, value: np.ndarray) -> None:
    """Restore an attribute in its own kind: arrays in place, numbers as Python numbers."""
    now = getattr(owner, name)
    if isinstance(now, np.ndarray):
        now[...] = value
    else:
        setattr(owner, name, type(now)(value.item()))
