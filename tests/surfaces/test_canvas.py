"""The start card's texture: painted once a size, and let go; the notice in the picture's corner."""

from __future__ import annotations

from weakref import ref

import numpy as np
import pytest

from installation.optics.context import headless
from installation.surfaces.canvas import Canvas, CardPicture, Notice
from installation.surfaces.card import notice

pytestmark = pytest.mark.gl


def test_the_card_is_painted_once_a_size_and_let_go():
    ctx = headless()
    made = []

    class Counting(Canvas):
        def texture(self, pixels):
            texture = super().texture(pixels)
            made.append(ref(texture))
            return texture

    picture = CardPicture(Counting(ctx))
    assert picture.at((160, 90)) is picture.at((160, 90))
    assert len(made) == 1
    assert picture.at((200, 100)).size == (200, 100)
    assert len(made) == 2
    picture.release()
    picture.release()
    assert picture.at((200, 100)) is made[2]()
    assert [texture() is None for texture in made] == [True, True, False]
    assert not ctx.objects, "freed, not only dropped"
    assert ctx.gc() == 0, "and nothing is in the way when others are freed"


@pytest.mark.parametrize("size", [(1280, 720), (320, 180), (8, 8)])
def test_a_notice_is_as_long_as_its_text_and_no_longer_than_the_window(size):
    short, long = notice("wall:3: no", size), notice("wall:3: nowhere to be found; " * 40, size)
    assert short.shape[1] <= long.shape[1] <= size[0]
    assert short.shape[0] == long.shape[0] <= max(size[1] // 10, 16)
    if size[0] > 8:
        assert short.shape[1] < long.shape[1] // 2
        assert short.max() > 150, "it can be read"
        assert np.array_equal(notice("wall:3:\0no", size), short), "what cannot be printed is a space"


def test_a_notice_stands_in_the_corner_until_there_is_none():
    ctx = headless()
    target = ctx.simple_framebuffer((320, 180), 4)
    picture = ctx.texture((1, 1), 4, bytes((40, 80, 120, 255)))

    class Targeted(Canvas):
        def __init__(self):
            super().__init__(ctx)
            self._screen = target

    canvas = Targeted()
    line = Notice(canvas)

    def shown(text):
        canvas.show(picture, (320, 180))
        line.show(text, (320, 180))
        return np.frombuffer(target.read(components=3, alignment=1), np.uint8).reshape(180, 320, 3)[::-1]

    bare, told = shown(""), shown("wall:3: no")
    changed = (bare != told).any(axis=2)
    painted = notice("wall:3: no", (320, 180))
    height, width, _ = painted.shape
    assert changed[-height:, :width].all()
    assert changed.sum() == height * width
    assert np.array_equal(told[-height:, :width], painted)
    assert np.array_equal(shown("wall:3: no"), told)
    assert np.array_equal(shown(""), bare)
