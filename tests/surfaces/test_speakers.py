"""Choosing a device, and silence where there is none."""

from __future__ import annotations

import builtins

import pytest

from installation.core.errors import InputError
from installation.surfaces import speakers
from installation.surfaces.samples import SilentSpeakers
from installation.surfaces.speakers import Device, NoSound, choose

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
