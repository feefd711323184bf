"""The floor: a pane as thin as a soap bubble, its colours a film's, the hall mirrored in it; a glass tone underfoot."""

from ...core.room import Anchor, Pitch, Room
from ...score.stage import FLOOR_RADIUS_M

_GLASS = (1.0, 0.0, 0.18, 0.0, 0.05)

ROOM = Room(
    name="floor",
    rows=("B1",),
    anchor=Anchor((0.0, 0.0, 0.0), FLOOR_RADIUS_M),
    kin={"slip": 0.25, "popcorn": 0.35, "ink": 0.8},
    pitches=(
        Pitch("pane", "soprano", octave=1, partials=_GLASS, bend_cents=24.0, level=0.22),
        Pitch("rim", "alto", octave=2, partials=_GLASS, bend_cents=30.0, level=0.12),
    ),
    light=1.0,
    dims=0.3,
    voice="installation.rooms.floor.voice:Voice",
    visual="installation.rooms.floor.light:Visual",
)
