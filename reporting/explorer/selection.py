"""What an address comes to: which indicators, which agencies, which days, or why it cannot."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.agencies.models import AgencyAlias, AgencySet
from portal.catalogue.models import Accumulation
from portal.names import NameIndex
from portal.submissions.models import Channel

from .ground import (
    NATION,
    WHOLE_COUNTRY,
    Asked,
    Column,
    Parties,
    Party,
    asked_between,
    day_column,
    months_begun,
)
from .query import (
    AGENCIES,
    CODES,
    CUMULATIVE,
    FIRST,
    IN_MONTH,
    LAST,
    MEASURE,
    OWN,
    PLATFORM,
    SCOPE,
    Query,
)

USUAL_MONTHS, MOST_COLUMNS, MOST_MONTHS = 12, 24, 120
CHANNELS = {OWN: Channel.AGENCY, PLATFORM: Channel.PLATFORM}


@dataclass
class Selection:
    """The chosen, in official order. `asked` or `rows` empty: there is nothing to look up.

    `catalogue`: the chosen indicators and their parts; `sets`: the chosen scope, if any.
    """

    query: Query
    months: list[Column]
    columns: list[Column]
    catalogue: dict[str, Asked]
    sets: list[AgencySet]
    asked: list[Asked] = field(default_factory=list)
    rows: list[Party] = field(default_factory=list)
    parties: Parties | None = None
    today: datetime.date = datetime.date.min

    @property
    def is_sound(self) -> bool:
        return not self.query.faults and bool(self.asked)

    @property
    def ends(self) -> tuple[str, str]:
        """The first and last month for the boxes, also while single days are looked at."""
        shown = self.months[-USUAL_MONTHS:] if self.query.days else self.columns
        return (shown[0].key, shown[-1].key) if self.months else ("", "")

    @property
    def across(self) -> list[tuple[Asked, Column]]:
        """The columns of a table: one indicator's days, or several indicators on the last day."""
        if len(self.asked) == 1:
            return [(self.asked[0], column) for column in self.columns]
        return [(asked, self.columns[-1]) for asked in self.asked]

    def asked_on(self, asked: Asked, day: datetime.date) -> set[int | None]:
        """The agencies (or NATION) that the indicator asks on the day: what its denominators
        count."""
        if not asked.indicator.is_in_force_on(day):
            return set()
        return {NATION} if asked.set_id is None else self.parties.of_set(asked.set_id, [day])

    def channel_on(self, asked: Asked, day: datetime.date) -> str:
        """The only channel that counts; "" for the newest value of any.

        A rule on a whole chooses among its parts, not among what was stated of the whole.
        """
        chosen = CHANNELS.get(self.query.source)
        if chosen or (self.query.measure == CUMULATIVE and asked.parts_on(day)):
            return chosen or ""
        return asked.channel_on(day)

    def parts_rule(self, asked: Asked, day: datetime.date) -> str:
        """The source of the parts that a whole's total counts; "" for all, or where one source
        was asked for in the address."""
        return "" if self.query.source in CHANNELS else asked.channel_on(day)


def choose(query: Query, today: datetime.date) -> Selection:
    """The selection of a query; what is not there becomes a fault of the query. 4 or 5 queries."""
    months = months_begun(today)
    columns = _columns(query, months, today)
    catalogue = {}
    if query.codes:
        catalogue = asked_between(columns[0].day, columns[-1].day, query.codes)
    sets = list(AgencySet.objects.filter(code=query.scope)) if query.scope else []
    selection = Selection(query, months, columns, catalogue, sets, today=today)
    _choose_asked(selection)
    _skip_months_before(selection)
    _bound_columns(selection)
    _choose_rows(selection)
    return selection


def _columns(query: Query, months: list[Column], today) -> list[Column]:
    if query.days:
        return [day_column(day) for day in query.days]
    if not months:
        return [day_column(today)]
    keys = [month.key for month in months]
    for where, key in ((FIRST, query.first), (LAST, query.last)):
        if key and key not in keys:
            query.refuse(
                where,
                f"Chưa có kỳ {int(key[5:])}/{key[:4]}. "
                f"Bạn chọn từ kỳ {months[0].label} đến kỳ {months[-1].label}.",
            )
    end = keys.index(query.last) if query.last in keys else len(keys) - 1
    usual = max(end - USUAL_MONTHS + 1, 0)
    start = keys.index(query.first) if query.first in keys else usual
    if start > end:
        query.refuse(
            FIRST,
            f"Kỳ {months[start].label} sau kỳ {months[end].label}. Bạn đổi chỗ hai kỳ.",
        )
        start, end = end, start
    if end - start >= MOST_MONTHS:
        query.refuse(FIRST, f"Mỗi lần xem nhiều nhất {MOST_MONTHS} kỳ. Bạn chọn kỳ đầu muộn hơn.")
        start = end - MOST_MONTHS + 1
    return months[start : end + 1]


def _choose_asked(selection: Selection) -> None:
    query, catalogue = selection.query, selection.catalogue
    unknown = [code for code in query.codes if code not in catalogue]
    if unknown:
        named = ", ".join(f"“{code}”" for code in unknown[:3])
        query.refuse(CODES, f"Không có chỉ tiêu {named} trong các kỳ đã chọn. Bạn chọn lại.")
    selection.asked = [asked for code, asked in catalogue.items() if code in query.codes]
    if query.measure == IN_MONTH:
        stocks = [
            asked.name
            for asked in selection.asked
            if asked.indicator.accumulation != Accumulation.FLOW
        ]
        if stocks:
            query.refuse(
                MEASURE,
                f"“{stocks[0]}” là số hiện có, không cộng dồn, nên không có phát sinh trong kỳ.",
            )


def _skip_months_before(selection: Selection) -> None:
    """Where no first month was asked for, the months begin with the oldest chosen indicator."""
    if selection.query.first or selection.query.days or not selection.asked:
        return
    begun = min(asked.indicator.in_force_from for asked in selection.asked)
    kept = [column for column in selection.columns if column.day >= begun]
    selection.columns = kept or selection.columns


def _bound_columns(selection: Selection) -> None:
    query, count = selection.query, len(selection.across) if selection.asked else 0
    if query.is_listing or count <= MOST_COLUMNS:
        return
    where, things = (CODES, "chỉ tiêu") if len(selection.asked) > 1 else (FIRST, "kỳ")
    query.refuse(
        where,
        f"Bảng có nhiều nhất {MOST_COLUMNS} cột, bạn đang chọn {count} {things}. "
        "Bạn chọn ít hơn, hoặc chọn cách bày “Danh sách từng số”.",
    )


def _choose_rows(selection: Selection) -> None:
    """The agencies that are asked on any of the days, as far as scope and names let them."""
    query, days = selection.query, [column.day for column in selection.columns]
    scope = next((one for one in selection.sets if one.code == query.scope), None)
    if query.scope and scope is None:
        query.refuse(SCOPE, "Không có phạm vi này. Bạn chọn trong danh sách.")
    wanted = {asked.set_id for asked in selection.asked if asked.set_id}
    sets = wanted | ({scope.pk} if scope else set())
    parties = Parties(sets, selection.columns[0].day, selection.columns[-1].day)
    selection.parties = parties
    chosen = set().union(*(parties.of_set(pk, days) for pk in wanted))
    if scope:
        chosen &= parties.of_set(scope.pk, days)
    if query.names and selection.asked:
        chosen &= _named(query, [parties.parties[pk] for pk in chosen])
    rows = [parties.parties[pk] for pk in chosen]
    is_national = any(asked.set_id is None for asked in selection.asked)
    if is_national and not scope and not query.names:
        rows.append(WHOLE_COUNTRY)
    selection.rows = sorted(rows, key=lambda party: party.place)


def _named(query: Query, among: Sequence[Party]) -> set[int]:
    """The agencies that the typed names mean; an unknown name is a fault, never left out."""
    names = {p.agency_id: [p.name, p.printed_name, p.official_name, p.slug] for p in among}
    aliases = AgencyAlias.objects.filter(agency__in=list(names)).values_list("agency_id", "text")
    for agency_id, text in aliases:
        names[agency_id].append(text)
    index, found, by_id = NameIndex(names), set(), {p.agency_id: p for p in among}
    for text in query.names:
        match = index.match(text)
        if match.key is not None:
            found.add(match.key)
            continue
        why = f"“{text[:60]}” không có trong các cơ quan của chỉ tiêu và phạm vi đã chọn."
        if match.keys:
            likely = ", ".join(by_id[key].name for key in match.keys[:5])
            why = f"Chưa rõ “{text[:60]}” là cơ quan nào. Bạn muốn nói: {likely}?"
        query.refuse(AGENCIES, why)
    return found


def says_when(selection: Selection) -> str:
    """ "kỳ 10/2022", "từ kỳ 1/2022 đến kỳ 10/2022", "ngày 30/9/2022"."""
    columns = selection.columns if len(selection.asked) <= 1 else selection.columns[-1:]
    if selection.query.is_listing:
        columns = selection.columns
    kind = "kỳ" if columns[-1].since else "ngày"
    if len(columns) == 1:
        return f"{kind} {columns[0].label}"
    return f"từ {kind} {columns[0].label} đến {kind} {columns[-1].label}"
