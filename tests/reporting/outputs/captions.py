"""A paper in which tables begin at every height of a page, and how to find them on it."""

import datetime
import re

from portal.office import paper as p
from tests.portal.office import papers

TABLES = 24
PARAGRAPH = "Đoạn văn dài hơn một dòng để đẩy bảng xuống từng chút một trên trang giấy này. " * 2


def paper() -> p.Paper:
    blocks = []
    for number in range(1, TABLES + 1):
        blocks += [p.Paragraph((p.Run(PARAGRAPH),))] * (number % 7 + 3)
        blocks.append(table(number))
    return p.Paper(
        title="Các bảng",
        head=p.PlainHead("CÁC BẢNG"),
        blocks=tuple(blocks),
        created=datetime.datetime(2022, 9, 30, 17),
        creator="Cục",
    )


def table(number: int) -> p.Table:
    return p.Table(
        title=f"Bảng {number}. Lượt cán bộ, công chức, viên chức được bồi dưỡng, tập huấn về "
        "chuyển đổi số, theo từng địa phương trong cả nước",
        columns=(p.Column("TT", p.Align.CENTRE, 0.2), p.Column("Tên", p.Align.LEFT, 0.8)),
        rows=tuple((str(i), f"Dòng {number}-{i}.") for i in range(1, 8)),
        unit=f"Đơn vị {number}: lượt",
    )


def pages_where(path) -> list[tuple[int, int, int]]:
    """For each table the pages of its title, its unit and its first row."""
    pages = papers.pages_of(path)

    def page_of(pattern: str) -> int:
        (found,) = [i for i, page in enumerate(pages) if re.search(pattern, page)]
        return found

    return [
        (page_of(rf"Bảng {n}\. "), page_of(rf"Đơn vị {n}:"), page_of(rf"Dòng {n}-1\."))
        for n in range(1, TABLES + 1)
    ]
