"""A process that compiles its kernels sounds the same bytes as one that loads them from the cache."""

import os
import subprocess
import sys

SOUND = """
import hashlib
from installation.core import gestures as g
from installation.core.performance import Header, Performance
from installation.hall.discover import rooms
from installation.hall.play import play
from installation.sound.mixer import Mixer

mixer, digest = Mixer(rooms(), 3), hashlib.sha256()
log = (g.Trouble(tick=20, fault="slip", value=0.9), g.Play(tick=40, pitch=64.0, velocity=0.8))
for _, _, after, events in play(Performance(Header(seed=3), log), stop=240):
    digest.update(mixer.tick(after, events).tobytes())
print(digest.hexdigest())
"""


def test_compiled_or_loaded_the_sound_is_the_same(tmp_path):
    env = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    runs = [
        subprocess.run([sys.executable, "-c", SOUND], env=env, capture_output=True, text=True, check=True, timeout=240)
        for _ in ("compiles", "loads")
    ]
    assert runs[0].stdout == runs[1].stdout
    assert len(runs[0].stdout.strip()) == 64
