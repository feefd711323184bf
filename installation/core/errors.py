"""Two kinds of error that reach a person. The command line turns each into one line and an exit code."""

from __future__ import annotations


class InputError(Exception):
    """The user's input is at fault (exit 2): where it is, what was found, what is expected."""

    exit_code = 2

    def __init__(self, where: str, found: str, expected: str) -> None:
        self.where, self.found, self.expected = where, found, expected
        super().__init__(f"{where}: found {found}; expected {expected}")


class MachineError(Exception):
    """The machine or the program failed (exit 1): no GL, no space on the disk, a part that broke."""

    exit_code = 1
