"""Two figures of each agency against one another; the few that stand apart carry their name."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from portal import figures

from .axes import FIRST, HEIGHT, LAST, across, axis_end, down, grid, named, plot_layout, ticks
from .frame import ACCENT, CONTROL, INK, INK_2, PAPER, Number, percent, plain, px, said
from .markup import drawing, over, tag, text

MOST_NAMED = 5
_NARROWEST = 280  # px of a chart on a 320 px screen: there names must not meet
_LETTER, _HIGH = 7, 16  # px that a name takes


class Spot(NamedTuple):
    label: str
    x: Number
    y: Number


class AxisNames(NamedTuple):
    """What is counted across and up: "Số Tổ", "Số thành viên"."""

    across: str
    up: str


def scatter_svg(
    spots: Sequence[Spot], axes: AxisNames, label: str, rise: Decimal | None = None
) -> str:
    wide, top = axis_end(s.x for s in spots), axis_end(s.y for s in spots)
    parts = [grid(top), text(axes.up, x="0", y=12, font_size=13, fill=INK_2)]
    if rise:
        x, y = _slope_end(rise, wide, top)
        ends = {"x1": percent(FIRST), "y1": px(down(0, top))}
        ends |= {"x2": percent(across(x, wide)), "y2": px(down(y, top))}
        dashes = {"stroke": CONTROL, "stroke_width": "1.2", "stroke_dasharray": "5 3"}
        parts.append(tag("line", **ends, **dashes))
    for spot in spots:
        place = {"cx": percent(across(spot.x, wide)), "cy": px(down(spot.y, top))}
        parts.append(tag("circle", **place, r="4", fill=ACCENT, stroke=PAPER, stroke_width=1))
    for spot, is_left in named_spots(spots, wide, top, rise):
        side = {"dx": -8, "text_anchor": "end"} if is_left else {"dx": 8}
        place = {"x": percent(across(spot.x, wide)), "y": px(down(spot.y, top) + 5)}
        parts.append(over(spot.label, **place, **side))
    marks = [(across(tick, wide), figures.show(tick)) for tick in ticks(wide)]
    parts.append(named(marks, y=HEIGHT - 12))
    ending = {"x": percent(LAST + 8), "y": HEIGHT + 8, "text_anchor": "end"}
    parts.append(text(axes.across, **ending, font_size=13, fill=INK_2))
    return drawing(*parts, height=HEIGHT + 18, label=label)


def scatter_figure(spots: Sequence[Spot], axes: AxisNames, rise: Decimal | None = None) -> dict:
    wide, top = axis_end(s.x for s in spots), axis_end(s.y for s in spots)
    points = {
        "type": "scatter",
        "mode": "markers",
        "x": [plain(spot.x) for spot in spots],
        "y": [plain(spot.y) for spot in spots],
        "customdata": [said(spot.label) for spot in spots],
        "marker": {"size": 9, "color": ACCENT, "line": {"color": PAPER, "width": 1}},
        "hovertemplate": f"%{{customdata}}<br>{said(axes.across)}: %{{x:,}}<br>"
        f"{said(axes.up)}: %{{y:,}}<extra></extra>",
    }
    notes = [_note(spot, left) for spot, left in named_spots(spots, wide, top, rise)]
    small = {"showarrow": False, "font": {"color": INK_2, "size": 13}}
    corner = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xshift": -50, "yshift": 8}
    held = {"xanchor": "left", "yanchor": "bottom"}
    notes.append({**small, **corner, **held, "text": said(axes.up)})
    axis = {
        "tickvals": ticks(wide),
        "ticktext": [figures.show(tick) for tick in ticks(wide)],
        "range": [0, wide * 1.06],
        "title": {"text": said(axes.across), "font": {"color": INK_2, "size": 13}, "standoff": 16},
    }
    lines = [_slope_shape(rise, wide, top)] if rise else []
    drawn = plot_layout(top, xaxis=axis, annotations=notes, shapes=lines)
    drawn["margin"] |= {"b": 56}
    return {"data": [points], "layout": drawn}


def named_spots(
    spots: Sequence[Spot], wide: int, top: int, rise: Decimal | None
) -> list[tuple[Spot, bool]]:
    """The spots that stand apart, and whether the name stands at the left.

    On the narrowest screen no name meets another or lies over a point; who has no room stays
    without, but the greatest across is named where no name is in the way.
    """
    places = {id(spot): _pixels(spot, wide, top) for spot in spots}
    taken, found = [], []
    for at, spot in enumerate(_apart(spots, rise)):
        others = [place for key, place in places.items() if key != id(spot)]
        sides = _sides(*places[id(spot)], len(spot.label) * _LETTER)
        free = [(box, left) for box, left in sides if not any(_meet(box, one) for one in taken)]
        bare = [side for side in free if not any(_holds(side[0], *other) for other in others)]
        chosen = bare or (free if not at else [])
        if chosen:
            box, is_left = chosen[0]
            taken.append(box)
            found.append((spot, is_left))
        if len(found) == MOST_NAMED:
            break
    return found


def _pixels(spot: Spot, wide: int, top: int) -> tuple[float, float]:
    return float(across(spot.x, wide)) * _NARROWEST / 100, float(down(spot.y, top))


def _sides(x: float, y: float, long: int) -> list[tuple[tuple, bool]]:
    """The boxes that a name fills at the right and at the left, as far as the drawing goes."""
    found = []
    for begins, is_left in ((x + 8, False), (x - 8 - long, True)):
        if begins >= 0 and begins + long <= _NARROWEST:
            found.append(((begins, begins + long, y - _HIGH / 2, y + _HIGH / 2), is_left))
    return found


def _holds(box: tuple, x: float, y: float) -> bool:
    return box[0] < x + 4 and x - 4 < box[1] and box[2] < y + 4 and y - 4 < box[3]


def _apart(spots: Sequence[Spot], rise: Decimal | None) -> Iterable[Spot]:
    """The greatest across, up, and the furthest from the whole's ratio, each once."""
    by_x = sorted(spots, key=lambda s: -s.x)[:2]
    by_y = sorted(spots, key=lambda s: -s.y)[:2]
    rise = rise or Decimal(0)
    off = sorted(spots, key=lambda s: -abs(Decimal(s.y) - rise * Decimal(s.x)))[:6]
    return dict.fromkeys([*by_x[:1], *by_y[:1], *off, *by_x, *by_y])


def _meet(one: tuple, other: tuple) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _slope_end(rise: Decimal, wide: int, top: int) -> tuple[Decimal, Decimal]:
    """Where the line from 0 leaves the plot."""
    if rise * wide <= top:
        return Decimal(wide), rise * wide
    return Decimal(top) / rise, Decimal(top)


def _slope_shape(rise: Decimal, wide: int, top: int) -> dict:
    x, y = _slope_end(rise, wide, top)
    return {
        "type": "line",
        **{"x0": 0, "y0": 0, "x1": float(x), "y1": float(y)},
        "line": {"color": CONTROL, "width": 1.2, "dash": "5px,3px"},
    }


def _note(spot: Spot, is_left: bool) -> dict:
    return {
        "showarrow": False,
        "x": plain(spot.x),
        "y": plain(spot.y),
        "xanchor": "right" if is_left else "left",
        "xshift": -6 if is_left else 6,
        "text": said(spot.label),
        "font": {"color": INK, "size": 14},
    }
