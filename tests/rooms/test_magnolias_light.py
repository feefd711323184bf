"""The magnolias' picture: seen small, tarnished by the fault, luminous once invited; the wind sprite is a figure."""

from __future__ import annotations

import numpy as np
import pytest

from installation.optics.geometry import open_edges
from installation.rooms.magnolias import wind
from installation.rooms.magnolias.light import SPRITE_M

from .picture import apart, calm, drawn

pytestmark = pytest.mark.gl
MAGNOLIAS = ("magnolias",)


def changed(invited_s: float = 200.0, **leaves: object) -> np.ndarray:
    made = calm(MAGNOLIAS)
    made["dream_time_s"] = made["time_s"] = 20.0
    made["command_at_s"] = -1e6
    made["camera_eye"], made["camera_target"] = (-13.5, 2.6, 23.5), (1.0, 3.0, 0.0)
    made["magnolias"]["popcorn_invited_at_s"] = 20.0 - invited_s
    for name, value in leaves.items():
        made["magnolias"][name] = value
    return made


def at_sprite(made: np.ndarray) -> np.ndarray:
    """The same moment from six metres before the wind sprite."""
    x, y, z = SPRITE_M
    made["camera_eye"], made["camera_target"], made["camera_fov"] = (x + 2.0, y + 1.4, z + 5.5), (x, y + 1.1, z), 30.0
    return made


def frame(made: np.ndarray, quality: str = "low") -> np.ndarray:
    return drawn(made, MAGNOLIAS, quality)


@pytest.mark.parametrize("quality", ["low", "high"])
def test_they_are_seen(quality):
    assert apart(frame(changed(), quality), drawn(calm(()), (), quality)) > 1.0


def test_nothing_before_they_enter():
    nothing = changed(presence=0.0, popcorn_guest=1.0)
    assert np.array_equal(frame(nothing), frame(changed(presence=0.0)))
    assert frame(nothing).mean() < frame(changed()).mean()


def test_the_lake_leaves_the_view_to_the_engine_free():
    """From the garden's low camera all that is near lies in the lower part of the picture."""
    far_off = np.abs(frame(changed()) - frame(changed(presence=0.0))).max(2) > 24
    assert far_off[60:].mean() > 0.2
    assert not far_off[:40].any()


def test_the_fault_tarnishes_and_comes_home():
    home = frame(changed())
    assert apart(frame(changed(popcorn_severity=0.9, trouble=0.9)), home) > 1.0
    assert np.array_equal(frame(changed()), home)


def test_helixes_are_luminous_and_high():
    calm_, risen = frame(changed()), frame(changed(popcorn_guest=1.0))
    assert risen[:40].mean() > calm_[:40].mean() + 2.0
    assert np.percentile(risen, 99) > 110


def test_a_stroke_is_seen_and_is_no_flash():
    """Over a bar in unison the light moves from blossom to blossom; the whole picture hardly changes."""
    frames = [frame(changed(phase=step / 16.0)) for step in range(16)]
    assert apart(frames[0], frames[1]) > 0.1
    means = [f.mean() / 255.0 for f in frames]
    assert max(means) - min(means) < 0.01


def test_the_inner_light_follows_the_rooms_light():
    bright, dim = (frame(changed(popcorn_guest=1.0, light=light)).mean() for light in (1.2, 0.2))
    assert bright > dim * 1.1


def test_the_wind_sprite_comes_with_the_guest_and_reads_as_a_figure():
    without = frame(at_sprite(changed()), "high")
    with_ = np.abs(frame(at_sprite(changed(popcorn_guest=1.0, invited_s=0.5)), "high") - without).max(2) > 20
    middle = with_[10:80, 50:110]
    rows, columns = np.flatnonzero(middle.any(1)), np.flatnonzero(middle.any(0))
    assert rows[-1] - rows[0] > 30  # tall
    assert np.ptp(columns) > 8
    assert 0.05 < middle.mean() < 0.6  # and no blob


def test_she_is_startled_then_breathes():
    startled, joined = (frame(at_sprite(changed(popcorn_guest=1.0, invited_s=s)), "high") for s in (1.0, 12.0))
    assert apart(startled, joined) > 0.5


def test_starlight_is_thrown_and_moves():
    later = changed(popcorn_guest=1.0)
    later["time_s"] += 0.7
    assert apart(frame(changed(popcorn_guest=1.0)), frame(later)) > 0.2


@pytest.mark.parametrize("detail", [0.35, 1.0])
def test_her_meshes_are_well_formed(detail):
    figure, wings = wind.figure(detail), wind.wings(detail)
    for mesh in (figure, wings):
        assert np.isfinite(mesh.vertices).all()
        assert np.allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-4)
    assert set(np.unique(figure.vertices[:, 8])) == set(range(6))
    assert set(np.unique(wings.vertices[:, 8])) == set(range(4))
    assert 1.8 < np.ptp(figure.places[:, 1]) < 2.2
    assert figure.places[:, 0].max() == pytest.approx(-figure.places[:, 0].min(), abs=0.05)
    assert open_edges(wind._arm(1.0, True)[0]) == 0


def test_her_hands_are_cupped_before_her_lips():
    figure = wind.figure(1.0)
    arms = figure.vertices[np.isin(figure.vertices[:, 8], (wind.ARM_LEFT, wind.ARM_RIGHT))][:, :3]
    hands = arms[arms[:, 2] > 0.37]
    assert np.linalg.norm(hands.mean(0) - np.array(wind.CUP_M)) < 0.06
    assert np.ptp(hands[:, 0]) < 0.22
