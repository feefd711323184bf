"""Every way a command can end, as one line and an exit code; what nobody foresaw leaves its traceback in a log."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from ..core.errors import InputError, MachineError, say

DONE, FAILED, AT_FAULT = 0, 1, 2


class Interrupted(Exception):
    """Ctrl-C or SIGTERM, under a name of ours: click prints a blank line on its own for KeyboardInterrupt."""


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Turn whatever is raised inside into one line and ``SystemExit`` with the right code."""
    try:
        yield
    except (InputError, MachineError) as error:
        say(str(error))
        raise SystemExit(error.exit_code) from None
    except click.exceptions.Exit as error:
        raise SystemExit(error.exit_code) from None
    except click.UsageError as error:
        say(_usage(error))
        raise SystemExit(AT_FAULT) from None
    except click.ClickException as error:
        say(error.format_message())
        raise SystemExit(error.exit_code) from None
    except (Interrupted, KeyboardInterrupt, click.Abort):
        say("interrupted; what was not finished has been taken away")
        raise SystemExit(FAILED) from None
    except BrokenPipeError:
        # The reader of the output has gone (a pager, head): nothing is left to say, nor to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(FAILED) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        say(f"{where}{error.strerror or error}{_logged(error)}")
        raise SystemExit(FAILED) from None
    except Exception as error:
        say(f"{type(error).__name__}: {error}{_logged(error)}")
        raise SystemExit(FAILED) from None


def _usage(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx else "convocation"
    return f"{error.format_message().rstrip('.')} (see: {command} --help)"


def _logged(error: BaseException) -> str:
    """Write the traceback to a file; says where, or nothing where it cannot be written."""
    with contextlib.suppress(OSError):
        path = log_folder() / f"{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [" ".join(sys.argv), "\n", *traceback.format_exception(error)]
        path.write_text("".join(lines), "utf-8", "replace")
        return f" (traceback in {path})"
    return ""


def log_folder() -> Path:
    """Where logs of failures are kept."""
    import platformdirs

    return Path(platformdirs.user_log_dir("convocation", appauthor=False))
