"""The benchmarks lie in the checkout beside the package; nothing installs them, so they are put within reach here."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
