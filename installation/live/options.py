"""What ``perform`` was asked for, handed to its processes as one JSON argument."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import msgspec
from msgspec import Meta

from ..core.errors import InputError, MachineError
from ..core.performance import Performance, read
from .config import Live, read_live
from .say import log, log_path, say, start_log


class Options(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """None leaves a choice to the config. ``folder`` and what follows it are the session's to set."""

    config: str | None = None
    fullscreen: bool | None = None
    display: Annotated[int, Meta(ge=0)] | None = None
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1)] | None = None
    autopilot: Literal["auto", "on", "off"] | None = None
    performance: str | None = None
    record: str | None = None
    for_s: Annotated[float, Meta(gt=0.0)] | None = None
    silent: bool = False
    folder: str | None = None
    parent: int = 0
    reopened: bool = False  # the window before this one has died

    def live(self) -> Live:
        """The live config with what the command line chose instead. Raises InputError."""
        live = read_live(Path(self.config) if self.config else None)
        picture = {"fullscreen": self.fullscreen, "display": self.display}
        evening = {"seed": self.seed, "autopilot": self.autopilot}
        return msgspec.structs.replace(
            live,
            window=msgspec.structs.replace(live.window, **_given(picture)),
            evening=msgspec.structs.replace(live.evening, **_given(evening)),
        )

    def script(self) -> Performance:
        """The performance to replay, or an empty one of the evening that the config names. Raises InputError."""
        if self.performance is None:
            return Performance(self.live().evening.header())
        found = read(self.performance)
        chosen = _given({"seed": self.seed, "autopilot": self._mode()})
        return Performance(msgspec.structs.replace(found.header, **chosen), found.gestures)

    def _mode(self) -> bool | str | None:
        return {"on": True, "off": False, "auto": "auto", None: None}[self.autopilot]


def _given(fields: dict) -> dict:
    return {name: value for name, value in fields.items() if value is not None}


def run_process(body: Callable[[Options], int]) -> NoReturn:
    """Run a process's body on the options of its one argument, then leave with its exit code.

    The body has put everything away; the farewells of drivers and compilers take longer than a person waits for.
    """
    start_log()
    code = _code(body)
    logging.shutdown()
    sys.stderr.flush()
    os._exit(code)


def _code(body: Callable[[Options], int]) -> int:
    """The exit code of a body; errors become one line."""
    text = sys.argv[1] if len(sys.argv) > 1 else "{}"
    try:
        return body(msgspec.json.decode(text, type=Options))
    except msgspec.MsgspecError as error:
        say(f"options: {error}")
        return InputError.exit_code
    except SystemExit as asked:
        return int(asked.code or 0)
    except (InputError, MachineError) as error:
        say(str(error))
        return error.exit_code
    except Exception as error:
        log.exception("%s: %s (the log %s says where)", type(error).__name__, error, log_path())
        return MachineError.exit_code
