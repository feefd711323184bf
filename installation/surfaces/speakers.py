"""The speakers: PortAudio through sounddevice. The callback only copies from a ring that is filled a little ahead.

``Stream`` is the device's end of a wire, ``Speakers`` the end of who makes the sound; a process may lie between them.
A machine without PortAudio, or without a device that fits, gets silence paced by the clock, and one line says so.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.errors import InputError
from ..core.units import BLOCK, SAMPLE_RATE_HZ
from .rate import Converter
from .samples import Output, SilentSpeakers
from .wire import CAPACITY, ENDED, OPEN, PLAYING, Wire

GONE_AFTER_S = 1.5  # without a callback, a device counts as vanished
START_S = 5.0  # and before its first one
MEASURE_S = 2.0  # over which the device's rate is measured
WRONG_RATE = 0.2  # a device that is so far off its rate does not play
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


def has_portaudio() -> bool:
    """Whether there is a PortAudio to ask at all."""
    try:
        _sounddevice()
    except NoSound:
        return False
    return True


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


def open_speakers(wanted: str, channels: int, lead_samples: int, block: int = 0) -> Output:
    """Speakers on the device ``wanted``, not yet started, or SilentSpeakers whose description says why.

    ``lead_samples`` are kept ahead of the device beyond its own block; ``block`` 0 leaves that to the device.
    Raises InputError where ``wanted`` names none.
    """
    devices = list_devices()
    if not devices:
        return SilentSpeakers("no sound device here: playing silently", lead_samples)
    device = choose(devices, wanted)
    assert device is not None
    if device.channels < channels:
        return SilentSpeakers(f"{too_few(device, channels)}: playing silently", lead_samples)
    wire = Wire.create(channels)
    try:
        return OwnSpeakers(Stream(device, channels, block, wire), wire, channels, lead_samples)
    except NoSound as error:
        wire.close()
        return SilentSpeakers(f"{device.name} does not open ({error}): playing silently", lead_samples)


def too_few(device: Device, channels: int) -> str:
    return f"{device.name} has {device.channels} outputs, {channels} are needed"


class Stream:
    """PortAudio's stream on ``device``, fed from ``wire``, at the engine's rate or else at the device's own."""

    def __init__(self, device: Device, channels: int, block: int, wire: Wire) -> None:
        self._wire, self._head, self._ring = wire, wire.head, wire.ring
        self._since: tuple[float, int] | None = None
        self._stream, self._rate_hz = _opened(device, channels, block, self._callback)
        self._head["asked"], self._head["rate_hz"] = block or 1024, self._rate_hz  # until the device has asked
        self._head["offset_s"] = float(self._stream.latency)
        rate = "" if self._rate_hz == SAMPLE_RATE_HZ else f" at {self._rate_hz / 1000:g} kHz"
        wire.tell("name", device.name)
        wire.tell("told", f"{device.name} ({device.host}), {channels} channels{rate}")
        self._head["state"] = OPEN

    @property
    def active(self) -> bool:
        return bool(self._stream.active)

    def start(self) -> None:
        """Begin to play what has been written. Raises NoSound where the device refuses."""
        self._head["last_s"] = time.monotonic()
        try:
            self._stream.start()
        except _sounddevice().PortAudioError as error:
            raise NoSound(_first_line(error)) from error
        self._head["state"] = PLAYING

    def close(self) -> None:
        """Stop at once and let go of the device."""
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)
        self._head["state"] = ENDED

    def _callback(self, out: np.ndarray, frames: int, at: Any, status: Any) -> None:
        now_s = time.monotonic()
        head, before = self._head, self._ring.read
        if self._ring.take(out) < frames:
            head["underflows"] += 1
        if status.output_underflow:
            head["late"] += 1
        if not head["callbacks"] or frames > head["asked"]:
            head["asked"] = frames
        head["offset_s"] = offset_s = max(at.outputBufferDacTime - at.currentTime, 0.0)
        self._place(now_s + offset_s - before / self._rate_hz, bool(head["callbacks"]))
        head["last_s"] = now_s
        head["callbacks"] += 1
        self._measure(now_s, before)

    def _place(self, fresh_s: float, known: bool) -> None:
        """Take over when the ring's first sample left, as this callback has it."""
        head = self._head
        error_s = fresh_s - float(head["origin_s"])
        if known and abs(error_s) <= JUMP_S:
            head["origin_s"] += SMOOTHING * error_s
            return
        head["stalls"] += known
        head["origin_s"] = fresh_s

    def _measure(self, now_s: float, read: int) -> None:
        """How fast the device really takes samples: flags tell nothing of one that stands still."""
        if self._since is None:
            self._since = now_s, read
        passed_s = now_s - self._since[0]
        if passed_s >= MEASURE_S:
            self._head["measured_hz"] = (read - self._since[1]) / passed_s
            self._since = now_s, read


class Speakers:
    """The end of a wire that is written to; samples are the engine's, whatever the device's rate."""

    sounds = True

    def __init__(self, wire: Wire, channels: int, lead_samples: int) -> None:
        self.wire, self.first_sample = wire, 0
        self._converter = Converter(int(wire.head["rate_hz"]), channels)
        self._rate_hz = int(wire.head["rate_hz"])
        self._lead = lead_samples
        self._started_s = 0.0
        self.description = wire.text("told")

    @property
    def latency_s(self) -> float:
        """What device and rate conversion take, beyond the ring: from a callback to the air, as PortAudio has it."""
        return float(self.wire.head["offset_s"]) + self._converter.kept_samples / SAMPLE_RATE_HZ

    @property
    def underflows(self) -> int:
        return int(self.wire.head["underflows"])

    @property
    def late(self) -> int:
        return int(self.wire.head["late"]) + int(self.wire.head["stalls"])

    def start(self, now_s: float) -> None:
        """Have the device play what has been written."""
        self._started_s = now_s
        self.wire.head["go"] = 1

    def room(self, now_s: float) -> int:
        """How many samples may be written now."""
        ratio = self._converter.ratio
        target = max(int(self.wire.head["asked"]), BLOCK * ratio) + self._lead * ratio
        return int((min(target, CAPACITY // 2) - self.wire.ring.filled) / ratio)

    def write(self, block: np.ndarray) -> None:
        """Append ``(n, channels) float32``."""
        self.wire.ring.put(self._converter.take(block))

    def played(self, now_s: float) -> float:
        """Which sample leaves the speakers now, counted from the evening's start."""
        head = self.wire.head
        if not head["callbacks"]:
            return float(self.first_sample)
        at = (now_s - float(head["origin_s"])) * self._rate_hz
        return self.first_sample + min(max(at, 0.0), float(self.wire.ring.read)) / self._converter.ratio

    def alive(self, now_s: float) -> bool:
        """Whether the device takes samples, and about as fast as it should."""
        head = self.wire.head
        if int(head["state"]) == ENDED:
            return False
        if not head["callbacks"]:
            return now_s - self._started_s < START_S
        measured_hz = float(head["measured_hz"])
        steady = measured_hz == 0.0 or abs(measured_hz / self._rate_hz - 1.0) < WRONG_RATE
        return steady and now_s - float(head["last_s"]) < GONE_AFTER_S

    def close(self) -> None:
        """Stop at once and let go of the device."""
        self.wire.head["stop"] = 1
        self.wire.close()


class OwnSpeakers(Speakers):
    """With the stream in this very process."""

    def __init__(self, stream: Stream, wire: Wire, channels: int, lead_samples: int) -> None:
        super().__init__(wire, channels, lead_samples)
        self._stream = stream

    def start(self, now_s: float) -> None:
        """Raises NoSound where the device refuses."""
        super().start(now_s)
        self._stream.start()

    def close(self) -> None:
        self._stream.close()
        super().close()


def _opened(device: Device, channels: int, block: int, callback: Any) -> tuple[Any, int]:
    """A stream and its rate: the engine's, or else the device's own. Raises NoSound where it opens at neither."""
    sd = _sounddevice()
    failed: Exception | None = None
    for rate_hz in dict.fromkeys((SAMPLE_RATE_HZ, round(device.rate_hz))):
        try:
            stream = sd.OutputStream(
                samplerate=rate_hz, blocksize=block, device=device.number, channels=channels,
                dtype="float32", latency="low", clip_off=True, dither_off=True, callback=callback,
            )  # fmt: skip
            return stream, rate_hz
        except (sd.PortAudioError, ValueError) as error:
            failed = failed or error
    assert failed is not None
    raise NoSound(_first_line(failed)) from failed


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
