"""The way from a printed figure back to who sent it, from the frozen report alone."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from portal.names import search_key
from portal.submissions.models import Channel
from portal.ui.tables import Column, DateColumn, NameColumn, NumberColumn, YearbookTable
from reporting.editions.report import Report, ReportFigure

CHANNELS = dict(Channel.choices)


@dataclass(frozen=True)
class PartRow:
    """One part of a figure with the sending that it stands in."""

    name: str
    amount: Decimal | int | str
    covers_to: datetime.date
    source: str
    received: datetime.date | None


class PartsTable(YearbookTable):
    css = "stack"

    name = NameColumn("Cơ quan")
    amount = NumberColumn("Số")
    covers_to = DateColumn("Tính đến")
    source = Column("Phiếu hoặc nguồn")
    received = DateColumn("Tiếp nhận")


def printed_figures(report: Report) -> list[ReportFigure]:
    """The figures that the report's text prints, in the order of the text, then the others."""
    order: dict[str, None] = {}
    for block in report.body:
        for pieces in (block.pieces, *block.items):
            order.update({piece.code: None for piece in pieces if piece.is_figure})
    known = [code for code in order if code in report.figures]
    rest = sorted(set(report.figures) - set(known))
    return [report.figures[code] for code in [*known, *rest] if report.figures[code].shown]


def part_rows(report: Report, figure: ReportFigure) -> list[PartRow]:
    return [
        PartRow(
            name or "Số chung, không kèm tên cơ quan",
            answer_of(figure, amount) if name else scaled(figure, amount),
            datetime.date.fromisoformat(covers_to),
            source_of(report.revisions.get(key, {})),
            day_of(report.revisions.get(key, {}).get("accepted_at")),
        )
        for name, amount, covers_to, key in figure.parts
    ]


def answer_of(figure: ReportFigure, amount: int | None) -> Decimal | int | str:
    """What the part says: yes or no behind a count of agencies, else its amount."""
    if amount is None:
        return "Không áp dụng"
    if figure.is_count:
        return "Có" if amount else "Chưa"
    return scaled(figure, amount)


def scaled(figure: ReportFigure, amount: int) -> Decimal | int:
    return Decimal(amount).scaleb(-figure.decimals) if figure.decimals else amount


def source_of(revision: dict) -> str:
    """ "Phiếu BN 2022-09/57-2", or what was published elsewhere and where."""
    if not revision:
        return ""
    if revision["receipt"]:
        return f"Phiếu {revision['receipt']}"
    channel = CHANNELS.get(revision["channel"], "")
    return ": ".join(part for part in (channel, revision["source"]) if part)


def day_of(instant: str | None) -> datetime.date | None:
    return datetime.datetime.fromisoformat(instant).date() if instant else None


def parts_table(report: Report, figure: ReportFigure) -> YearbookTable | None:
    """The parts of a figure; None where the frozen text holds none."""
    rows = part_rows(report, figure)
    if not rows:
        return None
    shown = NumberColumn(
        "Trả lời" if figure.is_count and not figure.is_stated else "Số", decimals=figure.decimals
    )
    table = PartsTable(rows, extra_columns=[("amount", shown)])
    summed = sum(amount or 0 for _, amount, _, _ in figure.parts)
    if not figure.is_count and len(rows) > 1 and summed == figure.amount:
        table.total = {"amount": scaled(figure, figure.amount)}
    table.title = "Các phần của số này"
    table.unit_line = "Như lúc chốt báo cáo; cơ quan gửi lại sau đó không làm đổi bảng này."
    return table


def composed_of(report: Report, figure: ReportFigure) -> list[ReportFigure]:
    """Of a figure that is itself a sum: the figures that it is added up from, by their codes."""
    within = [f for code, f in report.figures.items() if code.startswith(f"{figure.code}_")]
    parts = [other for other in within if other.amount is not None]
    is_sum = len(parts) > 1 and sum(part.amount for part in parts) == figure.amount
    return parts if is_sum else []


def groups_of(figure: ReportFigure) -> list[tuple[str, tuple[str, ...]]]:
    """(label, names) of those behind a count."""
    groups = (
        ("Đã thực hiện", figure.done if figure.is_count else ()),
        ("Báo cáo là chưa thực hiện", figure.not_done if figure.is_count else ()),
        ("Không áp dụng", figure.not_applicable),
        ("Chưa ghi nhận", figure.unknown),
    )
    return [(label, names) for label, names in groups if names]


def found(figures: list[ReportFigure], text: str) -> list[ReportFigure]:
    asked = search_key(text).split()
    return [f for f in figures if all(word in search_key(f.label) for word in asked)]
