"""Arrays to bytes and back, for checkpoints: a plain npz without pickles, safe to load from a disk."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import BadZipFile

import numpy as np


def pack(arrays: Mapping[str, np.ndarray]) -> bytes:
    """The arrays as bytes; the same arrays give the same bytes."""
    file = BytesIO()
    np.savez(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def unpack(data: bytes, into: Mapping[str, np.ndarray]) -> None:
    """Write the bytes of ``pack`` into arrays of the same names and shapes; all or nothing.

    Raises ValueError where they do not fit or are damaged.
    """
    try:
        with np.load(BytesIO(data), allow_pickle=False) as file:
            found = {name: file[name] for name in file.files}
    except (BadZipFile, OSError, EOFError, KeyError, ValueError) as error:
        raise ValueError(f"sound checkpoint: {error}") from error
    if found.keys() != into.keys():
        odd = sorted(found.keys() ^ into.keys())
        raise ValueError(f"sound checkpoint: of another cast or version ({', '.join(odd[:3])})")
    for name, array in into.items():
        if found[name].shape != array.shape or found[name].dtype != array.dtype:
            raise ValueError(f"sound checkpoint: {name} is {found[name].shape}, expected {array.shape}")
    for name, array in into.items():
        array[...] = found[name]
