"""Checkpoint bytes: the same for the same arrays, back exactly, refused where damaged, never a pickle."""

import pickle

import numpy as np
import pytest

from installation.sound.store import pack, unpack


def arrays():
    return {"a/b": np.arange(6.0).reshape(2, 3), "n": np.array([3], np.int64), "none": np.zeros((0, 2), np.float32)}


def test_there_and_back():
    made = arrays()
    into = {name: np.zeros_like(array) for name, array in made.items()}
    unpack(pack(made), into)
    assert all(np.array_equal(made[name], into[name]) for name in made)
    assert pack(made) == pack(arrays())


def test_what_does_not_fit_is_refused():
    into = arrays()
    for bad in (b"no", pickle.dumps({}), pack({"a/b": np.zeros(3)}), pack(arrays())[:-30]):
        with pytest.raises(ValueError, match="sound checkpoint"):
            unpack(bad, into)
    odd = arrays() | {"n": np.array([3.0])}
    with pytest.raises(ValueError, match="n is"):
        unpack(pack(odd), into)
