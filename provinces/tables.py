"""Provinces side by side: teams, members, and how much of what is asked is known."""

from portal.days import show_date
from portal.ui.tables import Column, NameColumn, NumberColumn, RankColumn, YearbookTable

from .teams import TeamRow


class ProvinceTable(YearbookTable):
    rank = RankColumn()
    name = NameColumn("Địa phương", href="href")
    established = Column("Đã lập Tổ", accessor="established_shown")
    teams = NumberColumn("Số Tổ")
    members = NumberColumn("Thành viên")
    answered = Column("Chỉ tiêu có số", css="num")


def province_list_table(rows: list[TeamRow], day, **options) -> ProvinceTable:
    sums = {
        column: [getattr(row, column) for row in rows if getattr(row, column) is not None]
        for column in ("teams", "members")
    }
    return ProvinceTable(
        rows,
        title="Địa phương và Tổ công nghệ số cộng đồng",
        unit_line=f"Số Tổ và thành viên do từng địa phương báo cáo, tính đến {show_date(day)}. "
        "Ô trống: chưa ghi nhận.",
        total={column: sum(known) if known else None for column, known in sums.items()},
        total_label="Cộng các địa phương có số",
        basis={column: f"{len(known)}/{len(rows)}" for column, known in sums.items()},
        basis_label="Số địa phương có số",
        **options,
    )
