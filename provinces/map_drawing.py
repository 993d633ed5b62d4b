"""The map drawn twice from the same rings: light SVG, and Plotly's filled lines in its place.

Presentation attributes only. Nothing known is dotted inside and out, so that paper without colours
tells it from white; its links are for the mouse, the list beside the map is for everyone.
"""

from collections.abc import Callable
from html import escape

from portal.submissions.readings import Member
from portal.ui.charts import ACCENT, DONE, NOT_DONE, UNKNOWN
from portal.ui.charts.frame import CONTROL, INK, INK_2, LINE, PAPER, layout
from portal.ui.charts.markup import drawing, link, tag, text

from .encodings import Encoding, Group, Value
from .outlines import Frame, Outlines
from .shapes import path

SHOWN_WIDTH, PLOT_HEIGHT = 460, 600
DOTS = "cham"  # the pattern's name on the page
LETTERS = 27  # units of the grid: 10 px on a phone
# Units of the grid; drawn in this order, outlines over their neighbours' white borders.
LOOKS = {
    DONE: {"fill": ACCENT, "stroke": PAPER, "stroke_width": 2},
    UNKNOWN: {
        "fill": f"url(#{DOTS})",
        "stroke": CONTROL,
        "stroke_width": 2,
        "stroke_dasharray": "3 4",
    },
    NOT_DONE: {"fill": PAPER, "stroke": ACCENT, "stroke_width": 4},
}
ORDER = (DONE, UNKNOWN, NOT_DONE)  # a class's colour before all


def look_of(mark: str) -> dict:
    return LOOKS.get(mark, {"fill": mark, "stroke": PAPER, "stroke_width": 2})


def drawing_order(groups: tuple[Group, ...]) -> list[Group]:
    return sorted(groups, key=lambda g: ORDER.index(g.mark) if g.mark in ORDER else -1)


def said_of(value: Value, group: Group, unit: str) -> str:
    """ "Quảng Ngãi: 14.464 lượt", "Bắc Kạn: chưa ghi nhận"."""
    is_number = value.amount is not None and group.mark not in (DONE, NOT_DONE)
    said = (
        f"{value.shown} {unit}".rstrip() if is_number else group.label[0].lower() + group.label[1:]
    )
    return f"{value.member.printed_name}: {said}"


def map_svg(
    encoding: Encoding, outlines: Outlines, label: str, href_of: Callable[[Member], str]
) -> str:
    """The light drawing; provinces without an outline are not on it and must be told beside it."""
    unit = encoding.indicator.unit or ""
    parts = [dots()]
    for group in drawing_order(encoding.groups):
        shapes = [
            link(
                href_of(value.member),
                tag(
                    "path",
                    tag("title", escape(said_of(value, group, unit))),
                    d=path(outlines.rings[value.member.agency_id]),
                ),
                quiet=True,
            )
            for value in group.values
            if value.member.agency_id in outlines.rings
        ]
        if shapes:
            parts.append(tag("g", *shapes, **look_of(group.mark), stroke_linejoin="round"))
    marks = encoding.marks
    parts += [frame_svg(frame, marks.get(frame.agency_id, UNKNOWN)) for frame in outlines.frames]
    size = outlines.size
    return drawing(*parts, box=size, width=SHOWN_WIDTH, css="map", label=label, hidden=True)


def dots() -> str:
    """White with dots, for what is not known."""
    inside = (
        tag("rect", width=14, height=14, fill=PAPER),
        tag("circle", cx=7, cy=7, r=2, fill=CONTROL),
    )
    size = {"width": 14, "height": 14, "patternUnits": "userSpaceOnUse"}
    return tag("pattern", *inside, id=DOTS, **size)


def frame_svg(frame: Frame, mark: str) -> str:
    """An archipelago: its frame, its name with whose it is, its islands marked as their owner."""
    middle = frame.left + frame.width / 2
    lines = (
        ("Quần đảo", INK, None),
        (frame.name, INK, 600),
        (f"({frame.belongs_to})", INK_2, None),
    )
    names = [
        text(
            words,
            x=f"{middle:g}",
            y=frame.top + 32 + at * 33,
            font_size=LETTERS,
            fill=colour,
            font_weight=weight,
            text_anchor="middle",
        )
        for at, (words, colour, weight) in enumerate(lines)
    ]
    around = tag(
        "rect",
        x=frame.left,
        y=frame.top,
        width=frame.width,
        height=frame.height,
        fill="none",
        stroke=LINE,
        stroke_width=2,
    )
    islands = [tag("circle", cx=x, cy=y, r=5) for x, y in frame.islands]
    look = {key: value for key, value in look_of(mark).items() if key != "stroke_dasharray"}
    if mark == UNKNOWN:
        look["fill"] = PAPER
    return around + "".join(names) + tag("g", *islands, **look)


def map_figure(encoding: Encoding, outlines: Outlines, href_of: Callable[[Member], str]) -> dict:
    """The same for Plotly: a filled line a province, pointed at by its inside."""
    unit = encoding.indicator.unit or ""
    traces = [
        {
            **ring_points(outlines.rings[value.member.agency_id]),
            **trace_look(group.mark),
            "text": said_of(value, group, unit),
            "meta": {"href": href_of(value.member)},
        }
        for group in drawing_order(encoding.groups)
        for value in group.values
        if value.member.agency_id in outlines.rings
    ]
    marks = encoding.marks
    traces += [islands_trace(f, marks.get(f.agency_id, UNKNOWN)) for f in outlines.frames]
    return {"data": traces, "layout": map_layout(outlines)}


def ring_points(rings) -> dict:
    """Every ring closed, a gap between two."""
    across, down = [], []
    for ring in rings:
        if across:
            across.append(None)
            down.append(None)
        across += [x for x, _ in (*ring, ring[0])]
        down += [y for _, y in (*ring, ring[0])]
    return {"x": across, "y": down}


def trace_look(mark: str) -> dict:
    look = look_of(mark)
    found = {"line": {"color": look["stroke"], "width": look["stroke_width"] / 2}}
    if mark == UNKNOWN:
        found["line"]["dash"] = "2px,2px"
        found["fillpattern"] = {"shape": ".", "size": 6, "solidity": 0.1, "fgcolor": CONTROL}
        return found | {"fillcolor": PAPER}
    return found | {"fillcolor": look["fill"]}


def islands_trace(frame: Frame, mark: str) -> dict:
    look = look_of(mark)
    fill = PAPER if mark == UNKNOWN else look["fill"]
    return {
        "x": [x for x, _ in frame.islands],
        "y": [y for _, y in frame.islands],
        "mode": "markers",
        "fill": "none",
        "hoveron": "points",
        "marker": {"size": 5, "color": fill, "line": {"color": look["stroke"], "width": 1}},
        "text": f"Quần đảo {frame.name} ({frame.belongs_to})",
    }


def map_layout(outlines: Outlines) -> dict:
    width, height = outlines.size
    axis = {"visible": False, "fixedrange": True}
    common = {
        "type": "scatter",
        "mode": "lines",
        "fill": "toself",
        "hoveron": "fills",
        "hoverinfo": "text",
    }
    return {
        **layout(height=PLOT_HEIGHT),
        "hovermode": "closest",
        "template": {"data": {"scatter": [common]}},
        "xaxis": {**axis, "range": [0, width]},
        "yaxis": {**axis, "range": [height, 0], "scaleanchor": "x"},
        "shapes": [
            {
                "type": "rect",
                "x0": frame.left,
                "x1": frame.left + frame.width,
                "y0": frame.top,
                "y1": frame.top + frame.height,
                "line": {"color": LINE, "width": 1},
            }
            for frame in outlines.frames
        ],
        "annotations": [
            {
                "showarrow": False,
                "x": frame.left + frame.width / 2,
                "y": frame.top,
                "yanchor": "top",
                "text": f"Quần đảo<br>{frame.name}<br>({frame.belongs_to})",
                "font": {"size": 10, "color": INK},
            }
            for frame in outlines.frames
        ],
    }
