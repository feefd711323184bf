"""The score's cameras: smooth, eased, slow, out of the engine's way; and two of them while scenes dissolve."""

import numpy as np
import pytest

from installation.score.camera import Cameras, Path
from installation.score.score import read_score

SCORE = read_score("evening")
every_movement = pytest.mark.parametrize("movement", SCORE.movements, ids=lambda m: m.name)
STEP_BARS = 0.02


def flown(movement) -> np.ndarray:
    """The camera's values over a movement and the dissolve after it, one row a step."""
    return np.array([Path(movement).at(bar) for bar in np.arange(0.0, movement.bars + 3.0, STEP_BARS)])


def slope(values: np.ndarray) -> np.ndarray:
    return np.diff(values, axis=0) / (STEP_BARS * SCORE.bar_s)


@every_movement
def test_a_camera_moves_by_a_twentieth_of_its_distance_a_second_at_most(movement):
    way = flown(movement)
    distance = np.linalg.norm(way[:, :3] - way[:, 3:6], axis=1)
    speed = np.linalg.norm(slope(way[:, :3]), axis=1)
    assert (speed <= 0.05 * distance[1:]).all()
    assert distance.min() > 8.0
    assert way[:, 1].min() > 1.0


@every_movement
def test_it_begins_and_ends_at_rest_with_no_jolt(movement):
    way = flown(movement)[:, :3]
    speed = slope(way)
    jolt = np.linalg.norm(slope(slope(speed)), axis=1)
    assert np.linalg.norm(speed[[0, -1]], axis=1).max() < 1e-3
    assert np.linalg.norm(slope(speed), axis=1)[[0, -1]].max() < 0.02
    assert jolt.max() < 1.0


def test_it_passes_through_its_shots():
    movement = SCORE.movements[SCORE.index("operation")]
    first, last = movement.shots[0], movement.shots[-1]
    assert Path(movement).at(-1.0)[:3] == pytest.approx(first.eye)
    assert Path(movement).at(99.0)[:3] == pytest.approx(last.eye)


def test_a_new_movement_takes_the_other_camera_and_dissolves_into_it():
    cameras = Cameras(SCORE)
    cameras.step(0.0, 0, 0)
    assert cameras.mix == 0.0
    seen = []
    for tick in range(120 * 6):
        cameras.step(1 / 120, 1, 20)
        seen.append(cameras.mix)
        left = cameras.views(20.0 + tick / 300)[0]
        assert left[:3] == pytest.approx(SCORE.movements[0].shots[-1].eye, abs=1e-9)  # it rests while it is left
    dissolve = SCORE.movements[1].dissolve_s
    assert seen[-1] == 1.0
    assert np.diff(seen).max() <= 1 / 120 / dissolve + 1e-12
    cameras.step(1 / 120, 2, 44)
    assert 0.9 < cameras.mix < 1.0
    assert cameras.views(44.0)[0][:3] == pytest.approx(SCORE.movements[2].shots[0].eye)


def test_the_same_movement_again_dissolves_too():
    cameras = Cameras(SCORE)
    cameras.step(0.0, 3, 0)
    cameras.step(1.0, 3, 12)
    assert 0.0 < cameras.mix < 1.0
