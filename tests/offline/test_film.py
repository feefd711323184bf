"""Films: picture and sound agree; parts made apart are joined to the same film; damaged parts are noticed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from installation.core.errors import MachineError
from installation.measure.media import Media
from installation.offline.film import Coding, Pictures, Sound, join
from installation.offline.packets import Packet, is_whole, read_packets, write_packets

CODING = Coding((64, 48), Fraction(30), preset="veryfast")
COMMENT = "convocation start_sample=48000"


def segments(frames: list[np.ndarray], length: int) -> list[Packet]:
    """The packets of frames, encoded in segments."""
    packets: list[Packet] = []
    for first in range(0, len(frames), length):
        pictures = Pictures(CODING, first)
        for rgb in frames[first : first + length]:
            pictures.frame(rgb)
        packets += pictures.finish()
    return packets


def sounding(samples: np.ndarray, block: int) -> list[Packet]:
    """The packets of sound that comes in blocks."""
    sound, packets = Sound(CODING), []
    for first in range(0, len(samples), block):
        packets += sound.block(samples[first : first + block])
    return [*packets, *sound.finish()]


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_films_sound_and_picture_agree(tmp_path: Path, suffix: str) -> None:
    """A white frame and a click at the same moment, of 2 s in four segments: lengths and places after decoding."""
    path = tmp_path / f"film{suffix}"
    frames = [np.full((48, 64, 3), 255 if k == 33 else 10, np.uint8) for k in range(60)]
    samples = np.zeros((96_000, 2), np.float32)
    samples[33 * 1600 : 33 * 1600 + 8] = 0.9
    join(path, suffix, CODING, COMMENT, segments(frames, 17), sounding(samples, 1600))
    media = Media(path)
    sound, shown = media.sound(), list(media.frames())
    assert sound is not None
    assert (len(shown), media.start_s, sound.start_s) == (60, 1.0, 1.0)
    assert abs(len(sound.samples) - 96_000) <= 1600
    assert [at_s for at_s, _ in shown] == pytest.approx([k / 30 for k in range(60)], abs=2e-3)
    assert max(range(60), key=lambda k: shown[k][1].mean()) == 33
    assert abs(int(np.abs(sound.samples[:, 0]).argmax()) - 33 * 1600) < 64
    assert shown[33][1].mean() > 245  # limited range and matrix survive the way to the film and back


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_the_same_parts_are_the_same_film(tmp_path: Path, suffix: str) -> None:
    chance = np.random.default_rng(3)
    frames = list(chance.integers(0, 255, (20, 48, 64, 3), np.uint8))
    samples = chance.normal(0, 0.1, (32_000, 2)).astype(np.float32)
    written = []
    for name, block in (("a", 400), ("b", 777)):
        join(tmp_path / name, suffix, CODING, COMMENT, segments(frames, 8), sounding(samples, block))
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]


PACKETS = st.lists(
    st.builds(Packet, st.integers(-99, 99), st.integers(-99, 99), st.integers(0, 9), st.booleans(), st.binary()),
    max_size=4,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PACKETS, st.data())
def test_packets_come_back_or_are_refused(tmp_path: Path, packets: list[Packet], data: st.DataObject) -> None:
    path = tmp_path / "packets"
    write_packets(path, packets)
    assert list(read_packets(path)) == packets
    assert is_whole(path)
    whole = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    path.write_bytes(whole[:at])
    assert not is_whole(path)
    whole[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(whole)
    assert not is_whole(path)
    with pytest.raises(MachineError, match="damaged"):
        list(read_packets(path))
