"""How struck modes ring, compiled: a mode is a complex number that turns and decays; read by the mode bank.

A run of samples of a mode is one complex number times powers kept beside it: the loop vectorises and has no sine.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from ..core.units import BLOCK, SAMPLE_RATE_HZ
from .pan import place
from .sine import FLAGS

LANES = 80  # powers kept a mode; divides a tick
HIGHEST_HZ = 20_000.0
SILENT = 1e-6  # -120 dB: a mode below has ended
_FADE = 96  # samples in which a slot that is taken away ends


@njit(**FLAGS)
def strike_all(
    asked, asker, table, owners, sends, send_first,
    slot_first, live, start, energy, gain, state, pole, powers, leaps, wave, order, out,
):  # type: ignore[no-untyped-def]  # fmt: skip
    for k in range(asked.shape[0]):
        row, modes, bus, first, end = owners[asker[k]]
        slot = _slot(live, energy, first, end)
        if live[slot] > 0:
            _sum(slot_first[slot], live[slot], start[slot], state, powers, leaps, wave)
            for c in range(gain.shape[1]):
                for i in range(_FADE):
                    out[bus, c, i] += wave[i] * gain[slot, c] * np.float32(1.0 - i / _FADE)
        instrument = int(asked[k, 1])
        place(asked[k, 3], np.float32(asked[k, 2]), sends[send_first[asker[k]] + instrument], order, gain[slot])
        start[slot] = int(np.ceil(asked[k, 0]))
        lead = start[slot] - asked[k, 0]
        if start[slot] == BLOCK:  # within the last fraction of a sample
            start[slot], lead = BLOCK - 1, 0.0
        live[slot] = _begin(
            table[row + instrument * modes : row + (instrument + 1) * modes], asked[k, 4], lead, start[slot],
            slot_first[slot], state, pole, powers, leaps,
        )  # fmt: skip
        energy[slot] = abs(asked[k, 2])


@njit(**FLAGS)
def _slot(live, energy, first, end):  # type: ignore[no-untyped-def]
    """A free slot, or the weakest; of equals the first."""
    weakest = first
    for slot in range(first, end):
        if live[slot] == 0:
            return slot
        if energy[slot] < energy[weakest]:
            weakest = slot
    return weakest


@njit(**FLAGS)
def _begin(body, ratio, lead, start, first, state, pole, powers, leaps):  # type: ignore[no-untyped-def]
    """Set up a struck body's modes, each a sine from 0 at the strike; returns how many there are."""
    m = first
    for i in range(body.shape[0]):
        turns = body[i, 0] * ratio / SAMPLE_RATE_HZ
        if abs(turns) * SAMPLE_RATE_HZ >= HIGHEST_HZ or abs(body[i, 2]) < SILENT:
            continue
        pole[m, 0] = turns
        pole[m, 1] = -np.log(1000.0) / (body[i, 1] * SAMPLE_RATE_HZ)
        level = body[i, 2] * np.exp(pole[m, 1] * lead)
        angle = 2.0 * np.pi * turns * lead
        state[m, 0], state[m, 1] = level * np.cos(angle), level * np.sin(angle)
        _prepare(m, pole, powers, leaps)
        m += 1
    return m - first


@njit(**FLAGS)
def _prepare(m, pole, powers, leaps):  # type: ignore[no-untyped-def]
    """A mode's pole to the powers 0 .. LANES - 1, LANES and BLOCK."""
    re, im = _power(pole[m, 0], pole[m, 1], 1)
    x, y = 1.0, 0.0
    for i in range(LANES):
        powers[m, 0, i], powers[m, 1, i] = x, y
        x, y = x * re - y * im, x * im + y * re
    leaps[m, 0], leaps[m, 1] = x, y
    leaps[m, 2], leaps[m, 3] = _power(pole[m, 0], pole[m, 1], BLOCK)


@njit(**FLAGS)
def _power(turns, nepers, n):  # type: ignore[no-untyped-def]
    level = np.exp(nepers * n)
    angle = 2.0 * np.pi * (turns * n - np.floor(turns * n))
    return level * np.cos(angle), level * np.sin(angle)


@njit(**FLAGS)
def recall(live, slot_first, pole, powers, leaps):  # type: ignore[no-untyped-def]
    for slot in range(live.size):
        for m in range(slot_first[slot], slot_first[slot] + live[slot]):
            _prepare(m, pole, powers, leaps)


@njit(**FLAGS)
def _sum(first, count, start, state, powers, leaps, wave):  # type: ignore[no-untyped-def]
    """Fill ``wave`` from ``start`` on with the sum of a slot's modes; before it with silence."""
    for i in range(wave.size):
        wave[i] = np.float32(0.0)
    runs = -(-(BLOCK - start) // LANES)
    for m in range(first, first + count):
        _add_mode(state[m], leaps[m], powers[m, 0], powers[m, 1], wave[start:], runs)


@njit(**FLAGS)
def _add_mode(state, leap, re, im, out, runs):  # type: ignore[no-untyped-def]
    """Add the imaginary part of a decaying phasor to ``out``, a run of ``LANES`` samples at a time."""
    x, y = state[0], state[1]
    for run in range(runs):
        a, b, first = np.float32(x), np.float32(y), run * LANES
        for i in range(LANES):
            out[first + i] += b * re[i] + a * im[i]
        x, y = x * leap[0] - y * leap[1], x * leap[1] + y * leap[0]


@njit(**FLAGS)
def add_scaled(wave, level, out):  # type: ignore[no-untyped-def]
    """Add ``wave`` times a constant level to ``out``, both of one length."""
    for i in range(out.size):
        out[i] += wave[i] * level


@njit(**FLAGS)
def ring(slot_first, slot_bus, live, start, energy, gain, state, pole, powers, leaps, wave, out):  # type: ignore[no-untyped-def]
    for slot in range(live.size):
        if live[slot] == 0:
            continue
        first = slot_first[slot]
        _sum(first, live[slot], start[slot], state, powers, leaps, wave)
        for c in range(gain.shape[1]):
            if gain[slot, c] != 0.0:
                add_scaled(wave, gain[slot, c], out[slot_bus[slot], c])
        _advance(slot, first, live, start, energy, gain, state, pole, powers, leaps)


@njit(**FLAGS)
def _advance(slot, first, live, start, energy, gain, state, pole, powers, leaps):  # type: ignore[no-untyped-def]
    """Go on to the next tick; modes that have ended give way to the last one."""
    level = np.float32(0.0)
    for c in range(gain.shape[1]):
        level = max(level, abs(gain[slot, c]))
    m, end, loudest = first, first + live[slot], 0.0
    while m < end:
        x, y = leaps[m, 2], leaps[m, 3]
        if start[slot] > 0:
            x, y = _power(pole[m, 0], pole[m, 1], BLOCK - start[slot])
        a, b = state[m, 0], state[m, 1]
        a, b = a * x - b * y, a * y + b * x
        size = max(abs(a), abs(b)) * level
        if size < SILENT:
            end -= 1
            state[m], pole[m], leaps[m], powers[m] = state[end], pole[end], leaps[end], powers[end]
            continue
        state[m, 0], state[m, 1] = a, b
        loudest = max(loudest, size)
        m += 1
    live[slot], energy[slot], start[slot] = end - first, loudest, 0
