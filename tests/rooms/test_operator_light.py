"""The operator's picture: each gesture moves its own hand in its own place; the head is lost in the floor alone."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from installation.hall.discover import layout_of
from installation.light.renderer import Renderer
from installation.optics.view import WHOLE, View, look_at, projection
from installation.rooms.operator.light import PUSH_S
from installation.score.stage import on_floor

from .picture import SIZE, apart, calm, cast, context, drawn

pytestmark = pytest.mark.gl
ALONE, FLOORED = ("operator",), ("floor", "operator")
EYE, TARGET, FOV = (0.0, 6.0, 24.0), (0.0, 3.0, 0.0), 50.0
LEFT, RIGHT = np.s_[:, :80], np.s_[:, 80:]


def moment(names: tuple[str, ...] = ALONE, **leaves: Any) -> np.ndarray:
    made = calm(names)
    made["camera_eye"], made["camera_target"], made["camera_fov"] = EYE, TARGET, FOV
    made["operator"]["head"] = 1.0
    for name, value in leaves.items():
        (made["operator"] if name in ("head", "gathered", "light", "heart_phase") else made)[name] = value
    return made


def frame(names: tuple[str, ...] = ALONE, quality: str = "low", **leaves: Any) -> np.ndarray:
    return drawn(moment(names, **leaves), names, quality)


def changed(**leaves: Any) -> np.ndarray:
    """How much each pixel is changed by a gesture, ``(90, 160)``."""
    return np.abs(frame(**leaves) - frame()).max(axis=2)


def rows(change: np.ndarray) -> np.ndarray:
    return np.flatnonzero((change > 20).any(axis=1))


def test_at_rest_nothing_is_drawn():
    assert np.array_equal(frame(), drawn(calm(()), ()))
    assert np.array_equal(frame(calm=0.2, breath=1.0, lucidity=1.0, heart_phase=0.4), frame(calm=0.2, breath=1.0))


@pytest.mark.parametrize(("palms", "mine", "other"), [((1.0, 0.0), LEFT, RIGHT), ((0.0, 1.0), RIGHT, LEFT)])
def test_each_palm_opens_its_own_hand(palms, mine, other):
    change = changed(palms=palms)
    assert change[mine].mean() > 3.0
    assert change[other].max() <= 8
    assert change[:40].max() <= 8  # the lower part of the picture alone


def test_hands_rise_and_sink_smoothly():
    steps = [changed(palms=(p, p)).mean() for p in (0.0, 0.15, 0.3, 0.6, 1.0)]
    assert steps[0] == 0.0
    assert all(b > a for a, b in pairwise(steps[1:]))


def test_breath_brings_both_hands_and_moves_them():
    change = changed(breathe=1.0)
    assert change[LEFT].mean() > 1.5
    assert change[RIGHT].mean() > 1.5
    full, emptied = (rows(changed(breathe=1.0, breath=b)).min() for b in (1.0, 0.0))
    assert full < emptied


def test_raised_hands_stand_on_the_thirds():
    raised, open_ = changed(raised=1.0), changed(palms=(1.0, 1.0))
    assert rows(raised).min() < rows(open_).min() - 8
    columns = (raised > 20).sum(axis=0)
    for half, third in ((columns[:80], 160 / 3), (columns[80:], 160 * 2 / 3 - 80)):
        middle = float((half * np.arange(80)).sum() / half.sum())
        assert abs(middle - third) < 14


def in_picture(x: float, y: float) -> tuple[int, int]:
    """The pixel (row, column) at which a gesture's place on the floor lies."""
    p = projection(FOV, SIZE, WHOLE) @ look_at(np.array(EYE), np.array(TARGET)) @ (*on_floor(x, y), 1.0)
    return round((0.5 - 0.5 * p[1] / p[3]) * SIZE[1]), round((0.5 + 0.5 * p[0] / p[3]) * SIZE[0])


@pytest.mark.parametrize(("x", "y"), [(0.5, 0.3), (-0.6, -0.1), (0.3, -0.4)])
def test_focus_lights_the_place_that_is_meant_and_points_with_the_nearer_hand(x, y):
    row, column = in_picture(x, y)
    change = changed(focus=(x, y, 1.0))
    assert change[row - 2 : row + 3, column - 2 : column + 3].max() > 25
    near, far = (RIGHT, LEFT) if x > 0 else (LEFT, RIGHT)
    assert change[near].mean() > 5.0 * change[far].mean()


def middle(change: np.ndarray) -> np.ndarray:
    return change[:, 70:90]


def test_weaving_spans_threads_between_the_hands():
    change = changed(weave=1.0)
    assert middle(change).max() > 12
    assert change[LEFT].mean() > 1.5
    assert change[RIGHT].mean() > 1.5
    assert apart(frame(weave=1.0, time_s=20.0), frame(weave=1.0, time_s=20.6)) > 0.5  # the fingers move


def test_stretching_draws_the_hands_apart():
    def outermost(value: float) -> float:
        columns = np.flatnonzero((changed(stretch=value) > 40).any(axis=0))
        return float(columns.max() - columns.min())

    assert outermost(1.0) > outermost(0.3) + 30


def pushed(age_s: float, x: float = 0.5, count: int = 1) -> np.ndarray:
    made = moment(will_count=count)
    made["will"][0], made["will_at_s"][0] = (x, 0.2), 20.0 - age_s
    return np.abs(drawn(made, ALONE) - frame()).max(axis=2)


def test_will_is_a_push_of_the_nearer_hand_and_passes():
    assert pushed(0.6)[RIGHT].mean() > 5.0 * pushed(0.6)[LEFT].mean()
    assert pushed(0.6, x=-0.5)[LEFT].mean() > 5.0 * pushed(0.6, x=-0.5)[RIGHT].mean()
    assert pushed(0.0).max() == 0
    assert pushed(PUSH_S + 0.1).max() == 0
    assert pushed(0.6, count=0).max() == 0


def test_gathered_light_is_warm_and_in_both_palms():
    lit, plain = frame(breathe=1.0, gathered=1.0), frame(breathe=1.0)
    more = (lit - plain).astype(float)
    for half in (LEFT, RIGHT):
        red, blue = more[half][..., 0], more[half][..., 2]
        assert red[red > 10].size > 60
        assert red.clip(0).sum() > blue.clip(0).sum()


def test_lucidity_alone_brings_the_hands():
    assert changed(gathered=0.9).mean() > 2.0


def test_hands_follow_the_camera():
    here = moment(palms=(1.0, 1.0))
    there = moment(palms=(1.0, 1.0))
    there["camera_eye"], there["camera_target"], there["camera_fov"] = (-9.0, 9.0, 20.0), (0.0, 8.0, 0.0), 36.0
    assert apart(drawn(here, ALONE), drawn(there, ALONE)) < 1.5
    assert apart(drawn(here, ALONE), frame()) > 3.0


def test_a_tile_of_a_wall_shows_its_part_of_the_hands():
    made, members = moment(palms=(1.0, 1.0)), cast(*ALONE)
    tile = Renderer(context(), members, layout_of(members), (80, 90), "low", strict=True)
    tile.draw(made, made, 0.0, View(viewport=(0.5, 0.0, 1.0, 1.0)))
    assert apart(tile.read().astype(int), drawn(made, ALONE)[RIGHT]) < 2.5


def reflection(**leaves: Any) -> np.ndarray:
    return frame(FLOORED, **leaves)


def test_someone_is_mirrored_in_the_floor_who_is_not_in_the_hall():
    shown = np.abs(reflection() - reflection(light=0.0)).max(axis=2)
    found = np.argwhere(shown > 12)
    assert len(found) > 25
    assert np.ptp(found[:, 1]) < 50
    assert np.array_equal(frame(), frame(light=0.0))


def test_the_lost_head_changes_the_mirror_alone():
    whole, headless = reflection(), reflection(head=0.0)
    lost = np.abs(whole - headless).max(axis=2)
    assert (lost > 8).sum() > 3
    assert np.array_equal(frame(head=0.0), frame(head=1.0))
    figure = np.argwhere(np.abs(whole - reflection(light=0.0)).max(axis=2) > 12)
    crown = np.argwhere(lost > 8)
    assert crown[:, 0].mean() > figure[:, 0].mean()  # mirrored, the head is below
    assert np.array_equal(reflection(), whole)


def test_the_reflections_arms_follow_the_palms():
    quiet, left, right = reflection(), reflection(palms=(0.4, 0.0)), reflection(palms=(0.0, 0.4))
    row = np.argwhere(np.abs(quiet - reflection(light=0.0)).max(axis=2) > 12)
    top, low = row[:, 0].min(), row[:, 0].max() + 1
    centre = int(np.median(row[:, 1]))
    for moved, side in ((left, np.s_[top:low, centre - 12 : centre]), (right, np.s_[top:low, centre : centre + 12])):
        assert np.abs(moved - quiet).max(axis=2)[side].max() > 8


@pytest.mark.parametrize("quality", ["medium", "high"])
def test_it_is_drawn_at_every_quality(quality):
    gestures: dict[str, Any] = {"palms": (1.0, 1.0), "focus": (0.3, 0.2, 1.0), "weave": 0.5, "gathered": 0.5}
    assert apart(frame(FLOORED, quality, **gestures), frame(FLOORED, quality)) > 2.0
