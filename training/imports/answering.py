"""What people answer about a draft's rows, kept so that two of them lose nothing to each other.

A page posts its fields and what they held when it was made; only what its author changed is
written. Where someone else changed the same field meanwhile, nothing is written and both answers
come back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from portal.days import DateError, read_date
from portal.figures import FigureError
from portal.names import nfc
from portal.submissions.placing import LEAVE_OUT

from .matching import Answer
from .models import PlatformImport, PlatformRow
from .plan import Plan
from .questions import FIELDS_OF_IMPORT
from .rows import read_cell
from .taking_in import Closed, Stage, locked

LONGEST = 300
NOT_DRAFT = "Lần nhập này không còn là bản nháp nên không ghi câu trả lời."
NO_DAY = "Bạn ghi ngày số liệu, ví dụ 18/11/2022."


@dataclass
class Saved:
    """`conflicts`: fields that someone else changed too, nothing of them is written; `refused`:
    field → what is wrong with the text. `others`: whether another's answers came in meanwhile."""

    batch: PlatformImport
    plan: Plan
    conflicts: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    changed: int = 0
    others: bool = False

    @property
    def is_whole(self) -> bool:
        return not self.conflicts and not self.refused


@transaction.atomic
def save_answers(
    batch: PlatformImport, *, was: Mapping[str, str], posted: Mapping[str, str], base: int, today
) -> Saved:
    """Writes what the page's author changed; raises Closed when the import is no draft any more.

    `was`: field → what it held on the page. `base`: the version that the page was made from.
    """
    batch = locked(batch.pk)
    if batch.stage != Stage.DRAFT:
        raise Closed(NOT_DRAFT)
    rows = list(batch.rows.all())
    plan = Plan(batch, rows, today=today)
    saved = Saved(batch, plan, others=batch.version != base)
    wanted = {}
    for name, text in changed_fields(was, posted, saved.refused).items():
        now = plan.state.get(name)
        if now is None or now == text:
            continue
        if now != was.get(name, ""):
            saved.conflicts[name] = text
        else:
            wanted[name] = text
    touched = write(plan, wanted, saved.refused)
    if touched:
        PlatformRow.objects.bulk_update(
            touched,
            ["agency", "answer", "keeps_alias", "participants", "completions"],
            batch_size=500,
        )
    saved.changed = len(wanted) - len(set(wanted) & set(saved.refused))
    if saved.changed:
        batch.version += 1
        batch.save(update_fields=["version", "as_of", "as_of_is_said", "fall_reason"])
    typed = {name: posted.get(name, "") for name in saved.refused if name not in FIELDS_OF_IMPORT}
    saved.plan = Plan(batch, rows, today=today, typed=typed)
    return saved


def changed_fields(was: Mapping, posted: Mapping, refused: dict[str, str]) -> dict[str, str]:
    """Field → text, of the fields that do not hold any more what the page was made with."""
    changed = {}
    for name in {*was, *posted}:
        text = nfc(posted.get(name, ""))[:LONGEST]
        if name == "as_of" and name in posted:
            try:
                text = str(read_date(text) or "")
            except DateError as error:
                refused[name] = error.message
                continue
            if not text:
                refused[name] = NO_DAY
                continue
        elif name == "as_of":
            continue
        if text != was.get(name, ""):
            changed[name] = text
    return changed


def write(plan: Plan, wanted: Mapping[str, str], refused: dict[str, str]) -> list[PlatformRow]:
    """Puts the texts into the import and its rows, unsaved; returns the rows that changed."""
    groups = {group.field: group for group in plan.groups}
    aliases = {group.alias_field: group for group in plan.groups if group.alias_field}
    rows = {row.line: row for row in plan.rows}
    touched: dict[int, PlatformRow] = {}
    for name, text in wanted.items():
        if name == "as_of":
            plan.batch.as_of, plan.batch.as_of_is_said = read_date_iso(text), True
        elif name == "reason":
            plan.batch.fall_reason = text
        elif name in groups:
            found = answer(groups[name], text, plan.by_slug)
            touched |= {row.pk: row for row in found}
        elif name in aliases:
            for row in aliases[name].rows:
                row.keeps_alias = text == "1"
                touched[row.pk] = row
        else:
            line, part = name.removeprefix("r").split("-")
            row = rows[int(line)]
            if type_in(row, part, text, name, refused):
                touched[row.pk] = row
    return list(touched.values())


def read_date_iso(text: str):
    return read_date("/".join(reversed(text.split("-"))))


def answer(group, text: str, by_slug: Mapping[str, int]) -> list[PlatformRow]:
    """The rows of a group take the answer; an agency that is not asked counts as none."""
    if text == LEAVE_OUT:
        for row in group.rows:
            row.answer, row.agency_id = Answer.LEFT_OUT, None
        return group.rows
    agency_id = by_slug.get(text)
    was_left_out = group.is_left_out
    for row in group.rows:
        if row.answer == Answer.LEFT_OUT and not was_left_out:
            row.agency_id = agency_id
            continue
        row.agency_id = agency_id
        row.answer = Answer.AGENCY if agency_id else ""
    return group.rows


def type_in(row: PlatformRow, part: str, text: str, name: str, refused: dict[str, str]) -> bool:
    """A figure typed in place of an unclear one, or a row left out of a file by courses."""
    if part == "out":
        row.answer = Answer.LEFT_OUT if text else (Answer.AGENCY if row.agency_id else "")
        return True
    what = "participants" if part == "n" else "completions"
    try:
        setattr(row, what, read_cell(text))
    except FigureError as error:
        refused[name] = error.message
        return False
    return True
