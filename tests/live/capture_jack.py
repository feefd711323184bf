"""Run by path: captures what PortAudio's first two ports send to a JACK server until SIGTERM, as raw float32.

Says which periods the server skipped: some as the stream ends, others are the server's own failure.
"""

from __future__ import annotations

import signal
import sys
import time

import jack
import numpy as np

SECONDS = 120

client = jack.Client("capture", no_start_server=True, servername=sys.argv[1])
kept = np.zeros((SECONDS * 48_000, 2), np.float32)
ports = [client.inports.register(f"in_{n}") for n in (1, 2)]
skipped: list[str] = []
state = {"at": 0, "connected": False}


@client.set_process_callback
def process(frames: int) -> None:
    at = state["at"]
    if state["connected"] and at + frames <= len(kept):
        for column, port in enumerate(ports):
            kept[at : at + frames, column] = port.get_array()
        state["at"] = at + frames


@client.set_xrun_callback
def xrun(delayed_usecs: float) -> None:
    if state["connected"]:
        skipped.append(f"{state['at'] / 48_000:.2f} s")


def connect() -> None:
    """As soon as the stream is there."""
    sources = [
        p for p in client.get_ports(is_output=True, is_audio=True) if not p.name.startswith(("system", "capture"))
    ]
    if len(sources) >= 2:
        for source, port in zip(sources[:2], ports, strict=True):
            client.connect(source, port)
        state["connected"] = True


stop: list[int] = []
signal.signal(signal.SIGTERM, lambda signum, frame: stop.append(signum))
client.activate()
while not stop:
    if not state["connected"]:
        connect()
    time.sleep(0.005)
client.deactivate()
client.close()
kept[: state["at"]].tofile(sys.argv[2])
if skipped:
    print("the server itself skipped periods at", ", ".join(skipped), file=sys.stderr)
