"""Clockwork insects on the rims, ticking as one; the fault ``slip``, its shriek, and the richer metre it becomes."""

from math import cos, pi, sin

from ...core.room import Anchor, Fault, Oscillators, Pitch, Room
from ...core.shown import since
from ...score.stage import RIMS

PERCHES = tuple(
    (radius * sin(2 * pi * i / n), -radius * cos(2 * pi * i / n)) for radius, _, n in RIMS for i in range(n)
)
_HUM = (1.0, 0.1, 0.03)
_HUM_LEVELS = (0.2, 0.12, 0.09)

ROOM = Room(
    name="insects",
    rows=("A3", "A12"),
    anchor=Anchor((0.0, 5.0, 0.0), 11.5),
    kin={"slip": 1.0},
    oscillators=Oscillators(
        count=len(PERCHES),
        metre=(4,),
        guest_metre=(4, 3, 4, 5),
        places=PERCHES,
    ),
    pitches=tuple(
        Pitch(f"hum{i}", f"guest:slip:{i}", partials=_HUM, bend_cents=0.0, level=level)
        for i, level in enumerate(_HUM_LEVELS)
    ),
    faults=(Fault("slip", mend_s=8.0, guest_parts=(7.0, 11.0, 13.0)),),
    shown=(
        "phase",
        "metre",
        "slip_severity",
        "slip_guest",
        "slip_count",
        since("slip_at_s"),
        since("slip_invited_at_s"),
    ),
    light=1.0,
    dims=0.4,
    voice="installation.rooms.insects.voice:Voice",
    visual="installation.rooms.insects.light:Visual",
)
