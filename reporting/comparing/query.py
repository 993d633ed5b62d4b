"""What an address asks to compare, read without the database: every fault is a sentence at its box.

`?co-quan=quang-ninh&co-quan=hai-phong&ngay=30/9/2022`
"""

import datetime
from dataclasses import dataclass, field

from django.http import QueryDict

from portal.days import DateError, read_date, show_date_padded
from portal.names import nfc
from portal.ui.day import PARAMETER as DAY

AGENCIES = "co-quan"
MOST = 5
LONGEST = 80  # characters of one name that are read


@dataclass
class Query:
    """`slugs`: the asked agencies, each once, at most five, in the order of the boxes.

    `typed`: what stands in the box of the day. `faults`: (box, sentence), where a box is
    "co-quan-3", "ngay", or "" for what concerns all of them.
    """

    slugs: tuple[str, ...]
    day: datetime.date
    typed: str
    faults: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, where: str, why: str) -> None:
        self.faults.append((where, why))

    def faults_of(self, where: str) -> list[str]:
        return [why for box, why in self.faults if box == where]


def box_of(at: int) -> str:
    """The id of the box of the agency at a place, counted from 0."""
    return f"{AGENCIES}-{at + 1}"


def read_query(params: QueryDict, today: datetime.date) -> Query:
    asked = [nfc(text)[:LONGEST] for text in params.getlist(AGENCIES)[:100]]
    slugs = tuple(dict.fromkeys(text for text in asked if text))
    typed = params.get(DAY, "")[:LONGEST]
    query = Query(slugs[:MOST], today, typed or show_date_padded(today))
    if len(slugs) > MOST:
        query.refuse(
            "",
            f"So sánh nhiều nhất {MOST} cơ quan, địa chỉ này nêu {len(slugs)}. Chỉ xét "
            f"{MOST} cơ quan đầu; bạn bỏ bớt để xem cơ quan khác.",
        )
    try:
        query.day = read_date(typed) or today
    except DateError as error:
        query.refuse(DAY, error.message)
    return query
