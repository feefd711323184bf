"""Darkness: flecks, then tendrils over the lit floor, and a low cluster; the sign of trouble left unresolved."""

from ...core.room import Anchor, Pitch, Room

_LOW = (1.0, 0.6, 0.4, 0.3, 0.2, 0.12)

ROOM = Room(
    name="darkness",
    rows=("A11",),
    anchor=Anchor((0.0, 0.0, 0.0), 16.0),
    kin={"*": 1.0},
    pitches=tuple(Pitch(f"cluster{i}", f"cluster:{i}", partials=_LOW, bend_cents=0.0, level=0.9) for i in range(4)),
    light=1.0,
    dims=0.0,
    voice="installation.rooms.darkness.voice:Voice",
    visual="installation.rooms.darkness.light:Visual",
)
