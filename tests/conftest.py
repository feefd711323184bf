"""Shared by all tests: hypothesis without deadlines (the machine may be busy), short performances."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from installation.core import gestures as g
from installation.core.performance import Header, Performance

settings.register_profile("steady", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


@pytest.fixture(scope="session")
def slipping() -> Performance:
    """Six seconds in which timing slips after one, and breath and palms answer it after three."""
    return Performance(
        Header(seed=11),
        (
            g.Trouble(tick=120, fault="slip", value=0.9),
            g.Breathe(tick=360, value=1.0),
            g.Palms(tick=360, left=1.0, right=1.0),
            g.Will(tick=420, x=0.1, y=-0.2),
            g.Play(tick=480, pitch=69.4, velocity=0.7, id=1),
            g.End(tick=720),
        ),
    )
