"""Who has a plan, and who has community teams, region by region."""

import datetime
from collections.abc import Iterable

from portal.days import show_date
from portal.figures import fraction, show_percent
from portal.names import join_names
from portal.submissions.aggregation import Figure, Figures
from portal.ui.charts import (
    BARS,
    DONE,
    NOT_DONE,
    UNKNOWN,
    Chart,
    Counted,
    CoverageRow,
    SheetDrawing,
    coverage_figure,
    coverage_svg,
)
from portal.ui.tables import NameColumn, NumberColumn, YearbookTable

CODES = ("PLAN_PRO", "TEAM_PRO")
HEADS = {"PLAN_PRO": "Kế hoạch", "TEAM_PRO": "Tổ công nghệ số"}
WORDS = {"PLAN_PRO": "ban hành Kế hoạch", "TEAM_PRO": "thành lập Tổ công nghệ số cộng đồng"}
KEY = (("Đã có", DONE), ("Báo cáo là chưa", NOT_DONE), ("Chưa ghi nhận", UNKNOWN))
REST = "Chưa xếp vùng"


class CoverageTable(YearbookTable):
    name = NameColumn("Vùng")
    size = NumberColumn("Số địa phương")
    plan_done = NumberColumn("Kế hoạch: đã có")
    plan_not_done = NumberColumn("Kế hoạch: báo cáo là chưa")
    plan_unknown = NumberColumn("Kế hoạch: chưa ghi nhận")
    team_done = NumberColumn("Tổ: đã có")
    team_not_done = NumberColumn("Tổ: báo cáo là chưa")
    team_unknown = NumberColumn("Tổ: chưa ghi nhận")


PREFIX = {"PLAN_PRO": "plan", "TEAM_PRO": "team"}


def coverage_chart(figures: Figures, day: datetime.date) -> Chart | None:
    """None where neither question is asked on the day, or there are no regions. No query."""
    asked = {code: figures.figure(code) for code in CODES if code in figures.indicators}
    rows = coverage_rows(figures, asked)
    if not rows:
        return None
    heads = [HEADS[code] for code in asked]
    return Chart(
        id="do-phu",
        title=coverage_title(rows, asked),
        caption=f"Mỗi thanh: số địa phương của vùng, tính đến {show_date(day)}. "
        f"Sau thanh: số đã có trên tổng số.{stated_note(asked.values())}",
        key=KEY,
        svg=coverage_svg(rows, heads, "Kế hoạch và Tổ công nghệ số cộng đồng theo vùng"),
        figure=coverage_figure(rows, heads),
        table=coverage_table(rows, asked, day),
        sheet=SheetDrawing(BARS, tuple(f"{PREFIX[next(iter(asked))]}_{state}" for state in STATES)),
    )


STATES = ("done", "not_done", "unknown")


def coverage_rows(figures: Figures, asked: dict[str, Figure]) -> list[CoverageRow]:
    """A row a region, in the regions' order; those in none come last, so that the sums hold."""
    members = {m.agency_id for code in asked for m in figures.members_of(code)}
    groups = [(region.name, {m.agency_id for m in region.members}) for region in figures.regions]
    if not groups:
        return []
    groups.append((REST, members.difference(*(ids for _, ids in groups))))
    rows = [
        CoverageRow(name, tuple(counted_in(figure, ids & members) for figure in asked.values()))
        for name, ids in groups
        if ids & members
    ]
    return rows if asked else []


def counted_in(figure: Figure, ids: set[int]) -> Counted:
    def count(members) -> int:
        return sum(member.agency_id in ids for member in members)

    told = [count(members) for members in (figure.done, figure.not_done, figure.unknown)]
    return Counted(*told, size=sum(told) + count(figure.not_applicable))


def coverage_table(rows: list[CoverageRow], asked: dict[str, Figure], day) -> CoverageTable:
    records = []
    for row in rows:
        record = {"name": row.label, "size": max(counted.size for counted in row.counted)}
        for prefix in PREFIX.values():
            record |= {f"{prefix}_{state}": None for state in STATES}
        for code, counted in zip(asked, row.counted, strict=True):
            record |= {f"{PREFIX[code]}_{state}": getattr(counted, state) for state in STATES}
        records.append(record)
    keys = [key for key, value in records[0].items() if key != "name" and value is not None]
    return CoverageTable(
        records,
        title="Kế hoạch và Tổ công nghệ số cộng đồng theo vùng",
        unit_line=f"Đơn vị: địa phương. Tính đến {show_date(day)}.",
        total={key: sum(record[key] for record in records) for key in keys},
    )


def stated_note(found: Iterable[Figure]) -> str:
    """Where the count was published without all the names, how far the names go."""
    notes = [
        f" {HEADS[f.indicator.code]}: Cục công bố {fraction(f.amount, f.size)}, "
        f"biết tên {len(f.done)} địa phương."
        for f in found
        if f.statement is not None and f.amount != len(f.done)
    ]
    return "".join(notes)


def coverage_title(rows: list[CoverageRow], asked: dict[str, Figure]) -> str:
    """Where the share of the first question is highest and lowest, by what is known."""
    code = next(iter(asked))
    if len(rows) == 1:
        told = [
            f"{counted.words} địa phương đã {WORDS[code]}"
            for code, counted in zip(asked, rows[0].counted, strict=True)
        ]
        return f"{rows[0].label}: {', '.join(told)}"
    shares = {}
    for row in rows:
        counted = row.counted[0]
        if counted.size:
            key = show_percent(counted.done, counted.size)
            shares.setdefault((counted.done / counted.size, key), []).append(row.label)
    ranked = sorted(shares)
    if len(ranked) < 2:
        every = ranked[0][1] if ranked else "0%"
        return f"Vùng nào cũng có {every} địa phương được ghi nhận đã {WORDS[code]}"
    lowest, highest = ranked[0], ranked[-1]
    return (
        f"Tỷ lệ ghi nhận đã {WORDS[code]} cao nhất ở {_named(shares[highest])} ({highest[1]}), "
        f"thấp nhất ở {_named(shares[lowest])} ({lowest[1]})"
    )


def _named(regions: list[str]) -> str:
    return join_names(regions) if len(regions) < 3 else f"{len(regions)} vùng"
