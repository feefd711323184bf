"""Gates that catch blank, blown or messy frames. A frame that passes is not yet beautiful: look at it.

All at 320 x 180. A frame may fail two gates; black, noise, gradients, discs, haze and blown bloom fail four or more.
Colourfulness is Hasler & Suesstrunk's (2003), hue is in Ottosson's OKLab.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

SIZE = (320, 180)
TILES = (12, 16)  # rows, columns
STEEP = 16.0  # 8-bit codes between neighbouring pixels
MAY_FAIL = 2
GATES: dict[str, tuple[float, float]] = {
    "median_luma": (3.0, 165.0),
    "contrast_p95_p5": (60.0, 255.0),
    "p99": (110.0, 255.0),
    "colourfulness": (18.0, 110.0),
    "steep_percent": (4.0, 50.0),
    "flat_tiles_percent": (0.0, 62.0),
    "entropy_bits": (2.4, 6.0),
    "white_percent": (0.0, 2.0),
    "clipped_percent": (0.0, 12.0),
    "coarse_to_full": (0.60, 0.985),
    "hue_bins": (1.0, 7.0),
}
"""Each metric with the least and the most that passes."""
_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
_LMS = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929],
     [0.2119034982, 0.6806995451, 0.1073969566],
     [0.0883024619, 0.2817188376, 0.6299787005]]
)  # fmt: skip
_LAB = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468],
     [1.9779984951, -2.4285922050, 0.4505937099],
     [0.0259040371, 0.7827717662, -0.8086757660]]
)  # fmt: skip
HUE_BINS = 12
HUE_SHARE = 0.04  # of all colour that a bin must hold to count as occupied
HUE_CHROMA = 0.02  # below this a pixel is grey


def metrics(rgb: np.ndarray) -> dict[str, float]:
    """All metrics of a frame ``(height, width, 3) uint8``."""
    small = np.asarray(Image.fromarray(rgb).resize(SIZE, Image.Resampling.BOX)) if rgb.shape[1::-1] != SIZE else rgb
    pixels = small.astype(np.float32)
    luma = pixels @ _LUMA
    low, middle, high, top = np.percentile(luma, [5, 50, 95, 99])
    return {
        "median_luma": float(middle),
        "contrast_p95_p5": float(high - low),
        "p99": float(top),
        "colourfulness": _colourfulness(pixels),
        "steep_percent": _steep(luma),
        "flat_tiles_percent": _flat(luma),
        "entropy_bits": _entropy(luma),
        "white_percent": 100.0 * float((small == 255).all(axis=2).mean()),
        "clipped_percent": 100.0 * float((small == 255).any(axis=2).mean()),
        "coarse_to_full": _coarse(luma),
        "hue_bins": float(_hues(small)),
    }


def failed(found: dict[str, float]) -> list[str]:
    """The names of the gates that a frame's metrics do not pass."""
    return [name for name, (least, most) in GATES.items() if not least <= found[name] <= most]


def _colourfulness(pixels: np.ndarray) -> float:
    red, green, blue = np.moveaxis(pixels, 2, 0)
    rg, yb = red - green, 0.5 * (red + green) - blue
    return float(np.hypot(rg.std(), yb.std()) + 0.3 * np.hypot(rg.mean(), yb.mean()))


def _steep(luma: np.ndarray) -> float:
    across, down = np.diff(luma, axis=1)[:-1], np.diff(luma, axis=0)[:, :-1]
    return 100.0 * float((np.hypot(across, down) > STEEP).mean())


def _flat(luma: np.ndarray) -> float:
    rows, columns = TILES
    tiles = luma.reshape(rows, SIZE[1] // rows, columns, SIZE[0] // columns)
    return 100.0 * float((tiles.std(axis=(1, 3)) < 2.0).mean())


def _entropy(luma: np.ndarray) -> float:
    counts = np.histogram(luma, 64, (0.0, 256.0))[0]
    share = counts[counts > 0] / luma.size
    return float(-(share * np.log2(share)).sum())


def _coarse(luma: np.ndarray) -> float:
    full = luma.std()
    eighth = np.asarray(Image.fromarray(luma).resize((SIZE[0] // 8, SIZE[1] // 8), Image.Resampling.BOX))
    return float(eighth.std() / full) if full > 1e-6 else 1.0


def _hues(small: np.ndarray) -> int:
    """How many of twelve hue bins hold a share of the picture's colour."""
    codes = small.astype(np.float64) / 255.0
    linear = np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)
    lab = np.cbrt(linear @ _LMS.T) @ _LAB.T
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    coloured = chroma > HUE_CHROMA
    if not coloured.any():
        return 0
    turns = (np.arctan2(lab[..., 2], lab[..., 1]) / (2.0 * np.pi))[coloured] % 1.0
    weight = np.bincount((turns * HUE_BINS).astype(int) % HUE_BINS, chroma[coloured], HUE_BINS)
    return int((weight > HUE_SHARE * weight.sum()).sum())
