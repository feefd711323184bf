"""Configs in TOML, checked against a struct: an unknown key or a wrong value is one clear line."""

from __future__ import annotations

from math import isfinite
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
        made = msgspec.toml.decode(raw, type=kind)
        _refuse_unbounded(msgspec.to_builtins(made))
        return made
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise InputError(str(path), str(error), f"a valid {kind.__name__.lower()} file") from error


def _refuse_unbounded(value: object) -> None:
    """TOML knows ``nan`` and ``inf``; no setting of the piece may be one. Raises ValueError."""
    if isinstance(value, float) and not isfinite(value):
        raise ValueError(f"number {value}, which is not finite")
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    for each in inner:
        _refuse_unbounded(each)
