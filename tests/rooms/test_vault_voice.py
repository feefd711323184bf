"""The vault's voice: breath swells it, trouble ebbs it and kills patches, its layers never roughen a tone."""

from __future__ import annotations

import numpy as np

CHORD_HZ = (73.4, 146.8, 220.2, 367.1)


def singing(bench, breath: float = 0.5, trouble: float = 0.0):
    vault = bench("vault")
    vault.own["pitch_hz"], vault.own["pitch_level"] = CHORD_HZ, 0.8
    vault.own["trouble"] = trouble
    vault.moment["breath"] = breath
    vault.sound(0.5)
    return vault


def level(vault, seconds: float = 2.0) -> float:
    return float(np.sqrt(np.square(vault.sound(seconds)).mean()))


def test_full_lungs_are_louder_and_brighter(bench):
    empty, full = singing(bench, 0.0), singing(bench, 1.0)
    quiet, loud = empty.sound(2.0).sum(axis=0), full.sound(2.0).sum(axis=0)
    hz = np.fft.rfftfreq(quiet.size, 1 / 48_000)

    def centre(sound: np.ndarray) -> float:
        amp = np.abs(np.fft.rfft(sound))
        return float((amp * hz)[hz < 3000].sum() / amp[hz < 3000].sum())

    assert np.square(loud).sum() > 1.5 * np.square(quiet).sum()
    assert centre(loud) > centre(quiet)


def test_trouble_ebbs_it_and_patches_die(bench):
    calm, troubled = singing(bench), singing(bench, trouble=1.0)
    assert level(troubled) < 0.7 * level(calm)
    amp = troubled.kits.partials.amp[:96].reshape(4, 3, 8)[:, :, 0]
    assert amp.max() > 4.0 * amp.min()


def test_every_partial_stays_within_three_hertz_of_its_tone(bench):
    vault = singing(bench)
    got = vault.kits.partials.freq_hz[:96].reshape(4, 3, 8)
    wanted = np.array(CHORD_HZ)[:, None, None] * np.arange(1, 9)
    assert np.abs(got - wanted).max() < 3.0
    assert np.abs(got - wanted).max() > 0.2


def test_a_new_tone_dips_and_swells(bench):
    vault = singing(bench)
    before = level(vault, 0.3)
    vault.own["pitch_at_s"] = float(vault.moment["dream_time_s"])
    dipped = [level(vault, 0.1) for _ in range(20)]
    assert min(dipped[:4]) < 0.75 * before
    assert dipped[-1] > 0.8 * before


def test_no_part_of_it_steps(bench):
    """The pad alone holds nothing above 12 kHz: targets glide, whatever the moment does."""
    vault = singing(bench)
    for _ in range(4):
        vault.own["pitch_hz"] = np.array(CHORD_HZ) * 1.25
        vault.own["pitch_at_s"] = float(vault.moment["dream_time_s"])
        vault.own["trouble"] = 0.7
        vault.sound(0.1)
    heard = vault.sound(0.5).sum(axis=0)
    spectrum = np.square(np.abs(np.fft.rfft(heard * np.hanning(heard.size))))
    hz = np.fft.rfftfreq(heard.size, 1 / 48_000)
    assert spectrum[hz > 12_000].sum() < 1e-3 * spectrum.sum()
