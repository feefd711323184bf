"""The hall: it decays as designed, stays stable, and its channels are strangers to each other."""

import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt

from installation.core.units import BLOCK, SAMPLE_RATE_HZ
from installation.sound.space import LENGTHS, PRE_DELAY, Hall, outputs


def answer(send, channels=2):
    hall = Hall(channels)
    blocks = send.astype(np.float32).reshape(-1, BLOCK)
    return np.concatenate([hall.tick(b).T.copy() for b in blocks])


def impulse(seconds, channels=2):
    send = np.zeros(int(seconds * SAMPLE_RATE_HZ))
    send[0] = 1.0
    return answer(send, channels)


@pytest.fixture(scope="module")
def response():
    return impulse(8.0)


def rt60_s(x, low_hz, high_hz):
    """Reverberation time from the slope of Schroeder's backward integral between -5 and -35 dB."""
    band = sosfiltfilt(butter(3, [low_hz, high_hz], "band", fs=SAMPLE_RATE_HZ, output="sos"), x)
    left = np.cumsum(band[::-1] ** 2)[::-1]
    level = 10 * np.log10(left / left[0] + 1e-30)
    a, b = np.searchsorted(-level, [5, 35])
    return 60 / 30 * (b - a) / SAMPLE_RATE_HZ


@pytest.mark.parametrize(("low_hz", "high_hz", "wanted_s"), [(350, 700, 4.5), (700, 1400, 4.5), (7000, 9000, 1.5)])
def test_it_decays_as_designed(response, low_hz, high_hz, wanted_s):
    assert rt60_s(response[:, 0], low_hz, high_hz) == pytest.approx(wanted_s, rel=0.12)


def test_nothing_before_the_first_reflection(response):
    assert np.abs(response[: PRE_DELAY + min(LENGTHS) - 10]).max() < 1e-6
    assert np.abs(response[: 2 * SAMPLE_RATE_HZ]).max() > 1e-3


def test_it_does_not_ring_on_one_tone(response):
    tail = response[SAMPLE_RATE_HZ : 3 * SAMPLE_RATE_HZ, 0]
    spectrum = np.abs(np.fft.rfft(tail * np.hanning(len(tail))))[200:4000]
    assert spectrum.max() < 14 * np.median(spectrum)


def test_it_dies_out_and_holds_no_denormals():
    found = impulse(30.0, 1)
    assert np.abs(found[-SAMPLE_RATE_HZ:]).max() < 1e-8
    hall = Hall(1)
    for _ in range(400):
        hall.tick(np.zeros(BLOCK, np.float32))
    lines = np.abs(hall.lines[hall.lines != 0])
    assert not len(lines) or lines.min() > np.finfo(np.float32).tiny


def test_loud_noise_for_long_stays_bounded():
    chance = np.random.default_rng(0)
    found = answer(chance.uniform(-1, 1, 10 * SAMPLE_RATE_HZ))
    late, early = found[-SAMPLE_RATE_HZ:].std(), found[5 * SAMPLE_RATE_HZ : 6 * SAMPLE_RATE_HZ].std()
    assert late == pytest.approx(early, rel=0.15)


@pytest.mark.parametrize("channels", [2, 4, 8])
def test_channels_are_strangers(channels):
    found = impulse(3.0, channels)[SAMPLE_RATE_HZ // 2 :]
    likeness = np.abs(np.corrcoef(found.T)) - np.eye(channels)
    assert likeness.max() < 0.2
    rows = outputs(channels)
    assert rows @ rows.T == pytest.approx(np.eye(channels) * (rows[0] @ rows[0]), abs=1e-6)


def test_the_power_of_the_hall_does_not_depend_on_the_channels():
    powers = [(impulse(1.0, channels) ** 2).sum() for channels in (1, 2, 8)]
    assert powers == pytest.approx([powers[0]] * 3, rel=0.25)
