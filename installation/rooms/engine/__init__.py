"""The engine, half creature, half machine, and the heart of liquid light inside it: the harmony's lead voice."""

from ...core.moment import Field
from ...core.room import Anchor, Oscillators, Pitch, Room
from ...score.stage import HEART_HEIGHT_M

_SONG = (1.0, 0.55, 0.38, 0.22, 0.15, 0.09, 0.06)

ROOM = Room(
    name="engine",
    rows=("A4", "A5"),
    anchor=Anchor((0.0, HEART_HEIGHT_M, 0.0), 3.6),
    kin={"slip": 0.8, "fray": 1.0},
    oscillators=Oscillators(count=5, metre=(2, 1, 1, 1, 1)),  # the heart, then the rings
    pitches=(
        Pitch("song", "lead", partials=_SONG, bend_cents=72.0, level=1.0),
        Pitch("descant", "alto", octave=1, partials=_SONG, bend_cents=64.0, level=0.45),
        Pitch("undersong", "tenor", partials=_SONG, bend_cents=46.0, level=0.4),
        Pitch("heart", "bass", partials=(1.0, 0.2), bend_cents=38.0, level=0.25),  # what its drum is tuned to
    ),
    state=(
        Field("rings", "wrapped", (4,)),  # turns of the rings at just ratios to the bar
        Field("heart_phase", "wrapped"),  # turns through a heartbeat, 0 is the stroke
        Field("pulse"),  # 0..1 how far the heart is contracted
        Field("wild"),  # 0..1 how wildly it beats
    ),
    shown=("rings", "heart_phase", "pulse", "wild"),
    light=1.0,
    dims=0.35,
    model="installation.rooms.engine.model:Model",
    voice="installation.rooms.engine.voice:Voice",
    visual="installation.rooms.engine.light:Visual",
)
