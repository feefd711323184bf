"""Two kinds of error that reach a person, and how one line does. The command line gives each its exit code."""

from __future__ import annotations

import contextlib
import sys


class InputError(Exception):
    """The user's input is at fault (exit 2): where it is, what was found, what is expected."""

    exit_code = 2

    def __init__(self, where: str, found: str, expected: str) -> None:
        self.where, self.found, self.expected = where, found, expected
        super().__init__(f"{where}: found {found}; expected {expected}")


class MachineError(Exception):
    """The machine or the program failed (exit 1): no GL, no space on the disk, a part that broke."""

    exit_code = 1


def say(text: str) -> None:
    """One line to the person at the terminal, on stderr; nothing where nobody reads it any more."""
    one_line = " ".join(text.split())
    with contextlib.suppress(OSError):
        print(f"convocation: {one_line}", file=sys.stderr, flush=True)
