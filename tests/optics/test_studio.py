"""The studio: blocks reach shaders with their values, programs are kept, errors are told by file and line."""

from __future__ import annotations

from pathlib import Path

import moderngl
import numpy as np
import pytest

from installation.core.errors import InputError, MachineError
from installation.core.moment import Field, Layout
from installation.core.shown import Blocks, Shown
from installation.optics import context
from installation.optics.quality import named
from installation.optics.studio import Studio
from installation.optics.view import WHOLE, Camera, pack

pytestmark = pytest.mark.gl

COMMON = (Field("dream_time_s"), Field("breath"), Field("palette", shape=(3, 3)), Field("beats", "held", whole=True))
ROOMS = {"alpha": (Field("rings", "wrapped", (4,)), Field("pulse")), "beta": (Field("phase", "wrapped", (300,)),)}


@pytest.fixture(scope="module")
def ctx() -> moderngl.Context:
    made = context.headless()
    assert made.version_code >= 330
    return made


def studio(ctx: moderngl.Context, folder: Path) -> tuple[Studio, Layout]:
    layout = Layout(COMMON, tuple(ROOMS.items()))
    shown = tuple(Shown(f.name) for f in COMMON)
    rooms = {name: tuple(Shown(f.name) for f in fields) for name, fields in ROOMS.items()}
    (folder / "lib").mkdir(exist_ok=True)
    (folder / "lib/screen.vert").write_text(
        "out vec2 uv;\nvoid main() {\n  uv = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);\n"
        "  gl_Position = vec4(uv * 2.0 - 1.0, 0.0, 1.0);\n}\n"
    )
    return Studio(ctx, Blocks(layout, shown, rooms), named("low"), folder), layout


def shown_by(made: Studio, fragment: str, room: str) -> np.ndarray:
    """What ``fragment`` writes into one pixel, ``(4,) float32``."""
    context.make_current(made.ctx)
    target = made.ctx.framebuffer([made.ctx.texture((1, 1), 4, dtype="f4")])
    target.use()
    made.ctx.enable_only(moderngl.NOTHING)
    made.bind_room(room)
    made.screen(fragment).draw()
    return np.frombuffer(target.read(components=4, dtype="f4"), np.float32)


def test_values_of_the_moment_come_back_from_a_shader(ctx: moderngl.Context, tmp_path: Path) -> None:
    made, layout = studio(ctx, tmp_path)
    moment = layout.empty()
    moment["breath"], moment["beats"], moment["palette"][2] = 0.625, 7, (0.25, 0.5, 0.75)
    moment["alpha"]["rings"], moment["alpha"]["pulse"] = (0.1, 0.2, 0.3, 0.4), 0.875
    moment["beta"]["phase"] = np.arange(300) / 512.0
    pack(made.views[0], Camera(np.array([1.0, 2.0, 3.0]), np.zeros(3), 50.0), WHOLE, (8, 8), (5, 9), False)
    made.stage(moment)
    made.upload()
    head = "#include <view>\n#include <evening>\nout vec4 colour;\n"
    (tmp_path / "a.frag").write_text(
        head + "#include <alpha>\nvoid main() { colour = vec4(evening.breath, float(evening.beats),"
        " alpha.rings.w + evening_palette(7), alpha.pulse + view.eye.y); }\n"
    )
    (tmp_path / "b.frag").write_text(
        head + "#include <beta>\nvoid main() { colour = vec4(beta_phase(0), beta_phase(131), beta_phase(299),"
        " float(view.stamp.y)); }\n"
    )
    assert shown_by(made, "a.frag", "alpha") == pytest.approx((0.625, 7.0, 0.9, 2.875))
    assert shown_by(made, "b.frag", "beta") == pytest.approx((0.0, 131 / 512, 299 / 512, 9.0))


def test_programs_are_compiled_once_for_each_set_of_defines(ctx: moderngl.Context, tmp_path: Path) -> None:
    made, _ = studio(ctx, tmp_path)
    (tmp_path / "a.frag").write_text("out vec4 colour;\nvoid main() { colour = vec4(SHADE); }\n")
    one = made.program("lib/screen.vert", "a.frag", {"SHADE": 0.5})
    assert made.program("lib/screen.vert", "a.frag", {"SHADE": 0.5}) is one
    assert made.program("lib/screen.vert", "a.frag", {"SHADE": 0.25}) is not one


def test_what_is_forgotten_is_compiled_anew_and_nothing_else(ctx: moderngl.Context, tmp_path: Path) -> None:
    made, _ = studio(ctx, tmp_path)
    (tmp_path / "lib/shade.glsl").write_text("float shade() { return 0.25; }\n")
    (tmp_path / "a.frag").write_text('#include "lib/shade.glsl"\nout vec4 c;\nvoid main() { c = vec4(shade()); }\n')
    (tmp_path / "b.frag").write_text("out vec4 c;\nvoid main() { c = vec4(0.75); }\n")
    home = tmp_path.name
    with made.noting() as files:
        shaded = made.program("lib/screen.vert", "a.frag")
    assert files == {f"{home}/lib/screen.vert", f"{home}/a.frag", f"{home}/lib/shade.glsl"}
    plain = made.program("lib/screen.vert", "b.frag")
    assert len(files) == 3, "what is asked for later is not noted"
    (tmp_path / "lib/shade.glsl").write_text("float shade() { return 0.5; }\n")
    assert shown_by(made, "a.frag", "alpha")[0] == 0.25
    made.forget({f"{home}/lib/shade.glsl", f"{home}/lib/other.glsl"})
    assert shown_by(made, "a.frag", "alpha")[0] == 0.5
    assert made.program("lib/screen.vert", "a.frag") is not shaded
    assert made.program("lib/screen.vert", "b.frag") is plain
    with made.noting() as again:
        made.program("lib/screen.vert", "a.frag")
    assert again == files, "noted from the cache too"


def test_a_compile_error_names_the_included_file_and_its_line(ctx: moderngl.Context, tmp_path: Path) -> None:
    made, _ = studio(ctx, tmp_path)
    (tmp_path / "lib/bad.glsl").write_text("float fine;\n\nfloat f() { return nowhere; }\n")
    (tmp_path / "a.frag").write_text('#include "lib/bad.glsl"\nout vec4 colour;\nvoid main() { colour = vec4(f()); }\n')
    with pytest.raises(MachineError) as caught:
        made.screen("a.frag")
    assert f"{tmp_path.name}/lib/bad.glsl:3: " in str(caught.value)
    assert "nowhere" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_error_after_an_include_keeps_its_own_line(ctx: moderngl.Context, tmp_path: Path) -> None:
    made, _ = studio(ctx, tmp_path)
    (tmp_path / "lib/fine.glsl").write_text("float f() { return 1.0; }\n")
    (tmp_path / "a.frag").write_text('#include "lib/fine.glsl"\n#include <evening>\nvoid main() { nothing(); }\n')
    with pytest.raises(MachineError, match=r"/a\.frag:3: "):
        made.screen("a.frag")


def test_two_stages_that_do_not_fit_are_told_in_one_line(ctx: moderngl.Context, tmp_path: Path) -> None:
    made, _ = studio(ctx, tmp_path)
    (tmp_path / "a.frag").write_text("in vec4 uv;\nout vec4 c;\nvoid main() { c = uv; }\n")
    with pytest.raises(MachineError) as caught:
        made.screen("a.frag")
    assert "\n" not in str(caught.value)
    assert "a.frag" in str(caught.value)


def test_rooms_are_strangers_to_shaders_too(ctx: moderngl.Context, tmp_path: Path) -> None:
    made, _ = studio(ctx, tmp_path)
    (tmp_path / "a.frag").write_text(
        "#include <alpha>\n#include <beta>\nout vec4 c;\nvoid main() { c = vec4(alpha.pulse + beta_phase(3)); }\n"
    )
    with pytest.raises(InputError, match="alpha and beta"):
        made.screen("a.frag")


def test_without_gl_there_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(**_: object) -> None:
        raise OSError("libEGL.so not loaded\nmore of it")

    monkeypatch.setattr(moderngl, "create_context", nothing)
    for make in (context.headless, context.of_window):
        with pytest.raises(MachineError, match=r"no OpenGL 3\.3 .*libEGL\.so not loaded\)") as caught:
            make()
        assert "\n" not in str(caught.value)


def test_an_unknown_quality_is_refused() -> None:
    with pytest.raises(InputError, match="low, medium, high, cinema"):
        named("best")
