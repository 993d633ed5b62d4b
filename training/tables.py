"""The two printed tables of section 1.3, for page, workbook and document alike."""

import datetime

from portal.days import show_date
from portal.ui.tables import NameColumn, NumberColumn, RankColumn, YearbookTable

from .figures import TrainingRow, add_up, covered_days, training_totals
from .ruling import total_words


class MinistryTrainingTable(YearbookTable):
    rank = RankColumn()
    name = NameColumn("Tên cơ quan")
    amount = NumberColumn("Tổng số")


class ProvinceTrainingTable(YearbookTable):
    rank = RankColumn()
    name = NameColumn("Địa phương")
    self_run = NumberColumn("Địa phương tự tổ chức bồi dưỡng")
    one_touch = NumberColumn("Bồi dưỡng trên Nền tảng One Touch")
    amount = NumberColumn("Tổng số")


def unit_line(rows: list[TrainingRow], as_of: datetime.date) -> str:
    oldest, newest = covered_days(rows)
    line = f"Đơn vị: lượt. Tính đến {show_date(as_of)}."
    if oldest and oldest != newest:
        line += f" Số mới nhất của mỗi cơ quan, từ {show_date(oldest)} đến {show_date(newest)}."
    if rows and rows[0].rule:
        line += f" {total_words(rows[0].rule)}"
    return f"{line} Ô trống: chưa có số liệu."


def ministry_table(rows: list[TrainingRow], as_of: datetime.date, **options) -> YearbookTable:
    totals = training_totals(rows)
    return MinistryTrainingTable(
        rows,
        unit_line=unit_line(rows, as_of),
        total={"amount": totals.amount},
        basis={"amount": f"{totals.amount_known}/{totals.size}"},
        **options,
    )


def province_table(rows: list[TrainingRow], as_of: datetime.date, **options) -> YearbookTable:
    totals = training_totals(rows)
    return ProvinceTrainingTable(
        rows,
        unit_line=unit_line(rows, as_of),
        total={
            "self_run": totals.self_run,
            "one_touch": totals.one_touch,
            "amount": totals.amount,
        },
        basis={
            "self_run": f"{totals.self_run_known}/{totals.size}",
            "one_touch": f"{totals.one_touch_known}/{totals.size}",
            "amount": f"{totals.amount_known}/{totals.size}",
        },
        **options,
    )


class RegionTable(YearbookTable):
    name = NameColumn("Vùng")
    size = NumberColumn("Số địa phương")
    self_run = NumberColumn("Tự tổ chức")
    one_touch = NumberColumn("One Touch")
    amount = NumberColumn("Tổng số")

    @classmethod
    def of(cls, summed, as_of):
        rows = [
            {
                "name": name,
                "size": totals.size,
                "self_run": totals.self_run,
                "one_touch": totals.one_touch,
                "amount": totals.amount,
            }
            for name, totals in summed
        ]
        keys = ("size", "self_run", "one_touch", "amount")
        return cls(
            rows,
            title="Lượt bồi dưỡng theo vùng",
            unit_line=f"Đơn vị: lượt. Tính đến {show_date(as_of)}.",
            total={key: add_up(row[key] for row in rows)[0] for key in keys},
        )
