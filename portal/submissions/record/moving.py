"""How an agency's totals moved: each day that its own or the platform's figure covers to."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from portal.catalogue.models import Indicator
from portal.days import show_date, show_date_padded
from portal.submissions.aggregation import Figures
from portal.submissions.models import IndicatorValue, ValueState
from portal.submissions.readings import Member, Reading
from portal.submissions.totals import Total, compose_total
from portal.ui.charts import Chart, TrendPoint, trend_svg
from portal.ui.tables import NameColumn, NumberColumn, YearbookTable

from .rows import Row, part

VALUE = "value"
WINDOW = datetime.timedelta(days=800)
MOST_POINTS = 13


def parts(slug: str, day: datetime.date) -> Iterable:
    """Accepted values of what is a whole of parts, and of its parts."""
    has_parts = Exists(Indicator.objects.filter(part_of=OuterRef("indicator")))
    yield part(
        VALUE,
        IndicatorValue.objects.filter(
            Q(indicator__part_of__isnull=False) | has_parts,
            agency__slug=slug,
            covers_to__lte=day,
            covers_to__gt=day - WINDOW,
            state=ValueState.REPORTED,
            revision__accepted_at__isnull=False,
            revision__superseded_at=None,
        ),
        key="indicator_id",
        since="covers_to",
        at="revision__accepted_at",
        word="revision__submission__channel",
        number="amount",
        other="pk",
    )


@dataclass(frozen=True)
class Point:
    """The total on a day, as the aggregation would have composed it by the shown day's rules."""

    day: datetime.date
    total: Total

    @property
    def basis(self) -> bool | tuple:
        """What the total is of: as stated, or which of its counted parts."""
        return self.total.is_stated or tuple(one is not None for one in self.total.counted)

    @property
    def is_partial(self) -> bool:
        """Whether a counted part is not known, so that the total is of the others only."""
        return not self.total.is_stated and self.total.parts_known < len(self.total.counted)


class MovingTable(YearbookTable):
    day = NameColumn("Tính đến")


def trends(rows: Mapping[str, list[Row]], figures: Figures, member: Member) -> list[Chart]:
    """A chart for each total of parts that is asked of the agency and known on two days."""
    wholes = [
        code
        for code in figures.indicators
        if figures.parts_of(code)
        and any(one.agency_id == member.agency_id for one in figures.members_of(code))
    ]
    charts = []
    for code in wholes:
        points = points_of(rows, figures, code, member.agency_id)
        if len(points) > 1:
            charts.append(chart_of(figures, code, points, member))
    return charts


def points_of(rows, figures: Figures, code: str, agency_id: int) -> list[Point]:
    part_codes = figures.parts_of(code)
    taken = figures.counted_parts(code, part_codes)
    ids = {figures.indicators[one].pk: one for one in (code, *part_codes)}
    channels = {one: figures.indicators[one].rule_channel for one in part_codes}
    values = sorted(
        (row for row in rows[VALUE] if is_printed(row, ids, channels)),
        key=lambda row: (row.since, row.at, row.other),
    )
    latest = {
        one: reading
        for one in (code, *part_codes)
        if (reading := figures.reading(one, agency_id))
        and values
        and reading.covers_to < values[0].since
    }
    points, at = [], 0
    for day in sorted({row.since for row in values}):
        while at < len(values) and values[at].since <= day:
            row = values[at]
            latest[ids[row.key]] = as_reading(row, agency_id)
            at += 1
        total = compose_total(
            latest.get(code),
            [latest.get(one) for one in part_codes],
            [one in taken for one in part_codes],
        )
        if total.amount is not None:
            points.append(Point(day, total))
    return points[-MOST_POINTS:]


def is_printed(row: Row, ids: Mapping[int, str], channels: Mapping[str, str | None]) -> bool:
    """Whether the value is of these indicators, and of the source that their rules print."""
    code = ids.get(row.key)
    return code is not None and channels.get(code) in (None, "", row.word)


def as_reading(row: Row, agency_id: int) -> Reading:
    nothing = dict.fromkeys(Reading._fields)
    return Reading(
        **nothing
        | {
            "indicator_id": row.key,
            "agency_id": agency_id,
            "state": ValueState.REPORTED,
            "amount": row.number,
            "covers_to": row.since,
            "channel": row.word,
        }
    )


def chart_of(figures: Figures, code: str, points: list[Point], member: Member) -> Chart:
    whole = figures.indicators[code]
    unit = whole.unit or ""
    first, last = points[0], points[-1]
    alike = [one for one in points if one.basis == last.basis]
    drawn = [
        TrendPoint(f"{one.day.day}/{one.day.month}", one.total.amount, one.is_partial)
        for one in points
    ]
    partial = any(one.is_partial for one in points)
    return Chart(
        id=f"xu-huong-{code.lower().replace('_', '-')}",
        title=sentence(whole, alike, member),
        caption=f"{unit[:1].upper()}{unit[1:]}, lũy kế, từ {show_date(first.day)} đến "
        f"{show_date(last.day)}."
        + (" Điểm rỗng: mới biết một phần của tổng số." if partial else ""),
        svg=trend_svg(drawn, f"{whole.label}: {len(points)} thời điểm"),
        table=table_of(figures, code, points),
    )


def sentence(whole: Indicator, alike: list[Point], member: Member) -> str:
    """What the line says; only totals of the same parts are held against each other."""
    first, last = alike[0], alike[-1]
    before, after = first.total.amount, last.total.amount
    reached = f"{whole.show_amount(after)} {whole.unit or ''}".rstrip()
    if len(alike) == 1:
        return f"{member.name} đạt {reached} đến {show_date(last.day)}"
    days = f"từ {show_date(first.day)} đến {show_date(last.day)}"
    if before == after:
        return f"{member.name} giữ nguyên {reached} {days}"
    verb, way = ("tăng", "lên") if after > before else ("giảm", "xuống")
    return f"{member.name} {verb} từ {whole.show_amount(before)} {way} {reached}, {days}"


def table_of(figures: Figures, code: str, points: list[Point]) -> YearbookTable:
    part_codes = figures.parts_of(code)
    columns = [
        (f"part_{at}", NumberColumn(figures.indicators[one].short_label or one))
        for at, one in enumerate(part_codes)
    ]
    rows = [
        {
            "day": show_date_padded(point.day),
            "amount": point.total.amount,
            **{f"part_{at}": amount for at, amount in enumerate(point.total.parts)},
        }
        for point in reversed(points)
    ]
    return MovingTable(
        rows,
        title=figures.indicators[code].label or code,
        unit_line="Ngày gần nhất ở trên. Ô trống: chưa ghi nhận.",
        extra_columns=[*columns, ("amount", NumberColumn("Tổng số"))],
    )
