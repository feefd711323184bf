"""The renderer: a frame is a function of its moments, fraction and view; failures leave the rest standing."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import moderngl
import numpy as np
import pytest

from installation.core.room import Room
from installation.hall.discover import blocks_of, rooms
from installation.light.renderer import Renderer
from installation.optics.context import headless
from installation.optics.frame import PASSES
from installation.optics.quality import QUALITIES
from installation.optics.view import View

from .scene import CAST, DARKNESS, SIZE, VAULT, layout_of, moment

pytestmark = pytest.mark.gl

LAYOUT = layout_of(CAST)
FRAMES = [
    (moment(LAYOUT, tick=2400 + i, time_s=20.0 + i / 120.0, unresolved=0.2 * i, trouble=0.1 * i), i / 7.0)
    for i in range(5)
]


@pytest.fixture(scope="module")
def ctx() -> moderngl.Context:
    return headless()


@pytest.fixture(scope="module")
def renderer(ctx: moderngl.Context) -> Renderer:
    return Renderer(ctx, CAST, LAYOUT, SIZE, "low", strict=True)


def frame(renderer: Renderer, at: int, view: View | None = None) -> np.ndarray:
    before, fraction = FRAMES[at]
    after = FRAMES[min(at + 1, len(FRAMES) - 1)][0]
    renderer.draw(before, after, fraction, view)
    return renderer.read()


def test_a_frame_is_rows_from_the_top_of_rgb(renderer: Renderer) -> None:
    made = frame(renderer, 0)
    assert made.shape == (90, 160, 3)
    assert made.dtype == np.uint8
    # The hall's floor lies below: turning the camera up takes it out of the picture's lower rows.
    up = moment(LAYOUT, camera_target=(0.0, 16.0, 0.0))
    renderer.draw(up, up, 0.0)
    assert np.abs(renderer.read()[60:].astype(int) - made[60:]).mean() > 5.0


def test_frames_are_the_same_in_any_order_and_in_another_context(renderer: Renderer) -> None:
    forward = [frame(renderer, i) for i in range(5)]
    backward = [frame(renderer, i) for i in reversed(range(5))][::-1]
    alone = Renderer(headless(), CAST, LAYOUT, SIZE, "low", strict=True)
    for i, first in enumerate(forward):
        assert np.array_equal(first, backward[i])
    assert np.array_equal(frame(alone, 3), forward[3])
    assert not np.array_equal(forward[0], forward[1])


def test_a_frame_in_a_target_is_the_frame_read(renderer: Renderer, ctx: moderngl.Context) -> None:
    own = frame(renderer, 2)
    window = ctx.simple_framebuffer(SIZE, 4)
    before, fraction = FRAMES[2]
    renderer.draw(before, FRAMES[3][0], fraction, target=window)
    raw = np.frombuffer(window.read(components=3, alignment=1), np.uint8).reshape(90, 160, 3)[::-1]
    assert np.array_equal(raw, own)


def test_resizing_and_back_changes_nothing(renderer: Renderer) -> None:
    before = frame(renderer, 1)
    renderer.resize((64, 36))
    assert frame(renderer, 1).shape == (36, 64, 3)
    renderer.resize(SIZE)
    assert np.array_equal(frame(renderer, 1), before)


def test_a_tile_shows_its_part_of_the_picture(ctx: moderngl.Context, renderer: Renderer) -> None:
    whole = frame(renderer, 0)[:, 80:].astype(int)
    tile = Renderer(ctx, CAST, LAYOUT, (80, 90), "low", strict=True)
    half = frame(tile, 0, View(viewport=(0.5, 0.0, 1.0, 1.0))).astype(int)
    # Bloom and mirror cannot see beyond a tile that has no margin: away from the seam little may differ.
    assert np.abs(half - whole)[:, 20:].mean() < 1.5


@pytest.mark.parametrize("name", list(QUALITIES))
def test_every_quality_draws_the_same_composition(ctx: moderngl.Context, renderer: Renderer, name: str) -> None:
    low = frame(renderer, 1).astype(float)
    made = frame(Renderer(ctx, CAST, LAYOUT, SIZE, name, strict=True), 1).astype(float)
    assert made.std() > 10.0
    blocks = [picture.mean(axis=2).reshape(9, 10, 16, 10).mean(axis=(1, 3)) for picture in (low, made)]
    assert np.corrcoef(blocks[0].ravel(), blocks[1].ravel())[0, 1] > 0.97
    assert abs(low.mean() - made.mean()) < 4.0


@pytest.mark.parametrize("room", [VAULT, DARKNESS], ids=lambda room: room.name)
def test_taking_a_room_out_changes_the_frame(ctx: moderngl.Context, renderer: Renderer, room: Room) -> None:
    rest = tuple(other for other in CAST if other is not room)
    layout = layout_of(rest)
    without = Renderer(ctx, rest, layout, SIZE, "low", strict=True)
    bare = moment(layout, unresolved=0.7)
    without.draw(bare, bare, 0.0)
    full = moment(LAYOUT, unresolved=0.7)
    renderer.draw(full, full, 0.0)
    assert (np.abs(without.read().astype(int) - renderer.read()).max(axis=2) > 12).mean() > 0.05


class Broken:
    """A visual that fails in each frame."""

    passes = ("opaque",)

    def __init__(self, room: Room, studio: object) -> None:
        self.drawn = 0

    def draw(self, stage_pass: str, frame: object) -> None:
        raise RuntimeError("lamp burst")


class Unmade:
    """A visual that cannot be built."""

    passes = ("opaque",)

    def __init__(self, room: Room, studio: object) -> None:
        raise RuntimeError("no glass")


@pytest.mark.parametrize(("kind", "reason"), [(Broken, "lamp burst"), (Unmade, "no glass")])
def test_a_failing_room_is_left_out_and_the_rest_is_drawn(
    ctx: moderngl.Context, renderer: Renderer, kind: type, reason: str
) -> None:
    odd = Room("odd", rows=(), visual=f"{__name__}:{kind.__name__}")
    cast = (DARKNESS, odd, VAULT)
    layout = layout_of(cast)
    sys.modules.setdefault(__name__, sys.modules[kind.__module__])
    with_odd = Renderer(ctx, cast, layout, SIZE, "low")
    calm, bare = moment(layout), moment(LAYOUT)
    with_odd.draw(calm, calm, 0.0)
    renderer.draw(bare, bare, 0.0)
    assert np.array_equal(with_odd.read(), renderer.read())
    assert list(with_odd.failures) == ["odd"]
    assert reason in with_odd.failures["odd"]
    with pytest.raises(RuntimeError, match=reason):
        Renderer(ctx, cast, layout, SIZE, "low", strict=True).draw(calm, calm, 0.0)


def test_an_unknown_pass_is_refused(ctx: moderngl.Context) -> None:
    class Odd(Broken):
        passes = ("curtain",)

    sys.modules[__name__ + "_odd"] = type(sys)("odd")
    sys.modules[__name__ + "_odd"].Odd = Odd  # type: ignore[attr-defined]
    cast = (replace(VAULT, visual=f"{__name__}_odd:Odd"),)
    with pytest.raises(ValueError, match="curtain"):
        Renderer(ctx, cast, layout_of(cast), SIZE, "low", strict=True)


def test_timings_name_the_passes(ctx: moderngl.Context) -> None:
    timed = Renderer(ctx, CAST, LAYOUT, SIZE, "low", strict=True, timed=True)
    frame(timed, 0)
    assert list(timed.timings()) == [*PASSES, "bloom", "grade"]
    assert sum(timed.timings().values()) > 0.0


def test_blocks_of_the_cast_stay_within_what_gl_guarantees() -> None:
    assert all(block.size <= 16_384 for block in blocks_of(rooms()).by_name.values())


ON_33 = """
from tests.light.scene import SIZE, layout_of, moment
from installation.hall.discover import rooms
from installation.light.renderer import Renderer
from installation.optics.context import headless
ctx, layout = headless(), layout_of(rooms())
assert ctx.version_code == 330, ctx.version_code
for quality in ("low", "high"):
    renderer = Renderer(ctx, rooms(), layout, SIZE, quality, strict=True)
    m = moment(layout, unresolved=0.5, guests=1.0, camera_mix=0.5)
    renderer.draw(m, m, 0.25)
    assert renderer.read().std() > 10.0
assert ctx.error == "GL_NO_ERROR", ctx.error
"""


def test_all_of_it_runs_on_gl_3_3() -> None:
    root = Path(__file__).resolve().parents[2]
    env = {
        **os.environ,
        "MESA_GL_VERSION_OVERRIDE": "3.3",
        "MESA_GLSL_VERSION_OVERRIDE": "330",
        "PYTHONPATH": str(root),
    }
    done = subprocess.run([sys.executable, "-c", ON_33], env=env, cwd=root, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr[-2000:]
