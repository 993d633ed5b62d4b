"""Participations, persons and completions side by side, on the page and as a workbook."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Side
from portal.days import show_date
from portal.office.xlsx import XLSX_TYPE, Book
from portal.ui.day import day_of
from portal.ui.tables import Column, NameColumn, NumberColumn, RankColumn, YearbookTable

from .measures import Measures, SideMeasures
from .tables import CREATOR

NEVER_ADDED = (
    "Lượt, người và hoàn thành là ba cách đo khác nhau, không cộng với nhau: một người học hai "
    "khóa là 2 lượt, 1 người; mỗi lượt có thể hoàn thành hoặc chưa."
)
RATIO = (
    "Tỷ lệ hoàn thành: lượt hoàn thành trên lượt tham gia của One Touch, chỉ ở cơ quan có cả hai "
    "số tính đến cùng một ngày."
)


class MeasureTable(YearbookTable):
    rank = RankColumn()
    name = NameColumn("Cơ quan", accessor="member__printed_name")
    participations = NumberColumn("Lượt")
    on_platform = NumberColumn("Lượt trên One Touch")
    completions = NumberColumn("Hoàn thành trên One Touch")
    ratio = Column("Tỷ lệ hoàn thành", css="num")
    people = NumberColumn("Người")


def measure_table(side: SideMeasures, day, **options) -> MeasureTable:
    """Each column's own sum and how many it rests on; no column holds a sum of others."""
    return MeasureTable(
        side.rows,
        title=f"Lượt, người, hoàn thành của {Side(side.side).label.lower()}",
        unit_line=f"Lũy kế đến {show_date(day)}. Ô trống: chưa có số liệu. Không cộng các cột.",
        total={column.key: column.amount for column in side.columns},
        basis={column.key: f"{column.known}/{column.size}" for column in side.columns},
        **options,
    )


@requires(Capability.READ)
@require_GET
def measures(request):
    day = day_of(request, clock.today())
    if day is None:
        return redirect(request.path)
    found = Measures(day)
    own = {grant.agency_id for grant in request.access.agencies}
    sides = [
        (side, Side(side.side).label, table_of(side, day, own)) for side in found.sides if side.rows
    ]
    context = {
        "day": day,
        "sides": sides,
        "national_people": found.national_people,
        "never_added": NEVER_ADDED,
        "ratio_note": RATIO,
    }
    return render(request, "training/sources/measures.html", context)


def table_of(side: SideMeasures, day, own) -> MeasureTable:
    return measure_table(side, day, own=lambda row: row.member.agency_id in own)


@requires(Capability.READ)
@require_GET
def measures_xlsx(request):
    day = day_of(request, clock.today())
    if day is None:
        return redirect("training:measures")
    content = measure_book(Measures(day), day, timezone.localtime(clock.now()))
    headers = {
        "Content-Disposition": f'attachment; filename="luot-nguoi-hoan-thanh-{day}.xlsx"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=XLSX_TYPE, headers=headers)


def measure_book(found: Measures, day, created) -> bytes:
    book = Book(title="Lượt, người, hoàn thành", creator=CREATOR, created=created)
    for side in found.sides:
        table = measure_table(side, day)
        basis = "; ".join(f"{c.label.lower()} {c.known}/{c.size}" for c in side.columns)
        told = [f"{c.label} ({c.unit}): {c.definition}" for c in side.columns if c.definition]
        book.add_table(
            table,
            sheet_name=Side(side.side).label,
            heading=["LƯỢT, NGƯỜI, HOÀN THÀNH"],
            as_of_line=f"(Tính đến {show_date(day)})",
            notes=[NEVER_ADDED, RATIO, f"Số cơ quan có số: {basis}.", *told],
        )
    return book.to_bytes()
