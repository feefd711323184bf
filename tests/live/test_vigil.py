"""Who hangs is noticed; who has not begun, or is stopped together with who watches, is not."""

from __future__ import annotations

from installation.live.vigil import Vigil


def silence(signs, step_s: float) -> list[float]:
    vigil = Vigil(0.0)
    return [vigil.look(sign, (k + 1) * step_s) for k, sign in enumerate(signs)]


def test_who_changes_is_never_silent():
    assert max(silence([float(k) for k in range(100)], 0.1)) == 0.0


def test_who_stands_still_is():
    found = silence([1.0, 2.0] + [3.0] * 50, 0.1)
    assert found[2] == 0.0
    assert abs(found[-1] - 4.9) < 1e-9


def test_before_the_first_sign_nobody_is_late():
    assert max(silence([None] * 1000, 0.1)) == 0.0


def test_a_machine_that_slept_blames_nobody():
    assert max(silence([1.0, 1.0, 1.0], 3600.0)) < 0.5
