"""Where a blossom is and how it holds itself at a moment: compiled functions of its lots and of the evening alone.

Angles are in turns, round the hall from +z (where the operator stands) toward +x; metres; y up. Few branches, so that
loops over all blossoms become vector code.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from numba import njit

from ...dsp.sine import FLAGS, sine


class Now(NamedTuple):
    """What of the moment the blossoms follow."""

    presence: float
    severity: float
    guest: float
    since_s: float  # the invitation
    hold: float  # how far the lullaby holds them
    breath: float
    bar: float
    drift: float  # turns that the lake has gone round
    time_s: float


INNER_M, OUTER_M = 17.2, 30.0  # the lake's shores
LAKE_M = -0.62  # its level, before the swells
DRIFT_TURNS_S = 0.0011  # how fast the lake goes round
DEEP_M = 13.0  # from where buds rise, below it
RISING_S = 34.0  # from the invitation until the last has joined the helixes
HELIX_TURNS = 0.85  # that a strand winds on its way up
HELIX_TURNS_S = 0.0055  # how fast strands turn, a second
HELIX_FOOT_M, HELIX_CROWN_M, HELIX_WAIST_M = 1.2, 29.5, 10.0
WAIST_M, CROWN_WIDER_M, FOOT_WIDER_M = 13.0, 7.0, 6.0  # radius of the helixes at the waist, and what is added there


@njit(**FLAGS)
def eased(x):  # type: ignore[no-untyped-def]
    """0..1 with rest at both ends (quintic); outside it stays there."""
    x = min(max(x, 0.0), 1.0)
    return x * x * x * (x * (x * 6.0 - 15.0) + 10.0)


@njit(**FLAGS)
def cosine(turns):  # type: ignore[no-untyped-def]
    """Cosine of an angle in turns, float32."""
    return sine(turns + 0.25)


@njit(**FLAGS)
def risen(rise, now):  # type: ignore[no-untyped-def]
    """How far a bud has come up from the cloud, 0..1."""
    return eased((now.presence - 0.04 - 0.50 * rise) / 0.36)


@njit(**FLAGS)
def grown(rise, now):  # type: ignore[no-untyped-def]
    """How large it is on its way, 0..1: nothing at all before it sets out."""
    return eased((now.presence - 0.03 - 0.50 * rise) / 0.12)


@njit(**FLAGS)
def joined(depart, now):  # type: ignore[no-untyped-def]
    """How far it has gone from the lake to its strand, 0..1; ``depart`` far beyond 1 stays on the lake."""
    way = min(now.since_s / RISING_S, now.guest)
    return eased((way - 0.72 * depart) / 0.26)


@njit(**FLAGS)
def fallen(hop, now):  # type: ignore[no-untyped-def]
    """How hard the fault has it, 0..1: the wildest fall to it first; the lullaby holds them."""
    return eased((1.45 * now.severity - 0.45 * (1.0 - hop)) * (1.0 - 0.92 * now.hold))


@njit(**FLAGS)
def hop_at(hop, age, beat, now):  # type: ignore[no-untyped-def]
    """Where in its hop it is, 0..1: the stream's phase, scattered by its lots as the fault deepens."""
    q = beat + (3.0 * hop + 2.6 * age) * now.severity
    return q - int(q)


@njit(**FLAGS)
def hop_height(q):  # type: ignore[no-untyped-def]
    """Height of a hop, 0..about 1.3: it pops (1 - e^(-7t) cos 18t), hovers, drops, and bounces twice."""
    if q < 0.52:
        t = q * 2.5
        return 1.0 - exp(-7.0 * t) * cosine(18.0 * t * 0.15915494)
    if q < 0.70:
        return 1.0 - ((q - 0.52) / 0.18) ** 2
    if q < 0.88:
        x = (q - 0.79) / 0.09
        return 0.26 * (1.0 - x * x)
    x = (q - 0.94) / 0.06
    return 0.09 * (1.0 - x * x)


@njit(**FLAGS)
def outness(radius_m):  # type: ignore[no-untyped-def]
    """Its place between the lake's shores, 0..1."""
    return (radius_m - INNER_M) / (OUTER_M - INNER_M)


@njit(**FLAGS)
def lake_height(turn, radius_m, age, now):  # type: ignore[no-untyped-def]
    """The lake under it (m): a dish, a long swell, one that passes with the bar, and the breath."""
    out, t = outness(radius_m), now.time_s
    long = sine(3.0 * turn - 1.3 * out - 0.045 * t) + 0.5 * sine(-5.0 * turn + 2.1 * out - 0.062 * t)
    bar = sine(2.0 * turn + 1.6 * out - now.bar)
    swell = 0.24 * long + 0.10 * bar + 0.30 * (now.breath - 0.5) * (0.4 + 0.6 * out)
    return LAKE_M + 0.62 * out * out + swell + 0.22 * (age - 0.5)


@njit(**FLAGS)
def stream_sway(string, beat):  # type: ignore[no-untyped-def]
    """How its stream lifts it (m): in unison a wave runs round the lake, one behind the other."""
    return 0.05 * sine(beat + string * 0.125)


@njit(**FLAGS)
def below(age, rise, now):  # type: ignore[no-untyped-def]
    """How deep it still is below the lake (m)."""
    return (1.0 - risen(rise, now)) * DEEP_M * (0.6 + 0.4 * age)


@njit(**FLAGS)
def hopped(radius_m, hop, age, beat, now):  # type: ignore[no-untyped-def]
    """How high over the lake the fault throws it (m): it hovers at a foot, pops, drops; lower where cameras stand."""
    inward = 1.35 - 0.75 * outness(radius_m)
    return inward * (0.30 + (0.25 + 1.1 * hop * hop) * hop_height(hop_at(hop, age, beat, now)))


@njit(**FLAGS)
def strand_high(high, now):  # type: ignore[no-untyped-def]
    """Its place along its strand, 0..1: clumps wander."""
    return high + 0.012 * sine(6.0 * high - 0.021 * now.time_s)


@njit(**FLAGS)
def strand_round(high, way, round_, now):  # type: ignore[no-untyped-def]
    """Turns round the strand's middle line: the rope twists slowly."""
    return round_ + 4.0 * high * way + 0.035 * now.time_s


@njit(**FLAGS)
def helix_turn(high, way, turn, now):  # type: ignore[no-untyped-def]
    """Turns from its place on the lake to its place on its strand; strands screw themselves upward for ever."""
    return turn + way * (HELIX_TURNS * (strand_high(high, now) - high) - HELIX_TURNS_S * now.since_s)


@njit(**FLAGS)
def helix_height(high, way, out_m, round_, now):  # type: ignore[no-untyped-def]
    """Height on its strand (m)."""
    y = HELIX_FOOT_M + (HELIX_CROWN_M - HELIX_FOOT_M) * strand_high(high, now)
    return y + out_m * sine(strand_round(high, way, round_, now))


@njit(**FLAGS)
def helix_radius(high, way, out_m, round_, now):  # type: ignore[no-untyped-def]
    """Radius of its strand (m): wide at the lake, narrow about the engine, wide as a flower above."""
    y = HELIX_FOOT_M + (HELIX_CROWN_M - HELIX_FOOT_M) * strand_high(high, now)
    above = max(y - HELIX_WAIST_M, 0.0) / (HELIX_CROWN_M - HELIX_WAIST_M)
    below = max(HELIX_WAIST_M - y, 0.0) / (HELIX_WAIST_M - HELIX_FOOT_M)
    waist = (
        WAIST_M
        + CROWN_WIDER_M * above * above
        + FOOT_WIDER_M * below * below
        + 0.5 * sine(0.03 * now.time_s + 1.5 * high)
    )
    return waist + out_m * cosine(strand_round(high, way, round_, now))


@njit(**FLAGS)
def swayed(turn, age, now):  # type: ignore[no-untyped-def]
    """How far it leans outward with the water."""
    return 0.10 * sine(3.0 * turn - 0.05 * now.time_s + age) * (1.0 - 0.7 * now.hold)


@njit(**FLAGS)
def tilted(tilt, rise, join, now):  # type: ignore[no-untyped-def]
    """How far it leans its own way: not while it rises, little while it is held, not at all on the helixes."""
    return tilt * (1.0 - 0.7 * now.hold) * (1.0 - join) * risen(rise, now)


@njit(**FLAGS)
def rocked(hop, age, tilt, beat, fault, now):  # type: ignore[no-untyped-def]
    """Turns by which the fault tips it over as it hops; some tumble."""
    return 0.30 * fault * (0.10 + 0.5 * tilt) * (sine(2.0 * hop_at(hop, age, beat, now)) + 0.8)


@njit(**FLAGS)
def outward(join, sway):  # type: ignore[no-untyped-def]
    """How far the throat looks outward: a little on the lake, to the heart on the helixes."""
    return 0.16 * (1.0 - join) - 0.62 * join + sway


@njit(**FLAGS)
def openness(age, rise, join, now):  # type: ignore[no-untyped-def]
    """0 a bud, 0.5 a cup, 1 wide: by its age, opened after it has risen, breathing with the hall."""
    own = 0.26 + 0.62 * age + 0.08 * (now.breath - 0.5)
    return min(own * eased((now.presence - 0.26 - 0.50 * rise) / 0.22) + 0.18 * join, 1.0)


@njit(**FLAGS)
def wilt(age, join, now):  # type: ignore[no-untyped-def]
    """0..1, how far its petals hang; the lullaby lifts them again."""
    return eased(1.25 * now.severity - 0.25 * age) * (1.0 - 0.45 * now.hold) * (1.0 - join)


@njit(**FLAGS)
def plucked(c, beat, own_beat, now):  # type: ignore[no-untyped-def]
    """Inner light of its string's stroke, 0..1: once a bar, and only on the operator's side (``c`` toward 1)."""
    since = beat - own_beat + 1.0
    since -= int(since)
    pluck = eased(since / 0.07) * (1.0 - since) ** 4
    return eased((c - 0.1) / 0.7) * pluck * (1.0 - now.severity) * eased(2.0 * (now.presence - 0.5))


@njit(**FLAGS)
def lit(high, way, now):  # type: ignore[no-untyped-def]
    """Inner light on a strand, 0..1: waves of it climb."""
    wave = 0.5 + 0.5 * sine(2.5 * high - 0.07 * now.time_s + 0.37 * way)
    return 0.25 + 0.75 * wave * wave
