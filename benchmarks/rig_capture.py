"""Run by path: ``probe SERVER`` or ``capture SERVER PATH SECONDS``, until SIGTERM.

Keeps what the first stream sends as raw float32, and when each period was asked for, by the monotonic clock.
"""

from __future__ import annotations

import signal
import sys
import time

import jack
import numpy as np


def probe(server: str) -> None:
    jack.Client("probe", no_start_server=True, servername=server).close()


def capture(server: str, path: str, seconds: float) -> None:
    client = jack.Client("capture", no_start_server=True, servername=server)
    kept = np.zeros((int(seconds * client.samplerate), 2), np.float32)
    kept.fill(0.0)  # so that every page is there before the music
    periods = np.zeros((len(kept) // client.blocksize + 1, 2))
    ports = [client.inports.register(f"in_{n}") for n in (1, 2)]
    state = {"at": 0, "period": 0, "connected": False}
    skipped: list[str] = []

    @client.set_process_callback
    def process(frames: int) -> None:
        at = state["at"]
        if state["connected"] and at + frames <= len(kept):
            begun_s = time.monotonic() - client.frames_since_cycle_start / client.samplerate
            periods[state["period"]] = at, begun_s
            for column, port in enumerate(ports):
                kept[at : at + frames, column] = port.get_array()
            state["at"], state["period"] = at + frames, state["period"] + 1

    @client.set_xrun_callback
    def xrun(delayed_usecs: float) -> None:
        if state["connected"]:
            skipped.append(f"skipped {state['at'] / client.samplerate:.2f} s, {delayed_usecs:.0f} us late")

    stop: list[int] = []
    signal.signal(signal.SIGTERM, lambda signum, frame: stop.append(signum))
    client.activate()
    while not stop:
        if not state["connected"]:
            found = client.get_ports(is_output=True, is_audio=True)
            sources = [p for p in found if not p.name.startswith(("system", "capture"))]
            if len(sources) >= 2:
                for source, port in zip(sources[:2], ports, strict=True):
                    client.connect(source, port)
                state["connected"] = True
        time.sleep(0.005)
    client.deactivate()
    client.close()
    kept[: state["at"]].tofile(f"{path}.f4")
    periods[: state["period"]].tofile(f"{path}.f8")
    print("\n".join(skipped), file=sys.stderr)


if sys.argv[1] == "probe":
    probe(sys.argv[2])
else:
    capture(sys.argv[2], sys.argv[3], float(sys.argv[4]))
