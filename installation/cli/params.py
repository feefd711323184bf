"""Kinds of option values: read strictly, refused with what was found and what is expected."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import click

_SIZE = re.compile(r"(\d{1,6})[xX×](\d{1,6})")
_FRAMES = re.compile(r"(\d{1,9})-(\d{1,9})")
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,9})?")
_RATIO = re.compile(r"(\d{1,9})/(\d{1,9})")
LEAST_PX, MOST_PX = 16, 8192
LONGEST_S = 6 * 3600


class _Kind(click.ParamType):
    """Says the same thing in the same words for every kind."""

    expected = ""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        found = self.read(value)
        if found is None:
            shown = value if len(value) <= 40 else f"{value[:37]}..."
            self.fail(f"found {shown!r}; expected {self.expected}", param, ctx)
        return found

    def read(self, text: str) -> Any:
        raise NotImplementedError


class Size(_Kind):
    name = "WxH"
    expected = f"WIDTHxHEIGHT, even numbers from {LEAST_PX} to {MOST_PX}, such as 1280x720"

    def read(self, text: str) -> tuple[int, int] | None:
        match = _SIZE.fullmatch(text)
        size = (int(match[1]), int(match[2])) if match else None
        return size if size and all(LEAST_PX <= n <= MOST_PX and n % 2 == 0 for n in size) else None


class Seconds(_Kind):
    name = "SECONDS"
    expected = f"seconds from 0 to {LONGEST_S}, such as 12.5"

    def read(self, text: str) -> Fraction | None:
        seconds = Fraction(Decimal(text)) if _NUMBER.fullmatch(text) else None
        return seconds if seconds is not None and seconds <= LONGEST_S else None


class Rate(_Kind):
    name = "N"
    expected = "frames a second from 1 to 240, such as 30, 29.97 or 30000/1001"

    def read(self, text: str) -> Fraction | None:
        ratio = _RATIO.fullmatch(text)
        if ratio:
            rate = Fraction(int(ratio[1]), int(ratio[2])) if int(ratio[2]) else None
        else:
            rate = Fraction(Decimal(text)) if _NUMBER.fullmatch(text) else None
        return rate if rate is not None and 1 <= rate <= 240 else None


class Frames(_Kind):
    name = "A-B"
    expected = "FIRST-LAST, frame numbers in order, such as 100-110"

    def read(self, text: str) -> tuple[int, int] | None:
        match = _FRAMES.fullmatch(text)
        return (int(match[1]), int(match[2])) if match and int(match[1]) <= int(match[2]) else None


SEED = click.IntRange(0, 2**63 - 1)
QUALITY = click.Choice(["low", "medium", "high", "cinema"])
