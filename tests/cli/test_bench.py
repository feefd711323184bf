"""The benchmark of the world runs, and its baseline computes what the world computes."""

from __future__ import annotations

import json

import numpy as np
import pytest

from installation.cli.main import main
from installation.core.resources import PACKAGE
from installation.score.harmony import dissonance_of

pytestmark = pytest.mark.skipif(not (PACKAGE.parent / "benchmarks").is_dir(), reason="no checkout")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch):
    """The benchmark's module, with rounds so short that only its shape can be judged."""
    monkeypatch.syspath_prepend(str(PACKAGE.parent))
    from benchmarks import world

    for name, value in (("ROUNDS", 2), ("TICKS", 4), ("BASELINE_TICKS", 1)):
        monkeypatch.setattr(world, name, value)
    return world


def test_figures_have_a_median_and_a_spread(quick, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["bench", "world", "--json", "-"])
    assert not ended.value.code
    found = json.loads(capsys.readouterr().out)["world"]
    for figures in (*found["times_real_time"].values(), found["baseline_to_world"]):
        assert 0.0 < figures["least"] <= figures["median"] <= figures["most"]
    assert found["oscillators"] >= 240
    assert {"machine", "versions", "baseline"} <= set(found)


def test_the_baseline_computes_the_same_dissonance(quick) -> None:
    world = quick._world(True)
    plain = quick.Plain(world)
    plain.step()
    level = np.maximum(world.harmony.level, 0.05)
    assert plain.dissonance == pytest.approx(
        dissonance_of(world.harmony.log2_hz, level, world.harmony.weights), rel=0.01
    )


def test_the_baseline_couples_as_kuramoto_says(quick) -> None:
    plain = quick.Plain(quick._world(True))
    before = plain._theta.copy()
    plain.step()
    field = np.exp(2j * np.pi * before).mean()
    drawn = (field * np.exp(-2j * np.pi * before)).imag
    expected = (before + (0.4 + plain._rate + 3.0 / (2 * np.pi) * drawn) / 120) % 1.0
    assert plain._theta == pytest.approx(expected, abs=1e-12)
