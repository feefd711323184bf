"""Pressure domes, lenses of air that bear the petals up, and the weather-monks who raise them with a lullaby."""

from ...core.room import Anchor, Oscillators, Pitch, Room

MONKS = 7  # hooded figures round the far edge of the floor
_HUM = (1.0, 0.34, 0.16, 0.06)

ROOM = Room(
    name="domes",
    rows=("B13",),
    anchor=Anchor((0.0, 1.0, 0.0), 24.0),
    enters="garden",
    kin={"popcorn": 0.55, "slip": 0.15},
    oscillators=Oscillators(count=MONKS, metre=(1,), spread_rad_s=0.2),
    pitches=(
        Pitch("low", "bass", partials=_HUM, bend_cents=26.0, level=0.5, when="lull"),
        Pitch("middle", "alto", octave=-1, partials=_HUM, bend_cents=32.0, level=0.45, when="lull"),
        Pitch("lullaby", "lead", octave=-1, partials=_HUM, bend_cents=30.0, level=0.6, when="lull"),
    ),
    shown=("phase",),
    light=1.0,
    dims=0.4,
    voice="installation.rooms.domes.voice:Voice",
    visual="installation.rooms.domes.light:Visual",
)
