"""A chart's light drawing for paper: on its own, of a fixed width, with its key and its face.

On screen the style sheet gives the face and widths are per cent of the page; a document has
neither. Percentages become pixels and nothing is left to a class or a link.
"""

from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring
from django.template.loader import render_to_string

from portal.office.cell_text import writable
from portal.office.lettering import width_of

from .frame import INK, Chart

WIDTH = 600  # px, printed over 165 mm: letters of 14 px come out at 11 pt
FACE = "Tinos, 'Times New Roman', serif"
_NAMESPACE = "http://www.w3.org/2000/svg"
_KEY_HEIGHT, _KEY_SQUARE, _KEY_TEXT, _KEY_GAP = 30, 12, 14, 22
_KEY_LINE = 20  # px from one line of the key to the next
_ACROSS = {"x", "x1", "x2", "cx", "width"}
_DOWN = {"y", "y1", "y2", "cy", "height"}
_MOVES = {"dx": "x", "dy": "y"}
_SCREEN_ONLY = {"class", "id", "href", "role", "aria-label", "aria-hidden", "text-decoration"}


def standing_svg(chart: Chart) -> str:
    """The drawing with the chart's key above it; it says what it shows as on screen.

    Raises ValueError for a chart without a drawing.
    """
    return tostring(standing_root(chart), encoding="unicode")


def standing_root(chart: Chart) -> Element:
    if not chart.svg:
        raise ValueError(f"chart {chart.id} has no drawing")
    source = fromstring(writable(chart.svg))
    wide, high = _size(source)
    key, lines = _key(chart.key)
    top = _KEY_HEIGHT + _KEY_LINE * (lines - 1) if chart.key else 0
    scale = WIDTH / wide if source.get("viewBox") else 1
    height = _number(high * scale + top)
    frame = {"width": str(WIDTH), "height": height, "viewBox": f"0 0 {WIDTH} {height}"}
    said = {"role": "img", "aria-label": source.get("aria-label") or chart.title}
    root = Element("svg", {"xmlns": _NAMESPACE, **frame, **said, "font-family": FACE})
    root.extend(key)
    transform = f"translate(0 {top})" + (f" scale({_number(scale)})" if scale != 1 else "")
    drawing = SubElement(root, "g", {"transform": transform})
    drawing.extend(_standing(child, wide, high) for child in source)
    return root


def _size(svg: Element) -> tuple[float, float]:
    """What the drawing's own numbers count from: its view box, or the paper's width."""
    if box := svg.get("viewBox"):
        _, _, wide, high = (float(part) for part in box.split())
        return wide, high
    return WIDTH, float(svg.get("height"))


def _standing(element: Element, wide: float, high: float) -> Element:
    """The element with its numbers in pixels; links and drawings within become groups."""
    values = {
        name: _length(value, wide if name in _ACROSS else high)
        for name, value in element.items()
        if name in _ACROSS | _DOWN
    }
    if element.tag == "svg":
        made = Element("g", {"transform": f"translate({values['x']} {values['y']})"})
        wide, high = float(values["width"]), float(values["height"])
    else:
        kept = {k: v for k, v in element.items() if k not in _SCREEN_ONLY | set(_MOVES)}
        made = Element("g" if element.tag == "a" else element.tag, {**kept, **values})
        _move(made, element)
    if element.tag == "pattern":  # what fills name it by
        made.set("id", element.get("id"))
    if made.get("font-weight") == "600":  # the face has regular and bold
        made.set("font-weight", "bold")
    if element.get("text-decoration"):  # was a link
        made.set("fill", INK)
    made.text, made.tail = element.text, None
    made.extend(_standing(child, wide, high) for child in element)
    return made


def _move(made: Element, element: Element) -> None:
    for by, name in _MOVES.items():
        if element.get(by):
            made.set(name, _number(float(made.get(name, 0)) + float(element.get(by))))


def _length(value: str, whole: float) -> str:
    return _number(float(value[:-1]) * whole / 100 if value.endswith("%") else float(value))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _key(key: tuple[tuple[str, str], ...]) -> tuple[list[Element], int]:
    """The squares of components/key.html, each with its name, in as many lines as they fill."""
    left, line, drawn = 0.0, 0, []
    for item in fromstring(render_to_string("components/key.html", {"key": key})):
        square = item.find("svg")
        name = (square.tail or "").strip()
        wide = _KEY_SQUARE + 6 + width_of(name) * _KEY_TEXT / 2
        if left and left + wide > WIDTH:
            left, line = 0.0, line + 1
        down, scale = line * _KEY_LINE, _number(_KEY_SQUARE / 10)
        group = Element("g", {"transform": f"translate({_number(left)} {down + 3}) scale({scale})"})
        group.extend(_standing(child, 10, 10) for child in square)
        place = {"x": _number(left + _KEY_SQUARE + 6), "y": str(down + 14)}
        text = Element("text", place | {"font-size": str(_KEY_TEXT), "fill": INK})
        text.text = name
        drawn += [group, text]
        left += wide + _KEY_GAP
    return drawn, line + 1
