"""Bioluminescence: the vault lit from its own walls, swelling with the operator's breath; the floor of the harmony."""

from ...core.room import Anchor, Pitch, Room
from ...score.stage import VAULT_HEIGHT_M, VAULT_RADIUS_M

_PAD = (1.0, 0.42, 0.24, 0.13, 0.07, 0.04)

ROOM = Room(
    name="vault",
    rows=("A1",),
    anchor=Anchor((0.0, VAULT_HEIGHT_M / 2, 0.0), VAULT_RADIUS_M),
    kin={"slip": 0.35},
    pitches=tuple(
        Pitch(part, part, partials=_PAD, bend_cents=38.0, level=0.8) for part in ("bass", "tenor", "alto", "soprano")
    ),
    light=1.0,
    dims=0.75,
    voice="installation.rooms.vault.voice:Voice",
    visual="installation.rooms.vault.light:Visual",
)
