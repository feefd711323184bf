"""What the chamber and the darkness show: breath, dying patches, faint colour, ripples at their speed, growing ink."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from installation.light.renderer import Renderer
from installation.optics.context import headless
from installation.rooms.vault import pillars
from installation.score.stage import VAULT_HEIGHT_M, VAULT_RADIUS_M, WILL_SPEED_M_S

from .scene import CHAMBER, SIZE, layout_of, moment

gl = pytest.mark.gl
LAYOUT = layout_of(CHAMBER)
WALL = np.s_[18:50]  # rows in which the windows stand
FLOOR = np.s_[62:90]


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(headless(), CHAMBER, LAYOUT, SIZE, "low", strict=True)


def drawn(renderer: Renderer, vault: dict[str, float] | None = None, **common: object) -> np.ndarray:
    made = moment(LAYOUT, **common)
    for leaf, value in (vault or {}).items():
        made["vault"][leaf] = value
    renderer.draw(made, made, 0.0)
    return renderer.read().astype(float)


@gl
def test_the_walls_swell_and_sink_with_the_breath(renderer: Renderer) -> None:
    levels = [drawn(renderer, breath=b, breath_phase=p)[WALL].mean() for b, p in ((0.0, 0.0), (0.5, 0.2), (1.0, 0.5))]
    assert levels[2] > 1.3 * levels[0]
    assert levels[0] < levels[1] < levels[2]


@gl
def test_trouble_puts_out_patches_and_leaves_others(renderer: Renderer) -> None:
    calm = drawn(renderer)[WALL].mean(axis=2)
    ill = drawn(renderer, {"trouble": 0.34, "light": 0.8}, trouble=0.95)[WALL].mean(axis=2)
    columns = (ill.mean(axis=0) + 1.0) / (calm.mean(axis=0) + 1.0)
    assert np.percentile(columns, 10) < 0.45
    assert np.percentile(columns, 90) > 1.5 * np.percentile(columns, 10)


@gl
def test_the_vaults_own_light_level_dims_it(renderer: Renderer) -> None:
    assert drawn(renderer, {"light": 0.3})[WALL].mean() < 0.75 * drawn(renderer)[WALL].mean()


@gl
def test_a_guest_leaves_faint_colour(renderer: Renderer) -> None:
    def hues(picture: np.ndarray) -> float:
        wall = picture[WALL]
        bright = wall[wall.sum(axis=2) > 120.0]
        return float((bright[:, :2] / bright.sum(axis=1, keepdims=True)).std(axis=0).sum())

    assert hues(drawn(renderer, guests=1.0)) > 1.4 * hues(drawn(renderer))


def ring_width(renderer: Renderer, age_s: float) -> float:
    """How far the ripple sent to the floor's middle has come, metres, seen from above."""
    above = {"camera_eye": (0.0, 30.0, 0.01), "camera_target": (0.0, 0.0, 0.0), "camera_fov": 56.0}
    will_at_s = (20.0 - age_s, -100.0, -100.0, -100.0)
    quiet = drawn(renderer, **above).mean(axis=2)
    lit = drawn(renderer, will_count=1, will_at_s=will_at_s, **above).mean(axis=2)
    row = np.abs(lit - quiet)[43:47].mean(axis=0)
    metres = (np.arange(160) + 0.5 - 80.0) / 45.0 * 30.0 * np.tan(np.radians(28.0))
    outside = np.where(np.abs(metres) < 15.0, row, 0.0)
    return float(np.abs(metres[np.argmax(outside)]))


@gl
@pytest.mark.parametrize("age_s", [0.3, 0.5, 0.8])
def test_ripples_of_will_run_at_their_speed(renderer: Renderer, age_s: float) -> None:
    assert ring_width(renderer, age_s) == pytest.approx(age_s * WILL_SPEED_M_S, abs=1.0)


def ink(renderer: Renderer, darkness: float, **common: object) -> np.ndarray:
    """Where the darkness has changed the floor."""
    bare, covered = drawn(renderer, **common)[FLOOR], drawn(renderer, unresolved=darkness, **common)[FLOOR]
    return np.abs(bare - covered).max(axis=2) > 6.0


@gl
def test_the_darkness_grows_over_the_floor_and_is_never_a_disc(renderer: Renderer) -> None:
    shares = [ink(renderer, d).mean() for d in (0.0, 0.1, 0.4, 0.7, 1.0)]
    assert shares[0] == 0.0
    assert shares[1] > 0.005  # flecks first
    assert all(a < b for a, b in pairwise(shares))
    full = drawn(renderer, unresolved=1.0)[FLOOR].mean(axis=2)
    assert full.std() > 8.0


@gl
def test_the_darkness_slithers_with_dream_time_only(renderer: Renderer) -> None:
    here, later = (drawn(renderer, unresolved=0.6, time_s=t)[FLOOR] for t in (20.0, 20.8))
    assert np.abs(here - later).mean() > 0.5
    still = drawn(renderer, unresolved=0.6, time_s=20.0, tick=4000)[FLOOR]
    assert np.abs(here - still).max() <= 8.0  # grain and dither


def test_pillars_stand_inside_the_dome_and_face_outward() -> None:
    for detail in (0.35, 1.0):
        corners = pillars.mesh(detail).reshape(-1, 3, 8)
        place, normal = corners[..., :3], corners[..., 3:6]
        assert np.linalg.norm(normal, axis=2) == pytest.approx(np.ones(normal.shape[:2]), abs=1e-5)
        above = place[place[..., 1] > 0.0]
        depth = (above[:, 0] ** 2 + above[:, 2] ** 2) / VAULT_RADIUS_M**2 + (above[:, 1] / VAULT_HEIGHT_M) ** 2
        assert depth.max() < 1.0
        face = np.cross(place[:, 1] - place[:, 0], place[:, 2] - place[:, 0])
        large = np.linalg.norm(face, axis=1) > 1e-3
        assert (np.einsum("ij,ij->i", face, normal.mean(axis=1))[large] > 0.0).mean() > 0.98


def test_low_detail_is_light_enough_for_software_gl() -> None:
    assert len(pillars.mesh(0.35)) // 3 * pillars.COUNT < 40_000
