"""The speakers: PortAudio through sounddevice. The callback only copies from a ring that is filled a little ahead.

A machine without PortAudio, or without a device that fits, gets silence paced by the clock, and one line says so.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.errors import InputError
from ..core.units import BLOCK, SAMPLE_RATE_HZ
from .samples import Output, SampleRing, SilentSpeakers

CAPACITY = 1 << 15  # samples; far more than any lead, so that a large device block always fits
GONE_AFTER_S = 1.5  # without a callback, a device counts as vanished
SMOOTHING = 0.05  # share of each callback's time error taken over, against the jitter of the callbacks
JUMP_S = 0.05  # a larger error is no jitter: the device has paused


@dataclass(frozen=True)
class Device:
    """An output that PortAudio knows."""

    number: int
    name: str
    host: str
    channels: int
    rate_hz: float
    latency_s: float
    default: bool


def list_devices() -> list[Device]:
    """The outputs there are; none where PortAudio is missing."""
    try:
        sd = _sounddevice()
        hosts, chosen = sd.query_hostapis(), sd.default.device[1]
        return [
            Device(
                number, found["name"], hosts[found["hostapi"]]["name"], found["max_output_channels"],
                found["default_samplerate"], found["default_low_output_latency"], number == chosen,
            )
            for number, found in enumerate(sd.query_devices())
            if found["max_output_channels"] > 0
        ]  # fmt: skip
    except NoSound:
        return []


def choose(devices: list[Device], wanted: str) -> Device | None:
    """The device called by number, or by words that all occur in its name or host; "" is the system's default.

    Raises InputError where a number or name was given that no device has.
    """
    if not wanted:
        return next((d for d in devices if d.default), devices[0] if devices else None)
    parts = wanted.casefold().replace(",", " ").split()
    for device in devices:
        if wanted == str(device.number) or all(p in f"{device.name} {device.host}".casefold() for p in parts):
            return device
    there = "; ".join(f"{d.number} {d.name} ({d.host})" for d in devices) or "none on this machine"
    raise InputError("speakers.device", repr(wanted), f"one of: {there}")


def open_speakers(wanted: str, channels: int, lead_samples: int, block: int = 0, first_sample: int = 0) -> Output:
    """Speakers on the device ``wanted``, not yet started, or SilentSpeakers whose description says why.

    ``lead_samples`` are kept ahead of the device beyond its own block; ``block`` 0 leaves that to the device.
    """
    devices = list_devices()
    if not devices:
        return SilentSpeakers("no sound device here: playing silently", lead_samples, first_sample)
    device = choose(devices, wanted)
    assert device is not None
    if device.channels < channels:
        why = f"{device.name} has {device.channels} outputs, {channels} are needed: playing silently"
        return SilentSpeakers(why, lead_samples, first_sample)
    try:
        return Speakers(device, channels, lead_samples, block, first_sample)
    except NoSound as error:
        why = f"{device.name} does not open ({error}): playing silently"
        return SilentSpeakers(why, lead_samples, first_sample)


class Speakers:
    """A running stream. ``write`` goes to the ring, the device's callback takes from it."""

    def __init__(self, device: Device, channels: int, lead_samples: int, block: int, first_sample: int) -> None:
        self.ring = SampleRing(CAPACITY, channels)
        self.underflows = 0  # the ring was empty: a gap of ours
        self.late = 0  # the device or its server says that it came too late; not always to be heard
        self._block = block or 1024  # until the device has asked for the first time
        self._asked = 0
        self._lead, self._first = lead_samples, first_sample
        self._origin_s: float | None = None  # when the sample that starts the ring left, smoothed
        self._last_s = 0.0
        sd = _sounddevice()
        try:
            self._stream = sd.OutputStream(
                samplerate=SAMPLE_RATE_HZ, blocksize=block, device=device.number, channels=channels,
                dtype="float32", latency="low", clip_off=True, dither_off=True, callback=self._callback,
            )  # fmt: skip
        except (sd.PortAudioError, ValueError) as error:
            raise NoSound(_first_line(error)) from error
        self.latency_s = float(self._stream.latency)
        self.description = f"{device.name} ({device.host}), {channels} channels"

    def start(self, now_s: float) -> None:
        """Begin to play what has been written. Raises NoSound where the device refuses."""
        self._last_s = now_s
        try:
            self._stream.start()
        except _sounddevice().PortAudioError as error:
            raise NoSound(_first_line(error)) from error

    def _callback(self, out: np.ndarray, frames: int, at: Any, status: Any) -> None:
        now_s = time.monotonic()
        before = self.ring.read
        if self.ring.take(out) < frames:
            self.underflows += 1
        if status.output_underflow:
            self.late += 1
        self._asked = max(self._asked, frames)
        leaves_s = now_s + max(at.outputBufferDacTime - at.currentTime, 0.0)
        fresh_s = leaves_s - before / SAMPLE_RATE_HZ
        origin_s = self._origin_s
        if origin_s is None or abs(fresh_s - origin_s) > JUMP_S:
            self._origin_s = fresh_s
        else:
            self._origin_s = origin_s + SMOOTHING * (fresh_s - origin_s)
        self._last_s = now_s

    def room(self, now_s: float) -> int:
        """How many samples may be written now."""
        target = max(self._asked or self._block, BLOCK) + self._lead
        return min(target, CAPACITY) - self.ring.filled

    def write(self, block: np.ndarray) -> None:
        """Append ``(n, channels) float32``."""
        self.ring.put(block)

    def played(self, now_s: float) -> float:
        """Which sample leaves the speakers now, counted from the evening's start."""
        if self._origin_s is None:
            return float(self._first)
        at = (now_s - self._origin_s) * SAMPLE_RATE_HZ
        return self._first + min(max(at, 0.0), float(self.ring.read))

    def alive(self, now_s: float) -> bool:
        """Whether the device still asks for samples."""
        return self._stream.active and now_s - self._last_s < GONE_AFTER_S

    def close(self) -> None:
        """Stop at once and let go of the device."""
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)


class NoSound(Exception):
    """No PortAudio library, or it cannot do what was asked."""


def _sounddevice() -> Any:
    """The sounddevice module; it fails to import where there is no PortAudio."""
    try:
        import sounddevice
    except (OSError, ImportError) as error:
        raise NoSound(_first_line(error)) from error
    return sounddevice


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["unknown"])[0]
