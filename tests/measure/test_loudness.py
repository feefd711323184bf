"""Loudness against the values that BS.1770 and R128 name, and true peaks that lie between samples."""

from __future__ import annotations

import numpy as np
import pytest

from installation.measure.loudness import SILENT_LUFS, integrated_lufs, short_term_lufs, true_peak_dbtp

RATE = 48_000


def sine(hz: float, peak_dbfs: float, seconds: float, phase: float = 0.0) -> np.ndarray:
    wave = 10 ** (peak_dbfs / 20) * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE)) / RATE + phase)
    return np.repeat(wave[:, None], 2, axis=1).astype(np.float32)


def test_the_reference_tone() -> None:
    """EBU Tech 3341 case 1: 1 kHz in both channels at -23 dBFS reads -23 LUFS."""
    sound = sine(1000.0, -23.0, 5.0)
    assert integrated_lufs(sound, RATE) == pytest.approx(-23.0, abs=0.1)
    assert short_term_lufs(sound, RATE)[3] == pytest.approx(-23.0, abs=0.1)


def test_the_gate_leaves_silence_out() -> None:
    sound = np.concatenate([sine(1000.0, -23.0, 5.0), np.zeros((10 * RATE, 2), np.float32)])
    assert integrated_lufs(sound, RATE) == pytest.approx(-23.0, abs=0.2)


def test_short_term_follows_within_three_seconds() -> None:
    level = short_term_lufs(np.concatenate([sine(1000.0, -40.0, 4.0), sine(1000.0, -20.0, 4.0)]), RATE)
    assert len(level) == 8
    assert level[3] == pytest.approx(-40.0, abs=0.2)
    assert level[7] == pytest.approx(-20.0, abs=0.2)


def test_silence() -> None:
    silent = np.zeros((RATE, 2), np.float32)
    assert integrated_lufs(silent, RATE) == SILENT_LUFS
    assert true_peak_dbtp(silent, RATE) == SILENT_LUFS
    assert integrated_lufs(silent[:10], RATE) == SILENT_LUFS


def test_a_true_peak_between_the_samples() -> None:
    """A quarter of the sample rate, 45 degrees off: samples at 0.707, the wave at 1 (EBU Tech 3341 case 16)."""
    sound = sine(RATE / 4, -6.0, 0.5, np.pi / 4)
    assert 20 * np.log10(np.abs(sound).max()) == pytest.approx(-9.0, abs=0.05)
    assert true_peak_dbtp(sound[1000:-1000], RATE) == pytest.approx(-6.0, abs=0.6)


def test_blocks_join_without_a_seam() -> None:
    sound = sine(997.0, -6.0, 21.0)
    assert true_peak_dbtp(sound, RATE) == pytest.approx(-6.0, abs=0.05)
