"""The start card's texture: painted once a size, and let go."""

from __future__ import annotations

import pytest

from installation.optics.context import headless
from installation.surfaces.canvas import Canvas, CardPicture

pytestmark = pytest.mark.gl


def test_the_card_is_painted_once_a_size_and_let_go():
    ctx = headless()
    made = []

    class Counting(Canvas):
        def texture(self, pixels):
            made.append(super().texture(pixels))
            return made[-1]

    picture = CardPicture(Counting(ctx))
    first = picture.at((160, 90))
    assert picture.at((160, 90)) is first
    assert len(made) == 1
    assert picture.at((200, 100)).size == (200, 100)
    assert len(made) == 2
    picture.release()
    picture.release()
    assert picture.at((200, 100)) is made[2]
    assert [type(texture.mglo).__name__ for texture in made] == ["InvalidObject", "InvalidObject", "Texture"]
