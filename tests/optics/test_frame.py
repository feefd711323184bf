"""The scissor: whatever of a sphere can be seen lies within the rectangle that is drawn."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from installation.optics.frame import Frame
from installation.optics.quality import named
from installation.optics.view import WHOLE, Camera, look_at, projection

SIZE = (320, 180)
EYE, TARGET = np.array([3.0, 4.0, 22.0]), np.array([0.0, 6.0, 0.0])
along = st.floats(-14.0, 14.0)
_rng = np.random.Generator(np.random.PCG64(5))
ON_SPHERE = _rng.normal(size=(400, 3))
ON_SPHERE /= np.linalg.norm(ON_SPHERE, axis=1, keepdims=True)


def frame() -> Frame:
    to_clip = projection(52.0, SIZE, WHOLE) @ look_at(EYE, TARGET)
    target = SimpleNamespace(size=SIZE, scissor=None)
    camera = Camera(EYE, TARGET, 52.0)
    return Frame(np.zeros(()), camera, WHOLE, SIZE, named("low"), to_clip, target)  # type: ignore[arg-type]


@given(along, along, along, st.floats(0.2, 5.0))
def test_a_sphere_lies_within_its_scissor(x: float, y: float, z: float, radius: float) -> None:
    made = frame()
    seen = made.scissor((x, y, z), radius)
    points = np.array([x, y, z]) + radius * ON_SPHERE
    clip = np.concatenate([points, np.ones((len(points), 1))], axis=1) @ made.to_clip.T
    ahead = clip[clip[:, 3] > 0.01]
    places = (ahead[:, :2] / ahead[:, 3:] * 0.5 + 0.5) * SIZE
    inside = places[((places >= 0.0) & (places <= SIZE)).all(axis=1)]
    if not seen:
        assert len(inside) == 0
        return
    x0, y0, width, height = made.target.scissor or (0, 0, *SIZE)
    assert (inside >= (x0, y0)).all()
    assert (inside <= (x0 + width, y0 + height)).all()


def test_a_small_sphere_saves_most_of_the_target() -> None:
    made = frame()
    assert made.scissor((0.0, 6.0, 0.0), 1.5)
    _, _, width, height = made.target.scissor
    assert 0.01 < width * height / (SIZE[0] * SIZE[1]) < 0.10


def test_a_sphere_round_the_eye_is_not_cut() -> None:
    made = frame()
    assert made.scissor((3.0, 4.0, 21.0), 3.0)
    assert made.target.scissor is None
