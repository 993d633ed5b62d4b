"""What the drawings with two axes share: a grid from 0, its figures on the lines, named marks.

Across, places are per cent of the width; down, pixels. The grid's figures stand on its lines at the
left, so that they need no room of their own on a phone.
"""

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal

from portal import figures

from .frame import LINE, MUTED, PAPER, Number, layout, percent, px
from .markup import tag, text

HEIGHT, TOP, BOTTOM = 240, 34, 30  # px; the plot stands between
DEPTH = HEIGHT - TOP - BOTTOM
FIRST, LAST = Decimal(14), Decimal(90)  # per cent of the width: the first and last place
TICKS = 4
_ROUND = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8, 10)
TICK = {"font_size": 13, "fill": MUTED}


def across(part: Number, whole: Number) -> Decimal:
    """The place, in per cent of the width, of `part` on an axis from 0 to `whole`."""
    return FIRST + (LAST - FIRST) * Decimal(part) / (Decimal(whole) or 1)


def down(value: Number, top: Number) -> Decimal:
    """The place, in pixels, of `value` on an axis that ends at `top`."""
    return TOP + DEPTH - Decimal(value) * DEPTH / (Decimal(top) or 1)


def axis_end(values: Iterable[Number | None]) -> int:
    """The first end not below the greatest value of which four even ticks are round and whole."""
    greatest = max((value for value in values if value is not None), default=0)
    needed = max(math.ceil(greatest / TICKS), 1)
    power = 10 ** (len(str(needed)) - 1)
    steps = (step * power for step in _ROUND)
    return TICKS * int(next(step for step in steps if step >= needed and step == int(step)))


def ticks(top: int) -> list[int]:
    return [top * at // TICKS for at in range(TICKS + 1)]


def grid(top: int, suffix: str = "") -> str:
    parts = []
    for tick in ticks(top):
        y = px(down(tick, top))
        parts.append(tag("line", x1="0", x2="100%", y1=y, y2=y, stroke=LINE))
        parts.append(text(f"{figures.show(tick)}{suffix}", x="0", y=y, dy="-4", **TICK))
    return "".join(parts)


def named(marks: Sequence[tuple[Decimal, str]], y: int = HEIGHT - 10) -> str:
    """Names under the axis, each in the middle of its place."""
    return "".join(
        text(words, x=percent(at), y=y, text_anchor="middle", **TICK) for at, words in marks
    )


def spread(count: int, most: int = 5) -> list[int]:
    """The places to name among `count`: at most `most`, evenly, the last among them."""
    every = -(-count // most) or 1
    return [at for at in range(count) if (count - 1 - at) % every == 0]


def plot_layout(top: int, suffix: str = "", **more) -> dict:
    """Plotly's layout with the same grid; `xaxis` and others are added by the drawing."""
    axis = {"fixedrange": True, "zeroline": False, "tickfont": {"color": MUTED, "size": 13}}
    made = {
        **layout(height=HEIGHT + 20),
        "margin": {"l": 60, "r": 16, "t": 30, "b": 40},
        **{name: value for name, value in more.items() if value != []},
    }
    apart = {"ticks": "outside", "ticklen": 6, "tickcolor": PAPER}
    made["xaxis"] = {**axis, **apart, "showgrid": False, "tickangle": 0, **more.get("xaxis", {})}
    made["yaxis"] = {
        **axis,
        "gridcolor": LINE,
        "tickvals": ticks(top),
        "ticktext": [f"{figures.show(tick)}{suffix}" for tick in ticks(top)],
        "range": [0, top * 1.04],
        **more.get("yaxis", {}),
    }
    return made
