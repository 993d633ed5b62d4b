"""A living table for page, workbook and separated text alike."""

from collections.abc import Callable

from portal.days import show_date
from portal.ui.row_markup import PlainRow
from portal.ui.tables import YearbookTable
from training.figures import TrainingRow, add_up
from training.tables import unit_line

from .asking import BY_NAME, Asked
from .columns import Choice, columns_of, shown_choices
from .records import basis, share_of, sums


class LivingTable(YearbookTable):
    """Its heads lead to the same table by another order; a group's sums stand as a row of it."""

    asked: Asked
    shown: list[Choice]

    def header(self) -> list[tuple[str, str, str, str]]:
        asked = self.asked
        by = {choice.name: choice for choice in self.shown}
        heads = []
        for bound in self.columns:
            choice = by.get(bound.name)
            key = BY_NAME if bound.name == "name" else choice.key if choice else ""
            href = asked.href_by(key, first_down=is_number(choice)) if key else ""
            heads.append((bound.column.css, str(bound.header), href, sorted_how(asked, key)))
        return heads

    def plain_rows(self):
        if not self.asked.is_grouped:
            return super().plain_rows()
        return self._grouped_rows()

    def _grouped_rows(self):
        for record, row in zip(self.data, super().plain_rows(), strict=True):
            if record.get("is_group"):
                row = PlainRow(row, row.head_at, "sub")
            yield row


def is_number(choice: Choice | None) -> bool:
    return choice is not None and choice.name != "group"


def sorted_how(asked: Asked, key: str) -> str:
    if not key or key != asked.order:
        return ""
    return "descending" if asked.is_down else "ascending"


def living_table(
    asked: Asked, records: list[dict], rows: list[TrainingRow], *, own: Callable | None = None
) -> LivingTable:
    """`rows`: what the records were made of, for the line about their days."""
    shown = shown_choices(asked.side, asked.keys, asked.against)
    if asked.is_grouped:  # the rows of sums name the groups
        shown = [choice for choice in shown if choice.name != "group"]
    agencies = [record for record in records if not record.get("is_group")]
    total = sums(agencies, asked)
    total["share"] = share_of(total["amount"], add_up(r["amount"] for r in agencies)[0])
    rests = basis(agencies, asked)
    names = {choice.name for choice in shown}
    columns = columns_of(asked.side.name_label, shown)
    table = LivingTable(
        records,
        extra_columns=list(columns.items()),
        title=asked.side.title,
        unit_line=line_under(asked, rows),
        total={name: total.get(name) for name in names},
        basis={name: rests[name] for name in names if name in rests},
        notes=stated_note(rows, names),
        own=own,
        css="wide" if len(shown) > len(asked.side.printed) else "printed",
    )
    table.asked, table.shown = asked, shown
    return table


def stated_note(rows: list[TrainingRow], names: set[str]) -> tuple[str, ...]:
    """Why a total is not the sum of the parts beside it, where that is to be seen."""
    if not names & {"self_run", "one_touch"}:
        return ()
    stated = [row for row in rows if row.total.is_stated and row.total.parts_known]
    if not stated:
        return ()
    return (
        f"Tổng số của {len(stated)} cơ quan là số đã công bố, đứng nguyên đến khi biết đủ các phần "
        "cho ngày không sớm hơn.",
    )


def line_under(asked: Asked, rows: list[TrainingRow]) -> str:
    line = unit_line(rows, asked.day)
    if asked.against:
        line += f" Thay đổi so với {show_date(asked.against)}."
    return line
