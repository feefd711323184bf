"""Choosing a device, and silence where there is none."""

from __future__ import annotations

import builtins
from types import SimpleNamespace

import numpy as np
import pytest

from installation.core.errors import InputError
from installation.core.units import BLOCK
from installation.surfaces import speakers
from installation.surfaces.samples import SilentSpeakers
from installation.surfaces.speakers import Device, NoSound, OwnSpeakers, choose

DEVICES = [
    Device(0, "HDA Intel", "ALSA", 2, 48000.0, 0.01, False),
    Device(3, "Eight", "ALSA", 8, 44100.0, 0.01, True),
    Device(4, "system", "JACK Audio Connection Kit", 8, 48000.0, 0.02, False),
]


@pytest.mark.parametrize(
    ("wanted", "number"), [("", 3), ("0", 0), ("4", 4), ("intel", 0), ("system, JACK", 4), ("jack", 4)]
)
def test_by_default_number_or_words(wanted, number):
    found = choose(DEVICES, wanted)
    assert found is not None
    assert found.number == number


def test_a_name_that_no_device_has_names_those_there_are():
    with pytest.raises(InputError, match=r"0 HDA Intel \(ALSA\); 3 Eight"):
        choose(DEVICES, "Scarlett")


def test_without_portaudio_it_is_silent_and_says_so(monkeypatch):
    real = builtins.__import__

    def missing(name, *rest, **more):
        if name == "sounddevice":
            raise OSError("PortAudio library not found")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    assert speakers.list_devices() == []
    output = speakers.open_speakers("", 2, 1200)
    assert isinstance(output, SilentSpeakers)
    assert "silently" in output.description


def test_too_few_outputs_is_silent_and_says_so(monkeypatch):
    monkeypatch.setattr(speakers, "list_devices", lambda: DEVICES)
    output = speakers.open_speakers("0", 8, 1200)
    assert isinstance(output, SilentSpeakers)
    assert "2 outputs, 8" in output.description


class Refusing:
    """PortAudio with a device that opens and then does not start."""

    class PortAudioError(Exception):
        pass

    class OutputStream:
        latency = 0.01

        def __init__(self, **settings) -> None:
            pass

        def start(self) -> None:
            raise Refusing.PortAudioError("Device unavailable\nmore")


def test_a_device_that_does_not_start_says_why(monkeypatch):
    monkeypatch.setattr(speakers, "_sounddevice", lambda: Refusing)
    monkeypatch.setattr(speakers, "list_devices", lambda: DEVICES)
    output = speakers.open_speakers("0", 2, 1200)
    assert not isinstance(output, SilentSpeakers)
    with pytest.raises(NoSound, match=r"^Device unavailable$"):
        output.start(0.0)


class Fake:
    """PortAudio with one device that opens at ``rates`` only; ``stream`` is what was opened last."""

    rates = (44100,)

    class PortAudioError(Exception):
        pass

    class OutputStream:
        latency, active = 0.01, True

        def __init__(self, samplerate, callback, **settings) -> None:
            if samplerate not in Fake.rates:
                raise Fake.PortAudioError("Invalid sample rate")
            self.rate_hz, self.callback = samplerate, callback
            Fake.stream = self

        def start(self) -> None:
            pass

        def abort(self, ignore_errors) -> None:
            pass

        close = abort

        def call(self, frames: int, now_s: float, late: bool = False) -> np.ndarray:
            """As PortAudio calls: what it asks for leaves 20 ms later."""
            out = np.full((frames, 2), 9.0, np.float32)
            at = SimpleNamespace(outputBufferDacTime=5.02, currentTime=5.0)
            clock.now_s = now_s
            self.callback(out, frames, at, SimpleNamespace(output_underflow=late))
            return out


clock = SimpleNamespace(now_s=0.0, monotonic=lambda: clock.now_s)


@pytest.fixture
def fake(monkeypatch):
    """``fake(rate)``: speakers on a device of that rate alone."""
    monkeypatch.setattr(speakers, "_sounddevice", lambda: Fake)
    monkeypatch.setattr(speakers, "time", clock)

    def opened(rate_hz: int) -> OwnSpeakers:
        Fake.rates = (rate_hz,)
        device = Device(0, "Odd", "ALSA", 2, float(rate_hz), 0.01, True)
        monkeypatch.setattr(speakers, "list_devices", lambda: [device])
        found = speakers.open_speakers("", 2, 4 * BLOCK)
        assert isinstance(found, OwnSpeakers)
        return found

    return opened


def fed(output: OwnSpeakers, rate_hz: int, seconds: float) -> np.ndarray:
    """A tone of 1 kHz played for a while, as the heart writes and the device asks: what the device was given."""
    at, heard, now_s = 0, [], 100.0
    output.start(now_s)
    for _ in range(round(seconds * rate_hz / 512)):
        while output.room(now_s) >= BLOCK:
            tone = np.sin(2 * np.pi * 1000.0 / 48_000 * np.arange(at, at + BLOCK)).astype(np.float32)
            output.write(np.stack([tone, tone], axis=1))
            at += BLOCK
        heard.append(Fake.stream.call(512, now_s))
        now_s += 512 / rate_hz
    return np.concatenate(heard)


@pytest.mark.parametrize("rate_hz", [32_000, 44_100, 96_000])
def test_a_device_of_another_rate_is_resampled(fake, rate_hz):
    output = fake(rate_hz)
    assert f"at {rate_hz / 1000:g} kHz" in output.description
    heard = fed(output, rate_hz, 2.0)
    assert output.underflows == 0
    expected = np.sin(2 * np.pi * 1000.0 / rate_hz * np.arange(len(heard)))
    assert np.abs(heard[2000:, 0] - expected[2000:]).max() < 1e-4, "the tone, at its pitch and where it belongs"
    assert output.played(clock.now_s + 0.02) == pytest.approx((len(heard) - 512) * 48_000 / rate_hz, abs=2.0)


def test_at_the_engines_rate_nothing_is_changed(fake):
    output = fake(48_000)
    heard = fed(output, 48_000, 0.5)
    at = np.arange(len(heard))
    assert np.array_equal(heard[:, 0], np.concatenate(
        [np.sin(2 * np.pi * 1000.0 / 48_000 * at[k : k + BLOCK]) for k in range(0, len(at), BLOCK)]
    ).astype(np.float32))  # fmt: skip
    assert output.latency_s == pytest.approx(0.02)
    assert "kHz" not in output.description


def test_what_leaves_now_is_behind_what_was_asked_for(fake):
    output = fake(48_000)
    output.first_sample = 1_000_000
    fed(output, 48_000, 1.0)
    asked = output.wire.ring.read
    assert output.played(clock.now_s) == pytest.approx(1_000_000 + asked - 512 - 0.02 * 48_000, abs=1.0)


def test_a_device_that_stands_still_is_a_gap_and_one_of_the_wrong_rate_is_none(fake):
    output = fake(48_000)
    fed(output, 48_000, 1.0)
    assert output.alive(clock.now_s + 0.1)
    assert output.late == 0
    Fake.stream.call(512, clock.now_s + 0.7)  # no flag is raised
    assert output.late == 1
    assert not output.alive(clock.now_s + 2.0), "it asks for nothing any more"
    slow, now_s = fake(48_000), 500.0
    slow.start(now_s)
    for _ in range(400):
        while slow.room(now_s) >= BLOCK:
            slow.write(np.zeros((BLOCK, 2), np.float32))
        Fake.stream.call(512, now_s)
        now_s += 2 * 512 / 48_000
    assert slow.late >= 1
    assert not slow.alive(now_s), "half as fast as it should"


def test_late_periods_are_counted(fake):
    output = fake(48_000)
    output.write(np.zeros((BLOCK, 2), np.float32))
    Fake.stream.call(100, 1.0, late=True)
    assert output.late == 1


def test_a_device_that_never_calls_is_given_up(fake):
    output = fake(48_000)
    output.start(10.0)
    assert output.alive(11.0)
    assert not output.alive(10.0 + speakers.START_S + 0.1)
