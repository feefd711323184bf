"""Run by path: a controller on a JACK server. Reads JSON lines: "open", "close", or messages to send as lists of bytes.

Answers each with the monotonic time at which it was done. Long lists go in portions that the server's buffers hold.
"""

from __future__ import annotations

import json
import sys
import time

import rtmidi

NAME, AT_ONCE, PERIOD_S = "keys", 250, 0.025

out = None
for line in sys.stdin:
    wanted = json.loads(line)
    if wanted == "open":
        out = rtmidi.MidiOut(rtapi=rtmidi.API_UNIX_JACK, name=NAME)
        out.open_virtual_port("out")
    elif wanted == "close":
        out.close_port()
        out.delete()
        out = None
    else:
        for number, message in enumerate(wanted, 1):
            out.send_message(message)
            if number % AT_ONCE == 0:
                time.sleep(PERIOD_S)
    print(time.monotonic(), flush=True)
if out is not None:
    out.close_port()
    out.delete()
