"""The domes' picture: monks who stand where they block nothing, lenses of air while they sing, and none without."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise

import numpy as np
import pytest

from installation.core.resources import folder
from installation.rooms.domes import MONKS, lenses, monks
from installation.score.operator import ANSWER_S, ANSWERED_S
from installation.score.stage import FLOOR_RADIUS_M

from .picture import apart, calm, drawn

CAST = ("domes", "vault")
LULL = 2
END_S = ANSWER_S + ANSWERED_S
gl = pytest.mark.gl


def seen(since_s: float | None = None, **leaves: object) -> np.ndarray:
    """The garden from the floor's side; the lullaby was asked for so many seconds ago."""
    made = calm(CAST)
    made["camera_eye"], made["camera_target"], made["camera_fov"] = (-19.0, 4.0, 21.0), (0.0, 2.5, 0.0), 50.0
    if since_s is not None:
        made["command_at_s"][LULL], made["command_count"][LULL] = 20.0 - since_s, 1
    for name, value in leaves.items():
        made["domes"][name] = value
    return drawn(made, CAST)


@pytest.mark.parametrize("detail", [0.35, 1.0])
def test_a_monk_is_well_formed_and_stands_on_its_plinth(detail):
    mesh = monks.mesh(detail)
    parts = mesh.vertices[:, 8]
    assert np.isfinite(mesh.vertices).all()
    assert set(np.unique(parts)) == set(range(6))
    assert mesh.places[parts == monks.PLINTH][:, 1].max() == pytest.approx(0.0, abs=1e-6)
    assert mesh.places[parts == monks.ROBE][:, 1].min() < 0.05
    hood = mesh.places[parts == monks.HOOD]
    assert hood[:, 1].max() > 2.4
    assert np.abs(hood[:, 0]).max() < 0.35


def test_there_are_seven_and_the_low_level_is_light():
    assert len(monks.PLACES) == MONKS == 7
    assert monks.mesh(0.35).triangles * MONKS < 15_000


def test_no_monk_stands_between_a_camera_and_the_engine():
    score = tomllib.loads((folder("configs") / "scores/evening.toml").read_text("utf-8"))
    eyes = [shot["eye"] for movement in score["movement"] for shot in movement["shots"]]
    for x, _, z, _ in monks.places():
        for eye in np.array(eyes)[:, [0, 2]]:
            to_monk, to_engine = np.array((x, z)) - eye, -eye
            near, far = np.linalg.norm(to_monk), np.linalg.norm(to_engine)
            apart_by = np.degrees(np.arccos(float(to_monk @ to_engine) / (near * far)))
            assert near > far or apart_by > 20.0


def test_domes_lie_round_the_floor_and_swell_one_after_another():
    x, z, radius, order = lenses.places().T
    r = np.hypot(x, z)
    assert 9 <= len(r) <= 12
    assert (r - radius).min() > FLOOR_RADIUS_M - 1.0
    assert (r + radius).max() < 30.0
    assert np.diff(np.sort(order)).min() > 0.02
    gaps = np.hypot(x[:, None] - x, z[:, None] - z) - radius[:, None] - radius
    assert gaps[~np.eye(len(r), dtype=bool)].min() > 0.5


def test_the_cap_faces_up_and_covers_its_disc():
    flat, triangles = lenses.cap(24, 6)
    a, b, c = (flat[triangles.reshape(-1, 3)[:, k]].astype(float) for k in range(3))
    area = 0.5 * ((b - a)[:, 1] * (c - a)[:, 0] - (b - a)[:, 0] * (c - a)[:, 1])
    assert area.min() > -1e-9
    assert area.sum() == pytest.approx(12.0 * np.sin(2.0 * np.pi / 24), rel=1e-3)


def test_the_shaders_window_is_the_worlds():
    text = (folder("shaders") / "lib/answered.glsl").read_text("utf-8")
    found = {name: float(value) for name, value in re.findall(r"(ANSWER\w*_S) = ([\d.]+)", text)}
    assert found == {"ANSWER_S": ANSWER_S, "ANSWERED_S": ANSWERED_S}


@gl
def test_monks_are_seen_without_a_lullaby_and_domes_are_not():
    still = seen()
    assert apart(still, seen(presence=0.0)) > 0.1
    assert np.array_equal(still, seen(END_S + 0.1))
    assert np.array_equal(still, seen(1e5))


@gl
def test_domes_swell_last_and_fade():
    still = seen()
    marks = (0.0, 0.6, 1.2, ANSWER_S)
    change = [apart(seen(s), still) for s in marks]
    assert change[0] == 0.0
    assert all(a < b for a, b in pairwise(change))
    fading = [apart(seen(s), still) for s in (ANSWERED_S, END_S - 1.0, END_S - 0.3, END_S)]
    assert all(a > b for a, b in pairwise(fading))
    assert fading[-1] == 0.0
    assert change[-1] > 1.0


@gl
def test_they_are_clear_and_no_flash():
    """Air bends what is behind it; the picture as a whole stays as dark as it was."""
    still, sung = seen().max(axis=2), seen(10.0).max(axis=2)
    assert (sung < 40).mean() > 0.8 * (still < 40).mean()
    assert (sung > 200).mean() < (still > 200).mean() + 0.005
    levels = [seen(s).mean() for s in np.arange(0.0, 3.0, 0.25)]
    assert np.abs(np.diff(levels)).max() / 255.0 < 0.01


@gl
def test_domes_breathe_with_the_bar():
    assert apart(seen(10.0, phase=0.1), seen(10.0, phase=0.6)) > 0.2


@gl
def test_no_dome_opens_about_the_eye():
    x, z, radius, _ = lenses.places()[0]
    made = calm(CAST)
    made["camera_eye"], made["camera_target"] = (x, 1.0, z), (x, 30.0, z - 8.0)  # from within, at the vault
    plain = drawn(made, CAST)
    made["command_at_s"][LULL], made["command_count"][LULL] = 10.0, 1
    assert radius > 2.0
    assert np.array_equal(drawn(made, CAST), plain)


def close(quality: str = "low", **leaves: object) -> np.ndarray:
    """A monk from near by."""
    x, y, z, _ = monks.places()[5]
    made = calm(("domes",))
    made["camera_eye"], made["camera_target"], made["camera_fov"] = (9.0, y + 2.0, z), (x, y + 1.9, z), 26.0
    if leaves.pop("sung", False):
        made["command_at_s"][LULL], made["command_count"][LULL] = 10.0, 1
    for name, value in leaves.items():
        made["domes"][name] = value
    return drawn(made, ("domes",), quality)


@gl
def test_a_singing_monk_raises_its_arms():
    """Bowed, nothing of it is beside its head; singing, sleeves are."""

    def width(frame: np.ndarray) -> int:
        return int((frame[18:34].max(axis=2) > 12).any(axis=0).sum())

    assert width(close(sung=True)) > width(close()) + 12


@gl
def test_trouble_dims_them_bends_them_and_comes_home():
    home, ill = close(), close(trouble=0.9)
    assert ill.mean() < 0.9 * home.mean()
    assert apart(home, ill) > 0.5
    assert np.array_equal(close(), home)


@gl
@pytest.mark.parametrize("quality", ["medium", "high"])
def test_it_is_drawn_at_every_quality(quality):
    assert apart(close(quality, sung=True), close(quality, presence=0.0)) > 1.0
