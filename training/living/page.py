"""Everything that a living table's page shows and its files hold."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.accounts.permissions import Access
from portal.names import join_names
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Moment
from training.figures import TrainingRow, training_rows
from training.printed_order import printed_order
from training.ruling import total_words
from training.sources.disputes import open_disputes

from .asking import AGAINST, BY_NAME, COLUMNS, DOWN, GROUPED, OFFICIAL, ORDER, Asked, orders
from .columns import PROVINCES
from .records import records_of
from .tables import LivingTable, living_table

FILES = (("Excel", "xlsx"), ("CSV", "csv"))


@dataclass(frozen=True)
class LivingPage:
    """`rule`: which source the totals count. `disputed`: the open disputes; "" without any."""

    asked: Asked
    table: LivingTable
    rule: str
    disputed: str

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """(value, label, whether it is the present one) of each order."""
        asked = self.asked
        present = f"{DOWN if asked.is_down else ''}{asked.order}"
        found = []
        for choice in orders(asked.side, asked.against):
            if choice.name == "group":
                found.append((choice.key, f"{choice.label}, theo thứ tự"))
                continue
            highest, lowest = ("mới trước", "cũ trước") if choice.key == "den-ngay" else (
                "cao trước", "thấp trước"
            )  # fmt: skip
            found.append((f"{DOWN}{choice.key}", f"{choice.about}, {highest}"))
            found.append((choice.key, f"{choice.about}, {lowest}"))
        found += [
            (BY_NAME, "Tên, A đến Y"),
            (f"{DOWN}{BY_NAME}", "Tên, Y đến A"),
            (OFFICIAL, "Thứ tự chính thức"),
        ]
        return [(value, label, value == present) for value, label in found]

    @property
    def boxes(self) -> list[tuple[str, str, bool]]:
        """(value, label, whether it is shown) of each column."""
        asked = self.asked
        return [(c.key, c.about, c.key in asked.keys) for c in asked.side.choices]

    @property
    def names(self) -> dict[str, str]:
        """The address's parameters, for the form."""
        return {"order": ORDER, "columns": COLUMNS, "against": AGAINST, "grouped": GROUPED}

    @property
    def against_fault(self) -> str:
        return dict(self.asked.faults).get(AGAINST, "")

    @property
    def files(self) -> list[tuple[str, str]]:
        """(label, address) of the same table as files."""
        place = f"/boi-duong/{self.asked.side.slug}"
        return [(label, f"{place}.{kind}?{self.asked.query()}") for label, kind in FILES]


def living_page(asked: Asked, access: Access) -> LivingPage:
    """At most six queries: three of figures, the printed order, the earlier day, the disputes."""
    side = asked.side
    wants_groups = asked.is_grouped or "nhom" in (*asked.keys, asked.order)
    figures = Figures(
        codes_for(asked), Moment(asked.day), with_regions=wants_groups and side is PROVINCES
    )
    rows = training_rows(figures, side.codes)
    pinned = printed_order(side.codes.total, asked.day)
    records = records_of(figures, rows, asked, pinned)
    return LivingPage(
        asked=asked,
        table=living_table(asked, records, rows, own=own_rows(access)),
        rule=total_words(figures.printed_source(side.codes.total)),
        disputed=disputes_words(figures, rows, asked),
    )


def codes_for(asked: Asked) -> list[str]:
    side, wanted = asked.side, " ".join((*asked.keys, asked.order))
    return [
        *side.codes,
        *([side.done] if "hoan-thanh" in wanted else []),
        *([side.people] if "nguoi" in wanted else []),
    ]


def own_rows(access: Access) -> Callable[[dict], bool]:
    own = {grant.agency_id for grant in access.agencies}
    return lambda record: record["agency_id"] in own


def disputes_words(figures: Figures, rows: list[TrainingRow], asked: Asked) -> str:
    """Whose platform figure somebody disputes, as a sentence."""
    found = open_disputes([asked.side.codes.one_touch])
    disputing = {agency_id for _, agency_id in found}
    names = [row.name for row in rows if row.agency_id in disputing]
    return f"Đang có ý kiến chưa trả lời về số One Touch của {join_names(names)}." if names else ""
