"""The floor's picture: a film's true colours, the hall mirrored in it, clouds through it, tears in trouble."""

from __future__ import annotations

import numpy as np
import pytest

from installation.hall.discover import blocks_of, rooms
from installation.rooms.floor import film

from .picture import apart, calm, drawn

FLOOR = ("floor",)
STEEP = {"camera_eye": (0.0, 14.0, 16.0), "camera_target": (0.0, 0.0, 0.0)}
FLAT = {"camera_eye": (0.0, 3.0, 24.0), "camera_target": (0.0, 3.0, 0.0)}
NEAR = np.s_[60:80, 50:110]  # the floor before the engine's foot, seen so
gl = pytest.mark.gl


def changed(names: tuple[str, ...] = FLOOR, **leaves: object) -> np.ndarray:
    """A calm moment with leaves of the common part or, where the floor has them, of the floor set."""
    made = calm(names)
    for name, value in leaves.items():
        (made["floor"] if name in ("trouble", "light") and "floor" in names else made)[name] = value
    return made


def chroma(picture: np.ndarray) -> float:
    return float((picture.max(axis=2) - picture.min(axis=2)).mean())


def test_a_film_without_thickness_sends_nothing_back():
    cosine = np.linspace(0.05, 1.0, 20)
    assert film.reflectance(cosine, np.array(0.0), np.array(550.0)) == pytest.approx(0.0, abs=1e-12)
    assert film.reflectance(np.array(1.0), np.array(5.0), np.array(550.0)) < 0.001


def test_its_peak_is_that_of_water_in_air():
    """At a quarter wave R = 4 r / (1 + r)², r = ((n - 1) / (n + 1))²: about 8 % for water."""
    quarter = 550.0 / (4.0 * film.WATER)
    assert film.reflectance(np.array(1.0), np.array(quarter), np.array(550.0)) == pytest.approx(0.0772, abs=2e-4)
    thickness = np.linspace(0.0, 700.0, 2000)
    assert film.reflectance(np.array(1.0), thickness, np.array(550.0)).max() == pytest.approx(0.0772, abs=2e-4)


@pytest.mark.parametrize("cosine", [1.0, 0.6, 0.2])
def test_it_repeats_every_half_wave_inside_the_film(cosine):
    inner = np.sqrt(1.0 - (1.0 - cosine**2) / film.WATER**2)
    period = 600.0 / (2.0 * film.WATER * inner)
    thickness = np.linspace(10.0, 400.0, 50)
    here, later = (film.reflectance(np.array(cosine), d, np.array(600.0)) for d in (thickness, thickness + period))
    assert here == pytest.approx(later, abs=1e-9)


def test_it_is_a_mirror_at_grazing_angles_and_never_sends_back_more_than_it_gets():
    thickness, cosine = np.meshgrid(np.linspace(0.0, 700.0, 90), np.linspace(0.001, 1.0, 60))
    share = film.reflectance(cosine, thickness, np.array(520.0))
    assert share.min() >= 0.0
    assert share.max() <= 1.0
    assert film.reflectance(np.array(0.002), np.array(150.0), np.array(520.0)) > 0.99


def test_the_observer_is_the_standard_one():
    """Even light is white (x, y = 1/3) and green at 555 nm is the brightest (CIE 1931)."""
    nm = np.arange(380.0, 781.0, 1.0)
    sums = film.observer(nm).sum(axis=0)
    assert sums / sums.sum() == pytest.approx(np.full(3, 1.0 / 3.0), abs=0.004)
    assert nm[film.observer(nm)[:, 1].argmax()] == pytest.approx(555.0, abs=4.0)


def test_colours_follow_newtons_order():
    """At normal incidence: black, then white, straw, violet, blue (Newton's first order and the second's begin)."""
    black, white, straw, violet, blue = film.colours(np.array(1.0), np.array([4.0, 100.0, 165.0, 206.0, 235.0]))
    assert black.max() < 0.02 * white.max()
    assert white.max() / white.min() < 1.25
    assert straw[0] > straw[1] > 2.0 * straw[2]
    assert violet[2] > violet[0] > violet[1]
    assert blue[2] > 3.0 * max(blue[0], blue[1] / 2.0)


def test_colours_change_with_the_angle():
    at = film.colours(np.array([1.0, 0.7, 0.45]), np.array(300.0))
    hues = at / at.sum(axis=1, keepdims=True)
    assert np.abs(hues[0] - hues[1]).max() > 0.1
    assert np.abs(hues[1] - hues[2]).max() > 0.1


def test_the_table_holds_the_colours():
    table = film.table()
    assert table.shape == (film.THICKNESSES, film.ANGLES, 3)
    assert np.isfinite(table).all()
    assert table.min() >= 0.0
    cosine, nm = 40.5 / film.ANGLES, 100.5 / film.THICKNESSES * film.THICKEST_NM
    assert table[100, 40] == pytest.approx(film.colours(np.array(cosine), np.array(nm)), abs=1e-6)


def test_its_block_is_within_what_gl_guarantees():
    assert blocks_of(rooms()).by_name["floor"].size <= 16_384


@gl
def test_it_is_seen():
    assert apart(drawn(calm(FLOOR), FLOOR), drawn(calm(()), ())) > 3.0


@gl
def test_it_mirrors_what_stands_on_it():
    """Before the engine's foot only the mirror tells whether an engine is there."""
    both, alone = ("engine", "floor"), ("engine",)
    views = {names: drawn(changed(names, **FLAT), names)[NEAR] for names in (both, FLOOR, alone, ())}
    in_mirror, straight = apart(views[both], views[FLOOR]), apart(views[alone], views[()])
    assert in_mirror > 4.0
    assert in_mirror > 4.0 * straight


@gl
def test_it_mirrors_the_more_the_flatter_one_looks():
    both = ("floor", "vault")
    shown = []
    for view in (FLAT, STEEP):
        over, bare = drawn(changed(both, **view), both), drawn(changed(**view), FLOOR)
        shown.append(apart(over[60:75, 60:100], bare[60:75, 60:100]))
    assert shown[0] > 2.0 * shown[1]


@gl
def test_the_clouds_are_seen_through_it():
    both, under = ("clouds", "floor"), ("clouds",)
    view = {"time_s": 100.0, **STEEP}
    through, clouds, bare = (
        drawn(changed(names, **view), names)[25:75, 40:120].mean(axis=2) for names in (both, under, FLOOR)
    )
    assert np.abs(through - bare).mean() > 10.0
    assert np.corrcoef((through - bare).ravel(), clouds.ravel())[0, 1] > 0.75


@gl
def test_trouble_tears_it_and_calm_makes_it_whole():
    whole, torn = drawn(calm(FLOOR), FLOOR), drawn(changed(trouble=0.25), FLOOR)
    slight = drawn(changed(trouble=0.06), FLOOR)
    assert apart(torn, whole) > 2.0
    assert apart(torn, whole) > 1.3 * apart(slight, whole) > 0.0
    assert np.array_equal(drawn(calm(FLOOR), FLOOR), whole)


@gl
def test_a_torn_film_has_holes_of_black_film():
    """A hole sends nothing back: there it makes no difference whether there is a hall to mirror."""
    both = ("floor", "vault")

    def mirrored(trouble: float) -> np.ndarray:
        with_hall, without = (drawn(changed(names, trouble=trouble, **STEEP), names) for names in (both, FLOOR))
        return np.abs(with_hall - without)[58:74, 40:120].mean(axis=2)

    whole, torn = mirrored(0.0), mirrored(0.27)
    black = 0.3 * float(np.median(whole))
    assert (whole < black).mean() < 0.01
    assert 0.05 < (torn < black).mean() < 0.6


@gl
def test_guests_enrich_its_colours():
    both = ("floor", "vault")
    few, many = (drawn(changed(both, guests=n), both)[58:88] for n in (0.0, 1.0))
    assert chroma(many) > 1.08 * chroma(few)


@gl
def test_it_flows_with_dream_time_only():
    names = ("engine", "floor")
    here, later = (drawn(changed(names, time_s=t, **FLAT), names)[NEAR] for t in (20.0, 24.0))
    ticked = drawn(changed(names, tick=2412, **FLAT), names)[NEAR]
    assert apart(here, later) > 0.5
    assert np.abs(here - ticked).max() <= 8  # grain and dither


@gl
def test_a_ripple_passes_and_leaves_it_as_it_was():
    will = {"will_count": 1, "will_at_s": (19.6, -100.0, -100.0, -100.0)}
    still, passing = drawn(changed(), FLOOR), drawn(changed(**will), FLOOR)
    past = drawn(changed(will_count=1, will_at_s=(0.0, -100.0, -100.0, -100.0)), FLOOR)
    assert apart(still, passing) > 0.8
    assert apart(still, past) < 0.05
