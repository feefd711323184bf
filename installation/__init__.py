"""Convocation: one evening in a hall of light, heard and seen."""

import hashlib
import os
from pathlib import Path

__version__ = "0.1.0"


def _kernel_cache() -> Path:
    """A folder for compiled kernels, keyed by a hash of all kernel sources: an edit never meets old code."""
    digest = hashlib.blake2b(digest_size=8)
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        content = source.read_bytes()
        if b"njit" in content:
            digest.update(content)
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "convocation" / "kernels" / digest.hexdigest()


# numba reads this once, when it is first imported: this module is always before it.
os.environ.setdefault("NUMBA_CACHE_DIR", str(_kernel_cache()))
