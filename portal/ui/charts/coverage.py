"""Who has and who has not, by group: bars of agencies, filled, outlined or dotted, side by side."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from portal import figures

from .frame import (
    ACCENT,
    CONTROL,
    INK,
    INK_2,
    PAPER,
    layout,
    percent,
    role,
    said,
    share,
)
from .markup import drawing, link, tag, text

STEP, HEIGHT, HEAD = 42, 11, 24  # px: a group, its bar, the names of the columns
_GAP = Decimal(6)  # per cent of the width between two columns
_FIGURE = 50  # px for "14/14" after the longest bar
_NARROWEST = 280  # px of a chart on a 320 px screen


class Counted(NamedTuple):
    """Agencies of a group by what is known; `size` also holds those it does not apply to."""

    done: int
    not_done: int
    unknown: int
    size: int

    @property
    def words(self) -> str:
        return f"{figures.show(self.done)}/{figures.show(self.size)}"


class CoverageRow(NamedTuple):
    """One group and what is counted in it, in the order of the columns."""

    label: str
    counted: tuple[Counted, ...]
    href: str = ""


STATES = ("done", "not_done", "unknown")
NAMES = {"done": "Đã", "not_done": "Báo cáo là chưa", "unknown": "Chưa ghi nhận"}


def coverage_svg(groups: Sequence[CoverageRow], columns: Sequence[str], label: str) -> str:
    """`columns`: what is counted in each ("Kế hoạch", "Tổ công nghệ số")."""
    longest = max((c.size for group in groups for c in group.counted), default=0)
    starts, room = _columns(len(columns))
    heads = {"y": 14, "font_size": 13, "fill": INK_2}
    parts = [text(n, x=percent(x), **heads) for n, x in zip(columns, starts, strict=True)]
    for at, group in enumerate(groups):
        y = HEAD + STEP * at
        colour = {"fill": ACCENT, "text_decoration": "underline"} if group.href else {}
        parts.append(link(group.href, text(group.label, x="0", y=y + 14, **colour)))
        for x, counted in zip(starts, group.counted, strict=True):
            parts += _bar(counted, x, y + 21, longest, room)
    height = HEAD + STEP * len(groups)
    return drawing(*parts, height=height, label=label, role=role(g.href for g in groups))


def _columns(count: int) -> tuple[list[Decimal], Decimal]:
    """Where each column begins and how wide its longest bar is, in per cent of the width."""
    wide = (100 - _GAP * (count - 1)) / Decimal(count)
    starts = [(wide + _GAP) * at for at in range(count)]
    return starts, wide - Decimal(_FIGURE * 100) / _NARROWEST


def _bar(counted: Counted, x: Decimal, y: int, longest: int, room: Decimal) -> list[str]:
    parts = []
    for state in STATES:
        wide = share(getattr(counted, state), longest) * room / 100
        if wide:
            parts.append(_piece(state, x, y, wide))
            x += wide
    return [*parts, text(counted.words, x=percent(x), dx=7, y=y + HEIGHT - 1)]


def _piece(state: str, x: Decimal, y: int, wide: Decimal) -> str:
    gap = min(Decimal("0.5"), wide / 4)
    place = {"x": percent(x), "width": percent(wide - gap)}
    if state == "done":
        return tag("rect", **place, y=y, height=HEIGHT, fill=ACCENT)
    inside = {**place, "y": f"{y}.75", "height": f"{HEIGHT - 1.5}"}
    if state == "not_done":
        return tag("rect", **inside, fill=PAPER, stroke=ACCENT, stroke_width="1.5")
    dotted = {"stroke": CONTROL, "stroke_width": "1.2", "stroke_dasharray": "1.5 2"}
    return tag("rect", **inside, fill="none", **dotted)


def coverage_figure(groups: Sequence[CoverageRow], columns: Sequence[str]) -> dict:
    """For Plotly; the unknown are drawn dotted and answer the pointer as the others do."""
    longest = max((c.size for group in groups for c in group.counted), default=0) or 1
    starts, room = _columns(len(columns))
    data, shapes, notes = [], [], []
    hidden = {"visible": False, "fixedrange": True}
    axes = {"yaxis": {**hidden, "range": [len(groups) - 0.4, -1.4]}}
    for at, (name, start) in enumerate(zip(columns, starts, strict=True)):
        ref = "x" if not at else f"x{at + 1}"
        domain = [float(start / 100), float((start + room) / 100)]
        axes[ref.replace("x", "xaxis")] = {**hidden, "range": [0, longest], "domain": domain}
        counted = [group.counted[at] for group in groups]
        data += [_trace(state, name, ref, counted, groups) for state in STATES]
        shapes += [_dotted(i, one, ref) for i, one in enumerate(counted) if one.unknown]
        notes.append(_words(ref, -1.05, 0, said(name), {"color": INK_2, "size": 13}))
        notes += [_words(ref, i, one.size, one.words, None, 6) for i, one in enumerate(counted)]
    notes += [_words("x", i - 0.42, 0, said(g.label)) for i, g in enumerate(groups)]
    drawn = {**layout(height=STEP * (len(groups) + 1)), "barmode": "stack"}
    drawn |= {"bargap": 1 - HEIGHT / STEP, "annotations": notes}
    if shapes:
        drawn["shapes"] = shapes
    return {"data": data, "layout": {**drawn, **axes}}


def _marker(state: str, values: list[int]) -> dict:
    """A bar of nobody has no outline either."""
    if state == "done":
        return {"color": ACCENT, "line": {"color": PAPER, "width": 1}}
    if state == "not_done":
        return {"color": PAPER, "line": {"color": ACCENT, "width": [1.5 * bool(v) for v in values]}}
    return {"color": PAPER, "line": {"width": 0}}


def _trace(state: str, name: str, ref: str, counted, groups: Sequence[CoverageRow]) -> dict:
    values = [getattr(one, state) for one in counted]
    shown = f"%{{customdata}}<br>{said(name)}, {NAMES[state].lower()}: %{{x}}<extra></extra>"
    return {
        "type": "bar",
        "orientation": "h",
        "xaxis": ref,
        "y": list(range(len(groups))),
        "x": values,
        "customdata": [said(group.label) for group in groups],
        "name": f"{said(name)}: {NAMES[state].lower()}",
        "marker": _marker(state, values),
        "hovertemplate": shown,
    }


def _dotted(i: int, counted: Counted, ref: str) -> dict:
    half, begins = HEIGHT / STEP / 2, counted.done + counted.not_done
    return {
        "type": "rect",
        "xref": ref,
        "x0": begins,
        "x1": begins + counted.unknown,
        "y0": i - half,
        "y1": i + half,
        "line": {"color": CONTROL, "width": 1.2, "dash": "2px,2px"},
    }


def _words(ref: str, y: float, x: int, words: str, font=None, shift: int = -2) -> dict:
    return {
        "showarrow": False,
        **{"xref": ref, "x": x, "y": y, "xanchor": "left", "xshift": shift},
        "text": words,
        "font": font or {"color": INK, "size": 14},
    }
