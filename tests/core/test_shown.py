"""The uniform blocks: std140 layout, the values in it, and the limits."""

import numpy as np
import pytest

from installation.core.moment import Field, Layout
from installation.core.shown import Blocks, Shown, since
from installation.hall.discover import blocks_of, rooms

LAYOUT = Layout(
    (Field("dream_time_s"), Field("eye", shape=(3,)), Field("lit"), Field("pair", shape=(2,))),
    (("room", (Field("phase", "wrapped", (6,)), Field("struck_at_s", "held"), Field("count", "held", whole=True))),),
)
COMMON = tuple(Shown(n) for n in ("dream_time_s", "eye", "lit", "pair"))


@pytest.fixture
def blocks():
    return Blocks(LAYOUT, COMMON, {"room": (Shown("phase"), since("struck_at_s"), Shown("count"))})


def test_members_lie_by_the_std140_rules(blocks):
    starts = {m.shown.name: m.start for m in blocks.by_name["evening"].members}
    assert starts == {"dream_time_s": 0, "eye": 4, "lit": 7, "pair": 8}


def test_values_arrive_as_floats_ints_and_times_since(blocks):
    moment = LAYOUT.empty()
    moment["dream_time_s"], moment["eye"] = 10.0, (1, 2, 3)
    moment["room"]["phase"], moment["room"]["struck_at_s"], moment["room"]["count"] = np.arange(6) / 10, 7.5, 3
    packed = blocks.pack(moment)
    room = blocks.by_name["room"].offset // 4
    assert packed[4:7].tolist() == [1.0, 2.0, 3.0]
    assert packed[room : room + 6] == pytest.approx(np.arange(6) / 10)
    assert packed[room + 8] == pytest.approx(2.5)
    assert packed.view(np.int32)[room + 9] == 3


def test_arrays_have_an_accessor_and_times_a_name(blocks):
    glsl = blocks.by_name["room"].glsl
    assert "vec4 phase[2];" in glsl
    assert "float room_phase(int i)" in glsl
    assert "float struck_since_s;" in glsl


def test_an_array_too_long_for_a_block_is_refused():
    layout = Layout((Field("dream_time_s"),), (("room", (Field("many", shape=(2000,)),)),))
    with pytest.raises(ValueError, match="at most"):
        Blocks(layout, (), {"room": (Shown("many"),)})


def test_no_block_of_the_cast_exceeds_what_opengl_3_3_guarantees():
    assert all(block.size <= 16_384 and block.offset % 256 == 0 for block in blocks_of(rooms()).by_name.values())
