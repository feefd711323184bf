"""Seeded chance: the same for a name, another for another."""

from installation.core.seeds import stream


def test_a_stream_depends_on_seed_and_name_alone():
    assert stream(7, "insects").random(4).tolist() == stream(7, "insects").random(4).tolist()
    assert stream(7, "insects").random() != stream(7, "engine").random()
    assert stream(7, "insects").random() != stream(8, "insects").random()
