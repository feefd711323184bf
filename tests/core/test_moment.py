"""Going between two moments, by each kind of field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.core.moment import Field, Layout, words

LAYOUT = Layout(
    (Field("tick", "held", whole=True), Field("height"), Field("turn", "wrapped")),
    (("room", (Field("many", "wrapped", (3,)), Field("count", "held", (2,), whole=True))),),
)
turns = st.floats(0.0, 1.0, exclude_max=True)
fractions = st.floats(0.0, 1.0)


def moment(tick=0, height=0.0, turn=0.0, many=(0.0, 0.0, 0.0), count=(0, 0)):
    made = LAYOUT.empty()
    made["tick"], made["height"], made["turn"] = tick, height, turn
    made["room"]["many"], made["room"]["count"] = many, count
    return made


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), fractions)
def test_linear_fields_go_along_the_straight_line(a, b, f):
    assert LAYOUT.between(moment(height=a), moment(height=b), f)["height"] == pytest.approx(a + f * (b - a))


@given(turns, turns, fractions)
def test_wrapped_fields_take_the_shorter_way(a, b, f):
    between = float(LAYOUT.between(moment(turn=a), moment(turn=b), f)["turn"])
    whole = abs(((b - a + 0.5) % 1.0) - 0.5)
    gone = abs(((between - a + 0.5) % 1.0) - 0.5)
    assert 0.0 <= between <= 1.0
    assert gone == pytest.approx(f * whole, abs=1e-9)


@given(st.integers(-(2**62), 2**62), fractions)
def test_held_fields_stay_as_they_were_to_the_last_bit(count, f):
    between = LAYOUT.between(moment(count=(count, -count)), moment(count=(5, 6)), f)
    assert between["room"]["count"].tolist() == [count, -count]


def test_the_ends_are_the_moments_themselves():
    a, b = moment(1, 2.0, 0.9, (0.1, 0.2, 0.3), (4, 5)), moment(2, 3.0, 0.1, (0.3, 0.2, 0.1), (6, 7))
    assert LAYOUT.between(a, b, 0.0).tobytes() == a.tobytes()
    assert words(LAYOUT.between(a, b, 1.0))[1:6] == pytest.approx(words(b)[1:6])


def test_a_whole_number_that_is_not_held_is_refused():
    with pytest.raises(ValueError, match="held"):
        Field("count", "linear", whole=True)
