"""The operator's own sounds: a heart of two strokes where its phase says, breath that flows, both in the middle."""

from __future__ import annotations

import numpy as np


def body(bench, trouble: float = 0.0, breathe: float = 0.0):
    operator = bench("operator")
    operator.own["trouble"] = trouble
    operator.moment["breathe"] = breathe
    return operator


def live(operator, seconds: float, heart_hz: float = 1.0, breath_s: float = 4.0, phase: float = 0.5) -> np.ndarray:
    """Heart and breath go on from ``phase`` of a heartbeat."""
    made = []
    for k in range(round(seconds * 120)):
        operator.own["heart_phase"] = (phase + k * heart_hz / 120) % 1.0
        operator.moment["breath_phase"] = (k / 120 / breath_s) % 1.0 if breath_s else 0.0
        made.append(operator.tick())
    return np.concatenate(made, axis=1)


def strokes_s(sound: np.ndarray) -> np.ndarray:
    low = np.abs(sound.sum(axis=0))
    loud = np.flatnonzero(low > 0.25 * low.max())
    return loud[np.diff(loud, prepend=-48_000) > 7_200] / 48_000


def test_the_heart_beats_twice_a_stroke_where_its_phase_says(bench):
    operator = body(bench)
    live(operator, 0.05, breath_s=0.0)
    heard = live(operator, 2.0, breath_s=0.0, phase=0.556)
    expected = np.array([0.444, 0.754, 1.444, 1.754])
    assert np.abs(strokes_s(heard) - expected).max() < 0.015


def test_it_is_nearer_in_trouble(bench):
    def heart(trouble: float) -> float:
        operator = body(bench, trouble)
        live(operator, 0.05, breath_s=0.0)
        return float(np.abs(live(operator, 1.0, breath_s=0.0)).max())

    assert 2.0 > heart(0.8) / heart(0.0) > 1.3


def test_breath_flows_with_the_lungs_and_deeper_as_the_operator_breathes(bench):
    def breath(breathe: float) -> np.ndarray:
        heard = live(body(bench, breathe=breathe), 4.0, heart_hz=0.0)
        return np.sqrt(np.square(heard).reshape(2, 40, -1).mean(axis=(0, 2)))

    deep, shallow = breath(1.0), breath(0.0)
    assert deep.mean() > 2.0 * shallow.mean() > 0.0
    assert deep[9:11].mean() > 4.0 * deep[19:21].mean()  # between in and out it rests


def test_it_is_in_the_middle(bench):
    left, right = np.square(live(body(bench, 0.5, 0.8), 4.0)).mean(axis=1)
    assert 0.8 < left / right < 1.25


def test_it_sends_nothing_to_the_hall(bench):
    operator = body(bench, 0.5, 1.0)
    live(operator, 1.2)
    assert not operator.kits.out[0, 2].any()


def test_the_same_evening_sounds_the_same(bench):
    assert live(body(bench), 0.7).tobytes() == live(body(bench), 0.7).tobytes()
