"""Five thousand chrome magnolias and their harp; the fault ``popcorn``, and the helixes in which they rise at last."""

from math import cos, pi, sin

from ...core.room import Anchor, Fault, Oscillators, Pitch, Room
from ...core.shown import since

STREAMS = 24  # the blossoms fly in so many streams, each a string of the harp
STREAM_RADIUS_M = 22.0
_PLACES = tuple(
    (STREAM_RADIUS_M * sin(2 * pi * i / STREAMS), -STREAM_RADIUS_M * cos(2 * pi * i / STREAMS)) for i in range(STREAMS)
)
_HARP = (1.0, 0.52, 0.3, 0.2, 0.12, 0.08)
_AIRY = (1.0, 0.12, 0.04)

ROOM = Room(
    name="magnolias",
    rows=("B9",),
    anchor=Anchor((0.0, 1.0, 0.0), 30.0),
    enters="garden",
    kin={"slip": 0.2},
    oscillators=Oscillators(count=STREAMS, metre=(8,), guest_metre=(8, 8, 12), places=_PLACES),
    pitches=(
        Pitch("string0", "bass", octave=1, partials=_HARP, bend_cents=135.0, level=0.42),
        Pitch("string1", "tenor", partials=_HARP, bend_cents=130.0, level=0.42),
        Pitch("string2", "alto", partials=_HARP, bend_cents=120.0, level=0.40),
        Pitch("string3", "soprano", partials=_HARP, bend_cents=110.0, level=0.36),
        Pitch("string4", "alto", octave=1, partials=_HARP, bend_cents=105.0, level=0.28),
        Pitch("string5", "soprano", octave=1, partials=_HARP, bend_cents=100.0, level=0.22),
        *(
            Pitch(f"breath{i}", f"guest:popcorn:{i}", partials=_AIRY, bend_cents=0.0, level=level)
            for i, level in enumerate((0.2, 0.13, 0.09))
        ),
    ),
    faults=(Fault("popcorn", mend_s=8.0, guest_parts=(15.0, 18.0, 21.0), answer="lull"),),
    shown=(
        "phase",
        "popcorn_severity",
        "popcorn_guest",
        "popcorn_count",
        since("popcorn_at_s"),
        since("popcorn_invited_at_s"),
    ),
    light=1.0,
    dims=0.45,
    voice="installation.rooms.magnolias.voice:Voice",
    visual="installation.rooms.magnolias.light:Visual",
)
