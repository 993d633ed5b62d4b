"""Stacked bars: the label above, the bar, its total at its end."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from portal import figures

from .frame import (
    ACCENT,
    CONTROL,
    INK,
    PAPER,
    SERIES,
    Number,
    layout,
    percent,
    plain,
    role,
    said,
    share,
)
from .markup import drawing, link, tag, text


class BarRow(NamedTuple):
    """One bar: its parts in the order of the series, None where nothing is known."""

    label: str
    parts: tuple[Number | None, ...]
    total: Number | None
    href: str = ""


BAR_STEP, BAR_HEIGHT, BAR_GAP = 38, 10, Decimal("0.4")  # px, px, per cent of the width
_NARROWEST = 280  # px of a chart on a 320 px screen; the figure after the longest bar must fit


def stacked_bars_svg(rows: Sequence[BarRow], series: Sequence[str], label: str = "") -> str:
    """The light drawing: the label above, the bar, its total at its end.

    `series` are the names of the parts; `label` is the sentence for those who do not see it.
    """
    widths = bar_widths(rows)
    return drawing(
        *(_drawn_bar(i, row, widths[i]) for i, row in enumerate(rows)),
        height=BAR_STEP * len(rows),
        role=role(row.href for row in rows),
        label=label or f"Biểu đồ thanh: {', '.join(series)}, {len(rows)} dòng",
    )


def bar_widths(rows: Sequence[BarRow]) -> list[tuple[Decimal | None, ...]]:
    """Each part's width in per cent of the drawing; None for an unknown part, 0 for a 0."""
    longest = max((_known_sum(row) for row in rows), default=0)
    room = _room(rows)
    return [
        tuple(None if part is None else share(part, longest) * room / 100 for part in row.parts)
        for row in rows
    ]


def stacked_bars_figure(rows: Sequence[BarRow], series: Sequence[str], unit: str = "") -> dict:
    """The same bars for Plotly; `unit` is said when a bar is pointed at ("lượt")."""
    links = {"meta": {"hrefs": [row.href for row in rows]}} if any(r.href for r in rows) else {}
    bars = [
        {
            "type": "bar",
            "y": list(range(len(rows))),
            "x": [plain(row.parts[i]) for row in rows],
            "customdata": [said(row.label) for row in rows],
            "name": said(name),
            "orientation": "h",
            "marker": {"color": SERIES[i], "line": {"color": PAPER, "width": 1}},
            "hovertemplate": f"%{{customdata}}<br>{said(name)}: %{{x:,}} {said(unit)}"
            "<extra></extra>",
            **links,
        }
        for i, name in enumerate(series)
    ]
    longest = max((_known_sum(row) for row in rows), default=0) or 1
    hidden = {"visible": False, "fixedrange": True}
    drawn = {
        **layout(height=BAR_STEP * len(rows) + 8),
        "barmode": "stack",
        "bargap": 1 - BAR_HEIGHT / BAR_STEP,
        "xaxis": {**hidden, "range": [0, float(Decimal(longest) * 100 / _room(rows))]},
        "yaxis": {**hidden, "range": [len(rows) - 0.45, -0.75]},
        "annotations": [note for i, row in enumerate(rows) for note in _bar_notes(i, row)],
        "shapes": [_bar_stub(i, row) for i, row in enumerate(rows) if None in row.parts],
    }
    return {"data": bars, "layout": drawn}


def _drawn_bar(i: int, row: BarRow, widths: tuple[Decimal | None, ...]) -> str:
    top, x = BAR_STEP * i, Decimal(0)
    looks = {"fill": ACCENT, "text_decoration": "underline"} if row.href else {}
    parts = [link(row.href, text(row.label, x=0, y=top + 13, **looks))]
    bar = {"y": top + 19, "height": BAR_HEIGHT}
    for width, colour in zip(widths, SERIES, strict=False):
        if width:
            gap = BAR_GAP if x and width > BAR_GAP else 0
            place = {"x": percent(x + gap), "width": percent(width - gap)}
            parts.append(tag("rect", **place, **bar, fill=colour))
            x += width
    is_partial = None in row.parts
    if is_partial:
        parts.append(tag("svg", _STUB, x=percent(x), width=28, **bar))
    if row.total is not None:
        dx = 30 if is_partial else 7
        parts.append(text(figures.show(row.total), x=percent(x), dx=dx, y=top + 29))
    return "".join(parts)


_STUB = tag(  # the dotted box after a bar of which a part is unknown
    "rect",
    **{"x": 5, "y": ".75", "width": 18, "height": "8.5", "fill": "none"},
    **{"stroke": CONTROL, "stroke_width": "1.2", "stroke_dasharray": "1.5 2"},
)


def _bar_notes(i: int, row: BarRow) -> list[dict]:
    """The label above a bar and the total after it, as Plotly's annotations."""
    common = {"showarrow": False, "y": i, "xanchor": "left", "font": {"color": INK, "size": 14}}
    total = "" if row.total is None else figures.show(row.total)
    after = 28 if None in row.parts else 4
    return [
        {**common, "x": 0, "xshift": -2, "yshift": 17, "text": said(row.label)},
        {**common, "x": plain(_known_sum(row)), "xshift": after, "text": total},
    ]


def _bar_stub(i: int, row: BarRow) -> dict:
    """The dotted box after a bar of which a part is unknown, in pixels as in the light drawing."""
    half = BAR_HEIGHT / BAR_STEP / 2
    return {
        "type": "rect",
        "xsizemode": "pixel",
        "xanchor": plain(_known_sum(row)),
        "x0": 5,
        "x1": 23,
        "y0": i - half,
        "y1": i + half,
        "line": {"color": CONTROL, "width": 1.2, "dash": "2px,2px"},
    }


def _known_sum(row: BarRow) -> Number:
    return sum(part for part in row.parts if part is not None)


def _room(rows: Sequence[BarRow]) -> int:
    """Per cent of the width that the longest bar may take beside its printed total."""
    digits = max((len(figures.show(row.total)) for row in rows if row.total is not None), default=0)
    stub = 24 if any(None in row.parts for row in rows) else 0
    return 100 - (digits * 8 + 10 + stub) * 100 // _NARROWEST
