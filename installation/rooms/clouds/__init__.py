"""The ocean of cloud under the hall, a city's lights in its gaps, and the wind over it."""

from ...core.room import Anchor, Room

ROOM = Room(
    name="clouds",
    rows=("B2",),
    anchor=Anchor((0.0, -24.0, 0.0), 400.0),
    kin={"slip": 0.25, "popcorn": 0.5, "fray": 0.4},
    light=1.0,
    dims=0.25,
    voice="installation.rooms.clouds.voice:Voice",
    visual="installation.rooms.clouds.light:Visual",
)
