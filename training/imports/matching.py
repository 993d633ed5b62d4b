"""Which agency the rows of an import are about: recognised, said by a person, or still asked.

Rows that must share one answer form a group: of an export by courses the rows under one spelling,
else each row. Whatever is not certain is asked; an answer is a person's and is kept in the rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from portal.agencies.recognition import AgencyNames, Recognised
from portal.catalogue.models import Indicator
from portal.figures import show
from portal.names import search_key
from portal.submissions.aggregation import Figures
from portal.submissions.pasted_lines import clean_name
from portal.submissions.placing import LEAVE_OUT
from portal.submissions.readings import Member

from .models import PlatformImport, PlatformRow

# Participations and completions of one side; which agencies they ask is the catalogue's matter.
SIDES = (("TRAIN_PRO_OT", "TRAIN_PRO_DONE"), ("TRAIN_MIN_OT", "TRAIN_MIN_DONE"))
CODES = tuple(code for side in SIDES for code in side)
MOST_SUGGESTED = 3
Answer, Layout = PlatformRow.Answer, PlatformImport.Layout


@dataclass(frozen=True)
class Asked:
    """An agency whose figures the platform supplies. `completions` None: not asked on the day."""

    member: Member
    participants: Indicator
    completions: Indicator | None


def asked_agencies(figures: Figures) -> dict[int, Asked]:
    """Agency's id → what is asked about it, in official order; empty before the first day."""
    found = {}
    for joined, done in SIDES:
        if joined not in figures.indicators:
            continue
        indicator, completions = figures.indicators[joined], figures.indicators.get(done)
        for member in figures.members_of(joined):
            found.setdefault(member.agency_id, Asked(member, indicator, completions))
    return found


@dataclass
class Group:
    """Rows that one answer is about. `asked`: the agencies that may be answered."""

    rows: list[PlatformRow]
    found: Recognised
    asked: Mapping[int, Asked] = field(repr=False)
    may_be_kept: bool = False
    typed: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def number(self) -> int:
        return self.rows[0].line

    @property
    def name(self) -> str:
        return self.rows[0].name

    @property
    def field(self) -> str:
        return f"r{self.number}-to"

    @property
    def alias_field(self) -> str:
        return f"r{self.number}-alias" if self.may_be_kept else ""

    @property
    def is_certain(self) -> bool:
        return self.found.is_certain

    @cached_property
    def said(self) -> int | None:
        """The agency that a person answered; None also where it is not asked on the day."""
        ids = [r.agency_id for r in self.rows if r.agency_id and r.answer]
        return next((pk for pk in ids if pk in self.asked), None)

    @property
    def is_left_out(self) -> bool:
        return all(row.answer == Answer.LEFT_OUT for row in self.rows)

    @property
    def agency_id(self) -> int | None:
        """The agency that the rows count for; None while asked, or when they are left out."""
        if self.is_left_out:
            return None
        return self.found.agency_ids[0] if self.is_certain else self.said

    @property
    def is_open(self) -> bool:
        return not self.is_left_out and self.agency_id is None

    @property
    def is_asked(self) -> bool:
        """Whether the page asks about it; also once it is answered, so that it can be changed."""
        return not self.is_certain

    @property
    def answer(self) -> str:
        """What its field holds: an agency's slug, "-" for left out, or nothing."""
        if self.is_left_out:
            return LEAVE_OUT
        if self.is_certain or self.said is None:
            return ""
        return self.asked[self.said].member.slug

    @property
    def wants_alias(self) -> bool:
        return any(row.keeps_alias for row in self.rows)

    @property
    def label(self) -> str:
        return self.asked[self.agency_id].member.printed_name if self.agency_id else ""

    @property
    def likely(self) -> list[tuple[str, str]]:
        """(slug, printed name) of the agencies that the name resembles, the likeliest first."""
        members = [self.asked[pk].member for pk in self.found.agency_ids if pk in self.asked]
        return [(member.slug, member.printed_name) for member in members]

    @property
    def shown(self) -> str:
        """The answer on the page: what was typed just now and not taken, else what is kept."""
        return self.typed.get(self.field, self.answer)

    @property
    def shows_alias(self) -> bool:
        return bool(self.typed.get(self.alias_field, "1" if self.wants_alias else ""))

    @property
    def shown_is_likely(self) -> bool:
        return self.shown in dict(self.likely)

    @property
    def said_in_file(self) -> str:
        """The figures as they are read, else as the file has them; of several rows the first."""
        row = self.rows[0]
        said = [
            f"{show(amount) if amount is not None else f'“{text}”'} {word}"
            for amount, text, word in (
                (row.participants, row.participants_text, "lượt"),
                (row.completions, row.completions_text, "hoàn thành"),
            )
            if amount is not None or text
        ]
        more = f"; {len(self.rows) - 1} dòng nữa" if len(self.rows) > 1 else ""
        return (", ".join(said) or "không có số") + more


def named_inside(text: str, asked: Mapping[int, Asked]) -> tuple[int, ...]:
    """Agencies whose whole name stands inside a longer text, the longest first: only to suggest."""
    words = f" {search_key(text)} "
    inside = [
        (len(key), pk)
        for pk, one in asked.items()
        if len(key := search_key(one.member.name)) > 4 and f" {key} " in words
    ]
    return tuple(pk for _, pk in sorted(inside, key=lambda found: -found[0])[:MOST_SUGGESTED])


def holds_value(row: PlatformRow, layout: str) -> bool:
    """Whether a row is about figures at all; a heading between rows is not."""
    held = (row.participants_text, row.completions_text, row.course * (layout == Layout.COURSES))
    return any(held) or row.participants is not None


def grouped(
    rows: Iterable[PlatformRow], layout: str, names: AgencyNames, asked: Mapping[int, Asked]
) -> list[Group]:
    """The groups in the file's order."""
    together: dict[object, list[PlatformRow]] = {}
    for row in rows:
        key = row.name if layout == Layout.COURSES and row.name else row.line
        together.setdefault(key, []).append(row)
    groups = []
    for several in together.values():
        name = clean_name(several[0].name)
        found = names.find(name) if name else Recognised()
        if not found.is_certain:
            whole = names.find(several[0].name) if name != several[0].name else found
            found = whole if whole.is_certain else found
        if name and not found.agency_ids and not found.note:
            found = Recognised(named_inside(name, asked))
        may_be_kept = not found.is_certain and names.may_become_alias(name)
        groups.append(Group(several, found, asked, may_be_kept))
    return groups
