"""The frame graph: what each pass is for, seen on small visuals made for it; lens, rays and dissolves."""

from __future__ import annotations

import shutil
import sys
from typing import ClassVar

import moderngl
import numpy as np
import pytest

from installation.core.resources import folder
from installation.core.room import Room
from installation.light.lens import lamp
from installation.light.renderer import Renderer
from installation.optics.context import headless
from installation.optics.frame import PASSES, Frame
from installation.optics.studio import Studio

from .scene import CAST, SIZE, layout_of, moment

pytestmark = pytest.mark.gl

_FILL = """
uniform vec4 light;
in vec2 uv;
out vec4 colour;
void main() { colour = light; }
"""
_MIRROR_BALL = """
#include "lib/environment.glsl"
uniform float rough;
in vec2 uv;
out vec4 colour;
void main() { colour = vec4(hall_environment(from_octahedron(uv), rough), 1.0); }
"""
_SKY = """
#include "lib/octahedron.glsl"
in vec2 uv;
out vec4 colour;
void main() { colour = vec4(step(0.0, from_octahedron(uv)), 1.0); }
"""


class Painter:
    """Fills one pass with an even light, or draws what the test asks for."""

    passes: tuple[str, ...] = ()
    light = (0.0, 0.0, 0.0, 0.0)
    fragment = "test/fill.frag"
    values: ClassVar[dict[str, float]] = {}

    def __init__(self, room: Room, studio: Studio) -> None:
        self._screen = studio.screen(self.fragment)

    def draw(self, stage_pass: str, frame: Frame) -> None:
        program = self._screen.program
        if "light" in program:
            program["light"] = self.light
        for name, value in self.values.items():
            program[name] = value
        self._screen.draw()


@pytest.fixture(scope="module")
def ctx() -> moderngl.Context:
    return headless()


@pytest.fixture
def shaders(tmp_path, monkeypatch):
    """The piece's shaders and the test's beside them."""
    place = tmp_path / "shaders"
    shutil.copytree(folder("shaders"), place)
    (place / "test").mkdir()
    for name, text in (("fill", _FILL), ("ball", _MIRROR_BALL), ("sky", _SKY)):
        (place / "test" / f"{name}.frag").write_text(text, "utf-8")
    monkeypatch.setattr("installation.optics.studio.folder", lambda kind: place)


def painter(monkeypatch, name: str, **members: object) -> Room:
    """A room whose visual is a painter with these members."""
    module = sys.modules[Painter.__module__]
    monkeypatch.setitem(sys.modules, "painters", module)
    monkeypatch.setattr(module, f"Painter_{name}", type(name, (Painter,), members), raising=False)
    return Room(name, rows=(), visual=f"painters:Painter_{name}")


def light_of(ctx, cast, quality="low", **common) -> np.ndarray:
    """The HDR scene before its finish, ``(height, width, 3)``."""
    layout = layout_of(cast)
    renderer = Renderer(ctx, cast, layout, SIZE, quality, strict=True)
    made = moment(layout, **common)
    renderer.draw(made, made, 0.0)
    raw = np.frombuffer(renderer.targets.colour.read(), np.float16)
    return raw.reshape(SIZE[1], SIZE[0], 4)[..., :3].astype(float)


@pytest.mark.parametrize("quality", ["low", "medium"])
def test_passes_come_in_their_order(ctx, shaders, monkeypatch, quality):
    """Each pass that reaches the picture covers what came before it."""
    reaching = [name for name in PASSES if name not in ("environment", "mirror")]
    for upto in range(1, len(reaching) + 1):
        cast = tuple(
            # The first one named draws last in the alphabet: only the passes' order may count.
            painter(monkeypatch, f"{'zyxwvu'[i]}room", passes=(name,), light=(0.1 * (i + 1), 0.0, 0.0, 1.0))
            for i, name in reversed(list(enumerate(reaching[:upto])))
        )
        seen = light_of(ctx, cast, quality)
        assert seen[20:-20, 20:-20, 0].mean() == pytest.approx(0.1 * upto, abs=0.01), reaching[:upto]


def test_polished_things_see_the_environment_by_its_direction(ctx, shaders, monkeypatch):
    sky = painter(monkeypatch, "sky", passes=("environment",), fragment="test/sky.frag")
    for rough, least in ((0.0, 0.98), (0.3, 0.75)):
        ball = painter(monkeypatch, "ball", passes=("sprites",), fragment="test/ball.frag", values={"rough": rough})
        seen = light_of(ctx, (ball, sky))
        # The middle of the octahedral square looks up, its right side along +x.
        assert seen[44:46, 79:81, 1].mean() > least
        assert seen[44:46, 150:156, 0].mean() > least - 0.15
        assert seen[44:46, 4:10, 0].mean() < 0.25
        assert seen[2:5, 3:6, 1].mean() < 0.25  # the corners look down


def test_wider_roughness_is_softer(ctx, shaders, monkeypatch):
    sky = painter(monkeypatch, "sky", passes=("environment",), fragment="test/sky.frag")
    slopes = []
    for rough in (0.0, 0.1, 0.4, 1.0):
        ball = painter(monkeypatch, "ball", passes=("sprites",), fragment="test/ball.frag", values={"rough": rough})
        slopes.append(np.abs(np.diff(light_of(ctx, (ball, sky))[45, :, 0])).max())
    assert slopes[0] > slopes[1] > slopes[2] > slopes[3] > 0.0


def finished(ctx, quality="medium", **common) -> np.ndarray:
    layout = layout_of(CAST)
    renderer = Renderer(ctx, CAST, layout, (320, 180), quality, strict=True)
    made = moment(layout, **common)
    renderer.draw(made, made, 0.0)
    return renderer.read().astype(float)


def sharpness(picture: np.ndarray) -> float:
    return float(np.abs(np.diff(picture.mean(axis=2), axis=1))[20:90].mean())


def test_what_is_out_of_focus_is_soft_and_what_is_in_focus_is_not(ctx):
    pinhole, near, far = (
        sharpness(finished(ctx, camera_lens=lens, camera_focus=focus))
        for lens, focus in ((0.0, 20.0), (0.12, 3.0), (0.12, 64.0))
    )
    assert near < 0.6 * pinhole
    assert far > 1.25 * near
    low = [finished(ctx, "low", camera_lens=lens, camera_focus=3.0) for lens in (0.0, 0.12)]
    assert np.array_equal(*low)  # the lowest quality has no lens


def test_the_lamp_of_the_rays_stands_where_the_heart_is(ctx):
    layout = layout_of(CAST)
    found = []
    renderer = Renderer(ctx, CAST, layout, SIZE, "medium", strict=True)
    rays = renderer._lens.rays
    renderer._lens.rays = lambda targets, frame: (found.append(lamp(frame)), rays(targets, frame))
    for target in ((0.0, 6.0, 0.0), (0.0, 6.0, 60.0), (8.0, 6.0, 0.0)):
        made = moment(layout, camera_eye=(0.0, 6.0, 24.0), camera_target=target)
        renderer.draw(made, made, 0.0)
    ahead, behind, aside = found
    assert ahead[:2] == pytest.approx((0.5, 0.5))
    assert ahead[3] > 0.0
    assert behind[3] == 0.0
    assert aside[0] < 0.4


def test_one_scene_dissolves_into_the_next_and_each_end_is_itself(ctx):
    layout = layout_of(CAST)
    renderer = Renderer(ctx, CAST, layout, SIZE, "low", strict=True)
    eyes = [(0.0, 5.5, 24.0), (-14.0, 9.0, 14.0)]

    def at(mix: float) -> np.ndarray:
        made = moment(layout, camera_eye=eyes, camera_mix=mix)
        renderer.draw(made, made, 0.0)
        return renderer.read().astype(float)

    first, last = at(0.0), at(1.0)
    shares = []
    for mix in (0.02, 0.25, 0.5, 0.75, 0.98):
        between = at(mix)
        toward = np.abs(between - first).mean() / np.abs(last - first).mean()
        shares.append(toward)
    assert np.all(np.diff(shares) > 0.0)
    assert shares[0] < 0.06
    assert shares[-1] > 0.94
    alone = moment(layout, camera_eye=(eyes[1], eyes[1]))
    renderer.draw(alone, alone, 0.0)
    assert np.array_equal(renderer.read(), last)
