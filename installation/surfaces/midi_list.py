"""The MIDI inputs there are, asked in a process of its own: ``python -m installation.surfaces.midi_list [SYSTEM]``.

Asking can crash or hang where a server has died, and libraries print what they like; none of it reaches who asks.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

WAIT_S = 10.0


def list_inputs(system: str = "auto") -> list[str]:
    """Names of the inputs, as ``[midi] ports`` can name them; none where there is no MIDI."""
    command = [sys.executable, "-m", __spec__.name, system]
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=WAIT_S, check=True)
        return json.loads(done.stdout.splitlines()[-1])
    except (subprocess.SubprocessError, OSError, ValueError, IndexError):
        return []


def main() -> None:
    from .midi_backends import NoMidi, hush, open_backend

    hush()
    try:
        found = open_backend(sys.argv[1]).names()  # type: ignore[arg-type]
    except NoMidi:
        found = []
    print(json.dumps(found), flush=True)
    os._exit(0)  # a library that says farewell to a dead server can crash


if __name__ == "__main__":
    main()
