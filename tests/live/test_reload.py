"""Hot reload in a real window: an edit is seen, an error stands in the corner until it is mended."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import ImageGrab

from installation.core import resources
from installation.core.ring import RingReader

from .conftest import until

pytestmark = [pytest.mark.devices, pytest.mark.timeout(280)]
CORNER_PIXELS = 16  # the notice of a window of 180 rows
# Every process of the session takes this tree for its checkout.
ELSEWHERE = """
import installation.core.resources as resources
from pathlib import Path
resources.PACKAGE = Path({!r}) / "installation"
"""


@pytest.fixture
def checkout(tmp_path) -> Path:
    """Shaders, sounds and configs of its own, beside a package that is only said to be there."""
    for kind in ("shaders", "sounds", "configs"):
        shutil.copytree(resources.folder(kind), tmp_path / kind)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text(ELSEWHERE.format(str(tmp_path)))
    return tmp_path


def test_shaders_are_edited_while_the_evening_plays(screen, session, checkout):
    running = session({**screen, "PYTHONPATH": str(checkout / "site")}, silent=True)
    running.wait_playing()

    def seen() -> np.ndarray:
        screenshot = np.asarray(ImageGrab.grab(xdisplay=screen["DISPLAY"]).convert("RGB")).astype(int)
        return screenshot[210:390, 240:560]  # the window stands in the middle of 800 by 600

    def told() -> bool:
        return bool((seen()[-CORNER_PIXELS:, :60] > (180, 140, 90)).all(axis=2).any())

    def red() -> bool:
        picture = seen()[20:120]
        return bool(picture[..., 0].max() > 60 and picture[..., 1:].max() == 0)

    grade = checkout / "shaders/light/grade.frag"
    whole = grade.read_text()
    reddened = whole.rstrip()[:-1] + "  colour.gb *= 0.0;\n}\n"
    until(lambda: grade.write_text(reddened), red, "a red picture", 90)
    grade.write_text(reddened.replace("void main()", "void main("))
    running.wait_for(told, 20, "the error in the corner")
    assert red(), "the last good picture goes on"
    head = RingReader(running.folder / "moments").head
    grade.write_text(whole)
    running.wait_for(lambda: not told() and not red(), 20, "the picture as it was")
    assert RingReader(running.folder / "moments").head > head
    score = checkout / "configs/scores/evening.toml"
    score.write_text(score.read_text().replace("exposure", "exposed", 1))
    running.wait_for(lambda: "exposed" in (checkout / "state/convocation/log/live.log").read_text(), 20, "a line")
    assert running.stop() < 1.0
    lines = running.process.stderr.read().splitlines()
    assert any(line.startswith("convocation: shaders/light/grade.frag:") for line in lines)
    assert any("evening.toml" in line and line.endswith("the colours stay as they were") for line in lines)
    assert not any("window has failed" in line for line in lines)
    assert running.leftovers() == []
