"""The picture's benchmark: what is compared is the same, what is left out could not be seen, what fails is told."""

from __future__ import annotations

import importlib.util
import sys

import numpy as np
import pytest

from benchmarks import picture_frame
from benchmarks.picture_frame import Whole, shares
from benchmarks.picture_levels import Levels
from benchmarks.picture_ours import BATCH_TRIANGLES, Batches, Ours
from benchmarks.picture_scene import COUNT, VIEWS, meshes, scene
from benchmarks.picture_turns import Turns
from installation.cli.bench import _module
from installation.core.errors import InputError, MachineError
from installation.core.performance import Header, Performance
from installation.hall.discover import rooms
from installation.hall.play import play
from installation.rooms.magnolias import blossom

gl = pytest.mark.gl
FEW = 400
OURS = "benchmarks.picture_ours:Ours"


@pytest.mark.parametrize("view", VIEWS)
def test_all_blossoms_stand_in_the_scene_wherever_the_camera_looks(view: str) -> None:
    drawn = scene(COUNT, view)
    assert len(np.unique(drawn.at, axis=0)) == COUNT == 5_000
    assert np.linalg.norm(drawn.turned, axis=1) == pytest.approx(1.0, abs=1e-3)
    clip = np.concatenate([drawn.at[:, :3], np.ones((COUNT, 1))], axis=1) @ drawn.to_clip.T
    seen = (np.abs(clip[:, :3]) < clip[:, 3:]).all(axis=1)
    assert 0.1 < seen.mean() < 1.0
    assert seen.mean() > 0.8 or view != "helixes"


def test_triangles_turn_the_way_their_normals_point() -> None:
    mesh = scene(1).mesh
    a, b, c = (mesh.places[mesh.indices[i::3]] for i in range(3))
    along = (np.cross(b - a, c - a) * mesh.normals[mesh.indices].reshape(-1, 3, 3).sum(axis=1)).sum(axis=1)
    assert (along >= 0.0).all()
    assert mesh.triangles == blossom.mesh(1).triangles


def test_levels_rise_in_triangles() -> None:
    counts = [mesh.triangles for mesh in meshes()]
    assert counts == sorted(set(counts))


@gl
def test_levels_of_detail_show_the_same_blossoms() -> None:
    pictures = []
    for contender in (Ours, Levels):
        made = contender(scene(FEW))
        made.frame()
        pictures.append(made.pixels().astype(int))
    plain, levels = pictures
    lit = plain.max(axis=2) > 10
    assert lit.mean() > 0.005
    assert np.count_nonzero(lit != (levels.max(axis=2) > 10)) < 0.35 * np.count_nonzero(lit)


@gl
def test_batches_change_nothing_in_the_picture() -> None:
    drawn = scene(1000)
    assert drawn.count * drawn.mesh.triangles > 2 * BATCH_TRIANGLES
    one, several = Ours(drawn), Batches(drawn)
    for contender in (one, several):
        contender.frame()
    assert np.array_equal(one.pixels(), several.pixels())


@gl
def test_contenders_are_timed_frame_by_frame_in_turns() -> None:
    with Turns() as turns:
        for name in ("one", "other"):
            turns.opened(name, OURS, scene(FEW))
        taken = turns.rounds({"one": 2, "other": 1}, 3)
        assert np.array_equal(turns.picture("one"), turns.picture("other"))
    assert {name: some.shape for name, some in taken.items()} == {"one": (3, 2), "other": (3, 2)}
    assert all((some > 0.0).all() for some in taken.values())
    assert set(turns.drivers) == {"one", "other"}


def test_a_contender_that_cannot_be_made_is_told_by_name() -> None:
    with Turns() as turns, pytest.raises(MachineError, match=r"peer: AttributeError.*Nothing"):
        turns.opened("peer", "benchmarks.picture_ours:Nothing", None)


@gl
@pytest.mark.parametrize(("peer", "module"), [("panda3d", "picture_panda:Panda"), ("pygfx", "picture_pygfx:Pygfx")])
def test_peers_draw_the_same_picture(peer: str, module: str) -> None:
    if importlib.util.find_spec(peer) is None:
        pytest.skip(f"{peer} is not installed")
    drawn = scene(FEW)
    with Turns() as turns:
        turns.opened("ours", OURS, drawn)
        turns.opened(peer, f"benchmarks.{module}", drawn)
        turns.rounds({"ours": 1, peer: 1}, 1)
        ours, theirs = (turns.picture(name).astype(int) for name in ("ours", peer))
    lit = ours.max(axis=2) > 10
    assert np.count_nonzero(lit != (theirs.max(axis=2) > 10)) < 0.02 * np.count_nonzero(lit)
    alike = np.corrcoef(ours[lit].mean(axis=1), theirs[lit].mean(axis=1))[0, 1]
    assert alike > 0.75, "lit from elsewhere, or from one side"


@gl
def test_shares_of_passes_make_one_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = rooms()[:2]  # compiling the shaders of all takes long
    monkeypatch.setattr(picture_frame, "rooms", lambda: cast)
    pairs = [(before, after) for _, before, after, _ in play(Performance(Header(seed=7), ()), 2, 3, cast)]
    whole = Whole(pairs, "low", (64, 36), timed=True)
    taken = [whole.passes() for _ in range(2)]
    assert {"opaque", "bloom", "grade"} <= set(taken[0])
    assert sum(some[1] for some in shares(taken).values()) == pytest.approx(1.0)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch):
    """The benchmark with so few frames that only its shape can be judged."""
    for peer in ("panda3d", "pygfx"):
        pytest.importorskip(peer)
    from benchmarks import picture

    small = {"COUNT": FEW, "ROUNDS": 2, "FRAMES": 1, "PYTHON_FRAMES": 1, "QUALITIES": ("low",)}
    for name, value in small.items():
        monkeypatch.setattr(picture, name, value)
    return picture


@gl
def test_each_goal_has_its_figure_with_a_spread(quick) -> None:
    found = quick.peers("lake")
    assert set(found["drivers"]) == set(quick.CONTENDERS)
    ratios = found["lake, ratio of cores_ms"]
    assert {goal for goal in quick.GOALS if " to " in goal} <= set(ratios)
    for figure in (*ratios.values(), *found["lake, ms"].values()):
        assert 0.0 < figure["least"] <= figure["median"] <= figure["most"]


@gl
def test_python_is_timed_apart_from_the_driver_or_not_at_all(quick) -> None:
    pairs = [(before, after) for _, before, after, _ in play(Performance(Header(seed=7), ()), 2, 4)]
    found = quick.python(pairs)
    if isinstance(found["python, ms a frame"], str):
        assert "not measured" in found["python, ms a frame"]
        return
    of_all, dearest = found["python, ms a frame"]["low"], found["python, ms a frame, dearest moment"]["low"]
    assert 0.0 < of_all["least"] <= dearest["median"] <= of_all["most"]


def test_a_peer_that_is_missing_is_one_line_that_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "benchmarks.picture", raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, package=None: None)
    with pytest.raises(InputError, match=r"panda3d.*\[bench\]"):
        _module("picture")
