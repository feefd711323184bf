"""Hot reload: an edit is drawn, a broken one leaves the picture as it was, and nothing else is touched."""

from __future__ import annotations

import gc
import shutil
import sys
from pathlib import Path

import moderngl
import numpy as np
import pytest

from installation.core.resources import folder
from installation.core.room import Room
from installation.light.renderer import Renderer
from installation.optics.context import headless, make_current
from installation.optics.frame import PASSES

from .scene import CAST, SIZE, layout_of, moment

pytestmark = pytest.mark.gl

LAYOUT = layout_of(CAST)
WALL = "shaders/vault/wall.frag"


@pytest.fixture(scope="module")
def ctx() -> moderngl.Context:
    return headless()


@pytest.fixture
def shaders(tmp_path: Path) -> Path:
    """A copy of the shaders that may be edited."""
    return Path(shutil.copytree(folder("shaders"), tmp_path / "shaders"))


@pytest.fixture
def renderer(ctx: moderngl.Context, shaders: Path) -> Renderer:
    return fresh(ctx, shaders)


def fresh(ctx: moderngl.Context, shaders: Path, cast: tuple[Room, ...] = CAST) -> Renderer:
    return Renderer(ctx, cast, layout_of(cast), SIZE, "low", strict=True, shaders=shaders)


def frame(renderer: Renderer) -> np.ndarray:
    renderer.draw(NOW, NOW, 0.25)
    return renderer.read()


NOW = moment(LAYOUT, unresolved=0.3)


def edit(shaders: Path, name: str, old: str, new: str) -> str:
    """Replace the first ``old`` in a shader; returns the name by which the renderer knows it."""
    path = shaders.parent / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return name


def darkened(shaders: Path, name: str = WALL) -> str:
    """Let a fragment shader's main end in half the light."""
    path = shaders.parent / name
    text = path.read_text(encoding="utf-8").rstrip()
    assert text.endswith("}")
    path.write_text(text[:-1] + "  colour *= 0.4;\n}\n", encoding="utf-8")
    return name


def visuals(renderer: Renderer) -> dict[str, object]:
    return {room: v for name in PASSES for room, v in renderer._visuals.of(name)}


def test_an_edit_is_drawn_as_a_fresh_renderer_draws_it(ctx: moderngl.Context, renderer: Renderer, shaders) -> None:
    before, made = frame(renderer), visuals(renderer)
    assert renderer.reload({darkened(shaders)}) == ""
    after = frame(renderer)
    assert np.abs(after.astype(int) - before).max() > 8
    assert np.array_equal(after, frame(fresh(ctx, shaders)))
    assert visuals(renderer)["darkness"] is made["darkness"], "a stranger is left alone"
    assert visuals(renderer)["vault"] is not made["vault"]


def test_a_broken_edit_keeps_the_picture_and_names_the_line_until_it_is_mended(renderer: Renderer, shaders) -> None:
    good = frame(renderer)
    line = (shaders / "vault/wall.frag").read_text().splitlines().index("void main() {") + 2
    edit(shaders, WALL, "void main() {\n", "void main() {\n  nowhere += 1.0;\n")
    told = renderer.reload({WALL})
    assert told.startswith(f"{WALL}:{line}: ")
    assert "nowhere" in told
    assert "\n" not in told
    assert np.array_equal(frame(renderer), good)
    assert renderer.failures == {}
    edit(shaders, WALL, "  nowhere += 1.0;\n", "")
    darkened(shaders)
    assert renderer.reload({WALL}) == ""
    assert not np.array_equal(frame(renderer), good)


def test_a_missing_include_is_told_and_found_once_it_is_there(renderer: Renderer, shaders) -> None:
    good = frame(renderer)
    edit(shaders, WALL, "#include", '#include "lib/dimmer.glsl"\n#include')
    darkened(shaders)
    edit(shaders, WALL, "colour *= 0.4", "colour *= dimmer()")
    told = renderer.reload({WALL})
    assert told.startswith(f"{WALL}:")
    assert "lib/dimmer.glsl" in told
    assert np.array_equal(frame(renderer), good)
    (shaders / "lib/dimmer.glsl").write_text("float dimmer() { return 0.4; }\n")
    assert renderer.reload({"shaders/lib/dimmer.glsl"}) == "", "no program that is drawn has ever read it"
    assert not np.array_equal(frame(renderer), good)
    assert renderer.reload({edit(shaders, "shaders/lib/dimmer.glsl", "0.4", "1.0")}) == ""
    assert np.array_equal(frame(renderer), good)


def test_an_error_in_what_many_include_is_told_once(renderer: Renderer, shaders, caplog) -> None:
    good = frame(renderer)
    path = shaders / "lib/noise.glsl"
    path.write_text(path.read_text() + "\nfloat f( { }\n")
    told = renderer.reload({"shaders/lib/noise.glsl"})
    assert told.count("shaders/lib/noise.glsl") == 1
    assert [record.getMessage() for record in caplog.records] == [told]
    assert np.array_equal(frame(renderer), good)


def test_the_finish_is_reloaded_too(ctx: moderngl.Context, renderer: Renderer, shaders) -> None:
    good, made = frame(renderer), visuals(renderer)
    assert renderer.reload({darkened(shaders, "shaders/light/copy.frag"), darkened(shaders, WALL)}) == ""
    assert np.array_equal(frame(renderer), frame(fresh(ctx, shaders)))
    assert not np.array_equal(frame(renderer), good)
    assert visuals(renderer)["darkness"] is made["darkness"]
    changed = frame(renderer)
    edit(shaders, "shaders/light/grade.frag", "void main()", "void main(")
    assert renderer.reload({"shaders/light/grade.frag"}).startswith("shaders/light/grade.frag:")
    assert np.array_equal(frame(renderer), changed)


def test_a_program_that_no_longer_fits_its_picture_is_refused(renderer: Renderer, shaders) -> None:
    """It compiles, but the first frame would set a uniform that is no longer there."""
    good = frame(renderer)
    path = shaders / "light/environment_blur.frag"
    whole = path.read_text()
    path.write_text("in vec2 uv;\nuniform sampler2D source;\nout vec4 c;\nvoid main() { c = texture(source, uv); }\n")
    told = renderer.reload({"shaders/light/environment_blur.frag"})
    assert "'cone'" in told
    assert np.array_equal(frame(renderer), good)
    path.write_text(whole)
    assert renderer.reload({"shaders/light/environment_blur.frag"}) == ""
    assert np.array_equal(frame(renderer), good)


class Lamp:
    """A visual of one program; drawn, it fails where the shader has lost its lamp."""

    passes = ("opaque",)

    def __init__(self, room: Room, studio) -> None:
        self._screen = studio.screen("lamp/lamp.frag")

    def draw(self, stage_pass: str, frame: object) -> None:
        self._screen.program["lamp"] = 0.5
        self._screen.draw()


LAMP = "out vec4 colour;\nin vec2 uv;\nuniform float lamp;\nvoid main() { colour = vec4(lamp); }\n"


def test_a_room_that_was_broken_from_the_start_comes_in_once_it_is_mended(ctx: moderngl.Context, shaders) -> None:
    sys.modules.setdefault(__name__, sys.modules[Lamp.__module__])
    cast = (*CAST, Room("lamp", rows=(), visual=f"{__name__}:Lamp"))
    (shaders / "lamp").mkdir()
    (shaders / "lamp/lamp.frag").write_text(LAMP.replace("vec4(lamp)", "lamp"))
    now = moment(layout_of(cast))
    renderer = Renderer(ctx, cast, layout_of(cast), SIZE, "low", shaders=shaders)
    assert list(renderer.failures) == ["lamp"]
    renderer.draw(now, now, 0.25)
    dark = renderer.read()
    (shaders / "lamp/lamp.frag").write_text(LAMP)
    assert renderer.reload({"shaders/lamp/lamp.frag"}) == ""
    assert renderer.failures == {}
    renderer.draw(now, now, 0.25)
    lit = renderer.read()
    assert lit.mean() > dark.mean() + 20.0
    (shaders / "lamp/lamp.frag").write_text(LAMP.replace("vec4(lamp)", "vec4(0.1)"))
    assert "'lamp'" in renderer.reload({"shaders/lamp/lamp.frag"})
    renderer.draw(now, now, 0.25)
    assert np.array_equal(renderer.read(), lit)
    assert renderer.failures == {}


def test_what_nobody_reads_changes_nothing(renderer: Renderer, shaders) -> None:
    good, made = frame(renderer), visuals(renderer)
    (shaders / "lib/unread.glsl").write_text("float f( {\n")
    assert renderer.reload({"shaders/lib/unread.glsl"}) == ""
    assert visuals(renderer) == made
    assert np.array_equal(frame(renderer), good)


def test_old_programs_are_let_go(ctx: moderngl.Context, shaders, monkeypatch) -> None:
    """A hundred edits must not leave a hundred programs: as many are freed as are made."""
    renderer = fresh(ctx, shaders)
    make_current(ctx)
    gc.collect()
    ctx.gc()
    freed = []
    monkeypatch.setattr(type(renderer.ctx), "gc", lambda self, real=moderngl.Context.gc: freed.append(real(self)))
    for _ in range(3):
        assert renderer.reload({darkened(shaders)}) == ""
    assert freed[1] == freed[2] > 3, "the vault's arrays and buffers, and its one program that is new"
