"""The tone of ``devices --tone``: soft, faded, twice to the left and right, so that a person hears which is which."""

from __future__ import annotations

import time

import numpy as np

from ..core.errors import MachineError
from ..core.units import BLOCK, SAMPLE_RATE_HZ
from ..surfaces.samples import SilentSpeakers
from ..surfaces.speakers import open_speakers

LENGTH_S, PITCH_HZ, LEVEL = 2.0, 440.0, 0.1
LEAD = 4 * BLOCK


def tone() -> np.ndarray:
    """``(n, 2) float32``: half of the time left, half right, each with soft ends."""
    at = np.arange(round(LENGTH_S * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    half = LENGTH_S / 2
    shape = np.sin(np.pi * (at % half) / half) ** 2
    wave = LEVEL * shape * (np.sin(2 * np.pi * PITCH_HZ * at) + 0.3 * np.sin(4 * np.pi * PITCH_HZ * at))
    return np.stack([wave * (at < half), wave * (at >= half)], axis=1).astype(np.float32)


def play_tone(device: str) -> str:
    """Play the tone; returns what it was played on. Raises MachineError where nothing can sound."""
    output = open_speakers(device, 2, LEAD)
    if isinstance(output, SilentSpeakers):
        raise MachineError(f"no tone: {output.description}")
    samples = np.concatenate([tone(), np.zeros((LEAD, 2), np.float32)])
    until_s = time.monotonic() + 3 * LENGTH_S
    started = False
    try:
        for start in range(0, len(samples) - BLOCK + 1, BLOCK):
            while output.room(time.monotonic()) < BLOCK:
                if not started:
                    output.start(time.monotonic())
                    started = True
                if time.monotonic() > until_s:
                    raise MachineError(f"no tone: {output.description} takes no sound")
                time.sleep(0.002)
            output.write(samples[start : start + BLOCK])
    finally:
        output.close()
    return f"played a tone on {output.description}: left, then right"
