"""A chart as a picture that needs no page: its sentence, unit and day, key, drawing and source."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from portal.office.cell_text import writable
from portal.office.lettering import broken

from .frame import INK, INK_2, MUTED, Chart
from .standing import WIDTH, standing_root

MARGIN = 20
_TITLE, _SMALL = 18, 13  # px of the letters
_LEADING = 1.35


def alone_svg(chart: Chart, source: str) -> str:
    """Raises ValueError for a chart without a drawing. `source`: the last line."""
    drawing = standing_root(chart)
    root = Element(
        "svg", {"xmlns": drawing.get("xmlns"), "font-family": drawing.get("font-family")}
    )
    root.extend([Element("title"), *_paragraph(chart.title, MARGIN, _TITLE, INK, is_bold=True)])
    root[0].text = writable(chart.title)
    down = MARGIN + _height(root, _TITLE)
    caption = _paragraph(chart.caption, down + 4, _SMALL, INK_2)
    root.extend(caption)
    down += 4 + _height(caption, _SMALL) + 12
    place = SubElement(root, "g", {"transform": f"translate({MARGIN} {down:.1f})"})
    place.extend(drawing)
    down += float(drawing.get("height")) + 10
    below = _paragraph(source, down, _SMALL, MUTED)
    root.extend(below)
    wide, high = WIDTH + 2 * MARGIN, round(down + _height(below, _SMALL) + MARGIN)
    root.attrib.update(
        {"width": str(wide), "height": str(high), "viewBox": f"0 0 {wide} {high}", "role": "img"}
    )
    return tostring(root, encoding="unicode")


def _paragraph(
    text: str, top: float, size: int, colour: str, *, is_bold: bool = False
) -> list[Element]:
    lines = broken(writable(text), WIDTH * 2 / size, is_bold=is_bold)
    return [
        _line(line, top + size + at * size * _LEADING, size, colour, is_bold)
        for at, line in enumerate(lines)
    ]


def _line(text: str, base: float, size: int, colour: str, is_bold: bool) -> Element:
    place = {"x": str(MARGIN), "y": f"{base:.1f}", "font-size": str(size), "fill": colour}
    element = Element("text", place | ({"font-weight": "bold"} if is_bold else {}))
    element.text = text
    return element


def _height(lines: Sequence[Element], size: int) -> float:
    return sum(line.tag == "text" for line in lines) * size * _LEADING
