"""Configs in TOML, checked against a struct: an unknown key or a wrong value is one clear line."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from .errors import InputError

T = TypeVar("T")


def load(path: Path | str, kind: type[T]) -> T:
    """The file at ``path`` as ``kind``, a ``msgspec.Struct`` with ``forbid_unknown_fields``.

    Raises InputError where the file cannot be read, is no TOML, or does not fit.
    """
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise InputError(str(path), error.strerror or str(error), "a readable TOML file") from error
    try:
        return msgspec.toml.decode(raw, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise InputError(str(path), str(error), f"a valid {kind.__name__.lower()} file") from error
