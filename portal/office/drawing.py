"""An SVG drawing as a PNG, without a browser; the same drawing gives the same bytes."""

import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import resvg_py

FONTS = Path("/usr/share/fonts/truetype/croscore")  # Debian's fonts-croscore, as for PDF
FACE = "Tinos"
SHARPNESS = 3  # pixels for each of the drawing's; 165 mm at 600 px are then 277 to the inch
MOST_PIXELS = 24_000_000  # a picture of a thousand bars is drawn coarser, not refused
_ROOT = re.compile(r"<svg\b[^>]*>")


@dataclass(frozen=True)
class Drawn:
    content: bytes
    width: float
    height: float


def png_of(svg: str) -> Drawn:
    """On white; raises ValueError for what is no drawing or has no width and height."""
    root = _ROOT.search(svg)
    width, height = (_length(root and root[0], name) for name in ("width", "height"))
    sharpness = min(SHARPNESS, math.sqrt(MOST_PIXELS / (width * height)))
    content = resvg_py.svg_to_bytes(
        svg_string=svg,
        background="#ffffff",
        width=round(width * sharpness),
        height=round(height * sharpness),
        serif_family=FACE,
        font_family=FACE,
        **_fonts(),
    )
    return Drawn(bytes(content), width, height)


def _length(root: str | None, name: str) -> float:
    found = re.search(rf'\s{name}="([\d.]+)(?:px)?"', root or "")
    if not found or not float(found[1]):
        raise ValueError(f"a drawing needs its {name} in pixels")
    return float(found[1])


@cache
def _fonts() -> dict:
    """The faces of the documents; where they are not installed, what the system has."""
    faces = sorted(map(str, FONTS.glob(f"{FACE}-*.ttf")))
    return {"skip_system_fonts": True, "font_files": faces} if faces else {}
