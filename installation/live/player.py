"""The player's process, ``python -m installation.live.player ORDER``: opens a sound device and feeds it from a wire.

A process of its own, since PortAudio cannot be trusted to let go: after a JACK server has died its farewell never
returns and its next greeting ends the process; and it lists the devices only once. Started anew, it sees what is there.
"""

from __future__ import annotations

import gc
import os
import sys
import time

import msgspec

from ..core.errors import InputError
from ..surfaces.speakers import Device, NoSound, Stream, choose, has_portaudio, list_devices, too_few
from ..surfaces.wire import ENDED, HOPELESS, NONE, REFUSED, Wire

LOOK_S = 0.02
SWITCH_S = 0.0005  # the device's callback gets the interpreter within this
FIELDS = "\x1f"  # between the parts of an InputError


class Order(msgspec.Struct, frozen=True):
    """What is to be opened. ``home`` is the name of the device that was played first, once known."""

    handle: int
    wanted: str
    channels: int
    block: int
    parent: int
    home: str = ""
    only: bool = False  # that device or none
    strict: bool = False  # a wanted device that is not there is the user's error


def main() -> None:
    """Play until told to end, or the device or the heart has gone."""
    order = msgspec.json.decode(sys.argv[1], type=Order)
    wire = Wire(order.handle, order.channels)
    try:
        stream = open_stream(order, wire)
        if stream is not None:
            gc.freeze()
            gc.disable()
            sys.setswitchinterval(SWITCH_S)
            play(stream, wire, order.parent)
    except NoSound as error:
        wire.tell("told", f"the device does not start ({error})")
    except Exception as error:
        wire.tell("told", f"{type(error).__name__}: {error}")
    wire.head["state"] = wire.state if wire.state in (NONE, REFUSED, HOPELESS) else ENDED
    os._exit(0)  # without PortAudio's farewell, which may never end


def play(stream: Stream, wire: Wire, parent: int) -> None:
    """From the word to start until it is over."""
    started = False
    while not wire.head["stop"] and os.getppid() == parent:
        if wire.head["go"] and not started:
            stream.start()
            started = True
        if started and not stream.active:
            wire.tell("told", "the device has vanished")
            return
        time.sleep(LOOK_S)


def open_stream(order: Order, wire: Wire) -> Stream | None:
    """The first device that fits and opens; None where none does, which the wire is told."""
    devices = list_devices()
    try:
        homes = wanted(devices, order)
    except InputError as error:
        wire.tell("told", FIELDS.join((error.where, error.found, error.expected)))
        wire.head["state"] = REFUSED
        return None
    fitting = homes if order.only else list(dict.fromkeys([*homes, *sorted(devices, key=lambda d: not d.default)]))
    wrong = [] if devices else ["no sound device here"]
    for device in fitting:
        try:
            if device.channels >= order.channels:
                wire.head["home"] = device in homes
                return Stream(device, order.channels, order.block, wire)
            wrong.append(too_few(device, order.channels))
        except NoSound as error:
            wrong.append(f"{device.name} does not open ({error})")
    wire.tell("told", wrong[0] if wrong else "the device is not there")
    wire.head["state"] = NONE if devices or has_portaudio() else HOPELESS
    return None


def wanted(devices: list[Device], order: Order) -> list[Device]:
    """The device that was played first, or else the one that the user wants; none where it is not there.

    Raises InputError where the user wants one that is not there and the order is strict.
    """
    if order.home:
        return [d for d in devices if d.name == order.home]
    try:
        chosen = choose(devices, order.wanted) if devices else None
    except InputError:
        if order.strict:
            raise
        return []
    return [chosen] if chosen else []


if __name__ == "__main__":
    main()
