"""The piece's fixed units. A tick is the only clock inside; sound divides it exactly."""

SAMPLE_RATE_HZ = 48_000
TICK_RATE_HZ = 120
BLOCK = SAMPLE_RATE_HZ // TICK_RATE_HZ  # samples in a tick
TICK_S = 1.0 / TICK_RATE_HZ
WEEK_TICKS = 7 * 24 * 3600 * TICK_RATE_HZ

assert BLOCK * TICK_RATE_HZ == SAMPLE_RATE_HZ, "a tick must be a whole number of samples"


def amplitude(gain_db: float) -> float:
    """The amplitude factor of a gain in decibels."""
    return 10.0 ** (gain_db / 20.0)
