"""One line to the person at the terminal."""

from __future__ import annotations

import sys


def say(text: str) -> None:
    """Print a line about the running program on stderr."""
    print(f"convocation: {text}", file=sys.stderr, flush=True)
