"""What an editor writes and chooses in an edition, as long as it is living.

Every change asks for the right to edit, and takes an edition that was already checked back to its
draft: what was checked is not what will be printed. A number once reserved stays.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from portal.accounts.permissions import Access, Capability
from portal.models import Agency
from portal.submissions.gates import Closed
from reporting.models import EditionText, LineChoice, PinnedRow, WeeklyEdition

from .lifecycle import NOT_YOUR_RIGHT, locked, record, reopen
from .markup import tidy_lines
from .models import CountUsed, EditionEvent, NamesListed, NamesOrder, Stage
from .opening import open_edition

FROZEN = "Bản này đã chốt nên không sửa được nữa. Có sai sót thì mở bản đính chính."
IDENTITY = (
    *("week_year", "week", "as_of", "known_at", "topic", "layout", "circulation"),
    *("issuer", "superior", "place", "purpose", "symbol"),
)
AS_USUAL = {
    "names": NamesListed.AUTOMATIC,
    "order": NamesOrder.AUTOMATIC,
    "count": CountUsed.AUTOMATIC,
    "wording": "",
}


@dataclass(frozen=True)
class Written:
    """A text after saving; `theirs`: another's text that came in between, nothing was saved."""

    text: EditionText
    theirs: EditionText | None = None


class Changed(Exception):
    """Somebody else changed the same facts meanwhile; nothing was saved."""

    def __init__(self, names: list[str]):
        self.names = names


class AlreadyOpen(Exception):
    """The week has an edition; another one is opened only when that is meant."""

    def __init__(self, edition: WeeklyEdition):
        self.edition = edition


def why_not(edition: WeeklyEdition, access: Access) -> str:
    """Why the holder of `access` cannot write in the edition; empty when it is open."""
    if not access.can(Capability.EDIT_EDITION):
        return NOT_YOUR_RIGHT
    return "" if edition.is_living else FROZEN


def held(edition: WeeklyEdition, access: Access) -> WeeklyEdition:
    """The edition with its row locked, when it may be written in; else Closed with the reason."""
    edition = locked(edition)
    reason = why_not(edition, access)
    if reason:
        raise Closed(reason)
    return edition


def reopened(edition: WeeklyEdition, access: Access, at, what: str) -> WeeklyEdition:
    """Back in its draft before something changes in it."""
    if edition.stage == Stage.DRAFT:
        return edition
    return reopen(edition, access=access, at=at, note=f"Sửa {what}")


@transaction.atomic
def open_week(
    *, week: tuple[int, int], as_of: datetime.date, topic: str, is_meant: bool, access: Access, at
) -> WeeklyEdition:
    """A week's draft. The same form sent twice opens one; another topic in a week that has an
    edition raises AlreadyOpen unless `is_meant`."""
    newest = WeeklyEdition.objects.select_for_update().order_by("-pk")
    list(newest[:1])  # two who open at once wait for each other
    there = WeeklyEdition.objects.filter(week_year=week[0], week=week[1], correction=0)
    same = there.filter(topic=topic, as_of=as_of, stage=Stage.DRAFT, number=None).first()
    if same:
        return same
    if not is_meant and (other := there.order_by("-pk").first()):
        raise AlreadyOpen(other)
    return open_edition(week=week, as_of=as_of, topic=topic, access=access, at=at)


@transaction.atomic
def save_text(
    edition: WeeklyEdition, slot: str, text: str, *, base: int, access: Access, at
) -> Written:
    """What was typed for a slot. `base`: the version that the typing began from.

    The same text again is no new version; a text over another's newer one is not saved.
    """
    edition = held(edition, access)
    row = edition.texts.filter(slot=slot).select_related("updated_by").first()
    row = row or EditionText(edition=edition, slot=slot, version=0)
    text = tidy_lines(text)
    if text == row.text:
        return Written(row)
    if base != row.version:
        return Written(row, theirs=row)
    reopened(edition, access, at, f"lời văn: {row.get_slot_display()}")
    row.text, row.version = text, row.version + 1
    row.updated_at, row.updated_by = at, access.user
    row._history_user = access.user
    row.save()
    return Written(row)


def shown_facts(edition: WeeklyEdition | Mapping) -> dict[str, str]:
    """Its identity in plain text, an instant to the minute: what two forms are compared by."""
    of = edition.get if isinstance(edition, Mapping) else lambda name: getattr(edition, name)
    return {name: shown_fact(of(name)) for name in IDENTITY}


def shown_fact(value) -> str:
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).isoformat(timespec="minutes")
    return "" if value is None else str(value)


@transaction.atomic
def change_identity(
    edition: WeeklyEdition, facts: Mapping, *, began: Mapping[str, str], access: Access, at
) -> list[str]:
    """Writes week, days, topic, heads. `began`: the facts that the form was opened with.

    Only what is another than it began is written; returns its names. Raises Changed when somebody
    else changed one of these meanwhile.
    """
    edition = held(edition, access)
    wanted, now = shown_facts(facts), shown_facts(edition)
    mine = [name for name in IDENTITY if wanted[name] != began.get(name, now[name])]
    mine = [name for name in mine if wanted[name] != now[name]]
    taken = [name for name in mine if now[name] != began.get(name, now[name])]
    if taken:
        raise Changed(taken)
    if not mine:
        return []
    edition = reopened(edition, access, at, "phần đầu văn bản")
    for name in mine:
        setattr(edition, name, facts[name])
    if edition.number is None:
        edition.year = edition.as_of.year
    edition.save()
    labels = [str(edition._meta.get_field(name).verbose_name) for name in mine]
    record(edition, EditionEvent.Kind.EDITED, by=access.user, at=at, note=", ".join(labels))
    return mine


@transaction.atomic
def choose_line(
    edition: WeeklyEdition, choices: Mapping[str, Mapping], *, access: Access, at
) -> list[str]:
    """The choices of a line: {indicator's code: what was chosen}. All as usual is no row.

    The wordings were judged by the caller, who knows the line. Returns the codes that changed.
    """
    edition = held(edition, access)
    rows = {row.code: row for row in edition.line_choices.all()}
    changed = []
    for code, chosen in choices.items():
        row = rows.get(code) or LineChoice(edition=edition, code=code)
        wanted = AS_USUAL | chosen
        if all(getattr(row, name) == value for name, value in wanted.items()):
            continue
        changed.append(code)
        row._history_user = access.user
        if wanted == AS_USUAL:
            row.delete()
            continue
        for name, value in wanted.items():
            setattr(row, name, value)
        row.save()
    if changed:
        reopened(edition, access, at, f"dòng {changed[0]}")
    return changed


@transaction.atomic
def pin_rows(
    edition: WeeklyEdition, table: str, agencies: Iterable[Agency | int], *, access: Access, at
) -> bool:
    """The order of a table's rows from the first to the last; it counts among equals only.

    Returns whether anything is another now.
    """
    edition = held(edition, access)
    wanted = {getattr(agency, "pk", agency): place for place, agency in enumerate(agencies, 1)}
    pinned = edition.pinned_rows.filter(table=table)
    if dict(pinned.values_list("agency_id", "position")) == wanted:
        return False
    edition = reopened(edition, access, at, "thứ tự các dòng bằng nhau")
    pinned.delete()
    PinnedRow.objects.bulk_create(
        PinnedRow(edition=edition, table=table, agency_id=agency, position=place)
        for agency, place in wanted.items()
    )
    note = "thứ tự các dòng bằng nhau"
    record(edition, EditionEvent.Kind.EDITED, by=access.user, at=at, note=note)
    return True
