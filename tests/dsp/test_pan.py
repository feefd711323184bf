"""Panning: equal power everywhere, a speaker alone where it stands, continuous in between."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from installation.dsp.pan import place, ring, speakers

CHANNELS = [1, 2, 4, 6, 8]


def gains(channels: int, azimuth_turns: float, level: float = 1.0, send: float = 0.0) -> np.ndarray:
    out = np.zeros(channels + 1, np.float32)
    place(azimuth_turns, np.float32(level), np.float32(send), ring(channels), out)
    return out


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.sampled_from(CHANNELS), st.floats(-3, 3), st.floats(0, 2), st.floats(0, 1))
def test_power_is_the_level_wherever_it_stands(channels, azimuth, level, send):
    found = gains(channels, azimuth, level, send)
    assert np.sqrt((found[:-1] ** 2).sum()) == pytest.approx(level, abs=1e-4)
    assert found[-1] == pytest.approx(level * send, abs=1e-6)


@pytest.mark.parametrize("channels", CHANNELS)
def test_a_sound_at_a_speaker_is_heard_from_it_alone(channels):
    for speaker, azimuth in enumerate(speakers(channels)):
        expected = np.eye(channels)[speaker]
        assert gains(channels, float(azimuth))[:-1] == pytest.approx(expected, abs=2e-3)


@pytest.mark.parametrize("channels", [2, 4, 6, 8])
def test_right_is_right_and_mirrored(channels):
    places = speakers(channels)
    for azimuth in (0.05, 0.2, 0.3, 0.45):
        right, left = gains(channels, azimuth)[:-1], gains(channels, -azimuth)[:-1]
        assert right[places > 0].sum() > right[places < 0].sum()
        assert right[0::2] == pytest.approx(left[1::2], abs=1e-4)
        assert right[1::2] == pytest.approx(left[0::2], abs=1e-4)


@pytest.mark.parametrize("channels", CHANNELS)
def test_going_round_never_jumps(channels):
    course = np.array([gains(channels, a) for a in np.linspace(-1, 1, 2001)])
    assert np.abs(np.diff(course, axis=0)).max() < 0.02


@pytest.mark.parametrize("channels", [0, 3, 5, 18, -2])
def test_a_ring_that_is_not_supported_is_refused(channels):
    with pytest.raises(ValueError, match="channels"):
        ring(channels)
