"""Includes: nesting, once only, cycles, what is missing, and lines told by their own file."""

from __future__ import annotations

from pathlib import Path

import pytest

from installation.core.errors import InputError
from installation.optics.sources import HEADER, expand

BLOCKS = {"evening": "layout(std140) uniform EveningBlock {\n  float breath;\n} evening;\n"}


@pytest.fixture
def shaders(tmp_path: Path) -> Path:
    folder = tmp_path / "shaders"
    (folder / "lib").mkdir(parents=True)
    return folder


def write(folder: Path, name: str, *lines: str) -> None:
    (folder / name).write_text("\n".join(lines) + "\n")


def expanded(folder: Path, name: str) -> str:
    return expand(folder, name, BLOCKS, {}).text


def test_nested_includes_are_put_in_once_and_in_order(shaders: Path) -> None:
    write(shaders, "lib/a.glsl", '#include "lib/b.glsl"', "float a;")
    write(shaders, "lib/b.glsl", "float b;")
    write(shaders, "main.frag", '#include "lib/b.glsl"', '#include "lib/a.glsl"  // both', "float c;")
    lines = [line for line in expanded(shaders, "main.frag").splitlines() if line.startswith("float")]
    assert lines == ["float b;", "float a;", "float c;"]


def test_every_line_keeps_its_file_and_number(shaders: Path) -> None:
    write(shaders, "lib/a.glsl", "", "MARK_A")
    write(shaders, "main.frag", "#version 330 core", '#include "lib/a.glsl"', "#include <evening>", "MARK_MAIN")
    source = expand(shaders, "main.frag", BLOCKS, {"STEPS": 4})
    assert source.text.startswith(f"{HEADER}\n#define STEPS 4\n")
    assert place(source.text, source.files, "MARK_A") == ("shaders/lib/a.glsl", 2)
    assert place(source.text, source.files, "MARK_MAIN") == ("shaders/main.frag", 4)
    assert place(source.text, source.files, "breath") == ("<evening>", 2)


def place(text: str, files: tuple[str, ...], mark: str) -> tuple[str, int]:
    """Follow the ``#line`` directives as a compiler does."""
    file, number = -1, 0
    for line in text.splitlines():
        if line.startswith("#line"):
            number, file = (int(word) for word in line.split()[1:])
            continue
        if mark in line:
            return files[file], number
        number += 1
    raise AssertionError(mark)


def test_a_missing_include_names_file_and_line(shaders: Path) -> None:
    write(shaders, "lib/a.glsl", "float a;", '#include "lib/nothing.glsl"')
    write(shaders, "main.frag", "", '#include "lib/a.glsl"')
    with pytest.raises(InputError) as caught:
        expanded(shaders, "main.frag")
    assert caught.value.where == "shaders/lib/a.glsl:2"
    assert "lib/nothing.glsl" in caught.value.found
    assert "\n" not in str(caught.value)


def test_includes_that_go_round_are_refused(shaders: Path) -> None:
    write(shaders, "lib/a.glsl", '#include "lib/b.glsl"')
    write(shaders, "lib/b.glsl", "", '#include "lib/a.glsl"')
    write(shaders, "main.frag", '#include "lib/a.glsl"')
    with pytest.raises(InputError, match=r"lib/a\.glsl → lib/b\.glsl → lib/a\.glsl") as caught:
        expanded(shaders, "main.frag")
    assert caught.value.where == "shaders/lib/b.glsl:2"


@pytest.mark.parametrize("line", ["#include lib/a.glsl", "#include", '#include "lib/a.glsl', "#include <Evening>"])
def test_a_malformed_include_is_refused(shaders: Path, line: str) -> None:
    write(shaders, "main.frag", line)
    with pytest.raises(InputError) as caught:
        expanded(shaders, "main.frag")
    assert caught.value.where == "shaders/main.frag:1"


def test_an_unknown_block_is_refused_and_the_known_are_named(shaders: Path) -> None:
    write(shaders, "main.frag", "#include <engine>")
    with pytest.raises(InputError, match="one of evening"):
        expanded(shaders, "main.frag")


def test_an_include_cannot_leave_the_folder(shaders: Path) -> None:
    (shaders.parent / "secret.glsl").write_text("float secret;")
    write(shaders, "main.frag", '#include "../secret.glsl"')
    with pytest.raises(InputError, match="a file under shaders/"):
        expanded(shaders, "main.frag")


@pytest.mark.parametrize(
    "message",
    ["1:2(14): error: it broke", "1(2) : error C0000: it broke", "ERROR: 1:2: it broke"],
)
def test_messages_of_each_driver_are_told(shaders: Path, message: str) -> None:
    write(shaders, "lib/a.glsl", "float a;", "float b;")
    write(shaders, "main.frag", '#include "lib/a.glsl"')
    (line,) = expand(shaders, "main.frag", {}, {}).told(f"fragment_shader\n{message}\n")
    assert line.startswith("shaders/lib/a.glsl:2: ")
    assert line.endswith("it broke")
