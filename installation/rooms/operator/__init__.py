"""The operator: hands of light that follow the gestures, a reflection in the floor, a heart and a breath."""

from ...core.moment import Field
from ...core.room import Anchor, Oscillators, Room

ROOM = Room(
    name="operator",
    rows=("B32",),
    anchor=Anchor((0.0, 1.0, 15.0), 2.0),
    kin={"slip": 0.5, "popcorn": 0.4, "ink": 1.0},
    oscillators=Oscillators(count=1, metre=(2,)),
    state=(
        Field("heart_phase", "wrapped"),  # turns through a heartbeat, 0 is the stroke
        Field("gathered"),  # 0..1, light that lucidity has gathered in the hands
        Field("head"),  # 0..1, how whole the reflection is: it loses its head in unresolved trouble
    ),
    shown=("phase", "heart_phase", "gathered", "head"),
    light=1.0,
    dims=0.4,
    model="installation.rooms.operator.model:Model",
    voice="installation.rooms.operator.voice:Voice",
    visual="installation.rooms.operator.light:Visual",
)
