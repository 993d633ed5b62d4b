"""The rows of a living table: each agency's figures, what changed, its rank, its place in order.

A figure that is not known is None, stands in no sum and comes last whichever way it is ordered.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from portal.agencies.models import Kind
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Moment, Reading, newest_readings
from portal.submissions.totals import compose_total, is_reported
from training.figures import TrainingRow, add_up
from training.ruling import channel_on, taken_on

from .asking import BY_NAME, OFFICIAL, Asked
from .columns import GONE, NEW, Choice, Side

AMOUNTS = ("self_run", "one_touch", "amount", "done", "people")
TENTH = Decimal("0.1")
Earlier = dict[int, dict[str, int | None]]


def records_of(
    figures: Figures, rows: list[TrainingRow], asked: Asked, pinned: Mapping[int, int]
) -> list[dict]:
    """Every agency's record in the asked order, `place` counted; with subtotals where asked."""
    side = asked.side
    records = [record_of(figures, side, row) for row in rows]
    whole, _ = add_up(record["amount"] for record in records)
    set_ranks(records)
    for record in records:
        record["share"] = share_of(record["amount"], whole)
    set_groups(figures, side, records)
    if asked.against:
        compare(records, earlier_amounts(figures, side, asked.against))
    ordered = in_order(records, asked, pinned)
    for place, record in enumerate(ordered, 1):
        record["place"] = place
    return with_subtotals(ordered, asked, whole) if asked.is_grouped else ordered


def record_of(figures: Figures, side: Side, row: TrainingRow) -> dict:
    member = row.member
    return {
        "agency_id": member.agency_id,
        "name": member.printed_name,
        "href": f"{side.agency_page}{member.slug}/",
        "position": member.position,
        "sort_key": member.sort_key,
        "kind": member.kind,
        "self_run": row.self_run,
        "one_touch": row.one_touch,
        "amount": row.amount,
        "done": known_amount(figures, side.done, member.agency_id),
        "people": known_amount(figures, side.people, member.agency_id),
        "covers_to": row.total.newest,
    }


def known_amount(figures: Figures, code: str, agency_id: int) -> int | None:
    reading = figures.reading(code, agency_id)
    return reading.amount if is_reported(reading) else None


def share_of(amount: int | None, whole: int | None) -> Decimal | None:
    if amount is None or not whole:
        return None
    return (Decimal(amount) * 100 / whole).quantize(TENTH, ROUND_HALF_UP)


def set_ranks(records: list[dict], by: str = "amount", into: str = "rank") -> None:
    """Equals share the better rank; without a figure there is none."""
    ranks: dict[int, int] = {}
    known = sorted((record[by] for record in records if record[by] is not None), reverse=True)
    for rank, amount in enumerate(known, 1):
        ranks.setdefault(amount, rank)
    for record in records:
        record[into] = ranks.get(record[by])


def set_groups(figures: Figures, side: Side, records: list[dict]) -> None:
    """`group`: the region, or the kind of a central body; `group_at`: its place among them."""
    regions = {
        member.agency_id: (at, region.name)
        for at, region in enumerate(figures.regions)
        for member in region.members
    }
    kinds = {kind.value: (at, kind.label) for at, kind in enumerate(Kind)}
    for record in records:
        found = regions.get(record["agency_id"])
        if found is None and not regions:
            found = kinds.get(record["kind"])
        record["group_at"], record["group"] = found or (len(kinds) + len(regions), "")


# Against an earlier day


def earlier_amounts(figures: Figures, side: Side, day: datetime.date) -> Earlier:
    """Each agency's amounts as of an earlier day, by the rules of that day; one query."""
    indicators = figures.indicators
    ids = {indicators[code].pk: code for code in side.all_codes if code in indicators}
    wholes = {indicator.part_of_id for indicator in indicators.values()}
    channels = [
        (pk, channel)
        for pk, code in ids.items()
        if pk not in wholes and (channel := channel_on(figures, code, day))
    ]
    moment = Moment(day, figures.moment.known_at)
    found: dict[tuple[str, int], Reading] = {
        (ids[reading.indicator_id], reading.agency_id): reading
        for reading in newest_readings(list(ids), moment, channels)
        if reading.agency_id is not None
    }
    taken = taken_on(figures, side.codes, day)

    def amounts(agency_id: int) -> dict[str, int | None]:
        parts = [found.get((part, agency_id)) for part in side.codes.parts]
        total = compose_total(found.get((side.codes.total, agency_id)), parts, taken)
        others = [found.get((code, agency_id)) for code in (side.done, side.people)]
        done, people = (one.amount if is_reported(one) else None for one in others)
        known = (total.parts[0], total.parts[1], total.amount, done, people)
        return dict(zip(AMOUNTS, known, strict=True))

    return {agency_id: amounts(agency_id) for agency_id in {agency for _, agency in found}}


def compare(records: list[dict], earlier: Earlier) -> None:
    """What each amount and the rank changed by."""
    nothing = dict.fromkeys(AMOUNTS)
    for record in records:
        before = earlier.get(record["agency_id"], nothing)
        record["before"] = before
        for name in AMOUNTS:
            record[f"{name}_change"] = change(before[name], record[name])
        record["amount_before"] = before["amount"]
    set_ranks(records, "amount_before", "rank_before")
    for record in records:
        moved = change(record["rank_before"], record["rank"])
        record["rank_change"] = -moved if isinstance(moved, int) else moved


def change(before: int | None, now: int | None) -> int | str | None:
    """The difference; a word where one is not known, nothing where both are not."""
    if before is None:
        return None if now is None else NEW
    return GONE if now is None else now - before


# Order


def in_order(records: list[dict], asked: Asked, pinned: Mapping[int, int]) -> list[dict]:
    """By the asked column; equals in the printed report's order, else in the official one."""
    behind = len(records)

    def official(record: dict) -> tuple:
        return pinned.get(record["agency_id"], behind), record["position"]

    ordered = sorted(records, key=official)
    if asked.order == OFFICIAL:
        return sorted(ordered, key=lambda r: (r["position"], r["sort_key"]), reverse=asked.is_down)
    if asked.order == BY_NAME:
        return sorted(ordered, key=lambda record: record["sort_key"], reverse=asked.is_down)
    name = next(c.name for c in every_choice(asked.side) if c.key == asked.order)
    if name == "group":
        return sorted(ordered, key=lambda record: record["group_at"], reverse=asked.is_down)
    known = [record for record in ordered if is_ordered(record.get(name))]
    known.sort(key=lambda record: record[name], reverse=asked.is_down)
    return known + [record for record in ordered if not is_ordered(record.get(name))]


def every_choice(side: Side) -> Iterator[Choice]:
    for choice in side.choices:
        yield choice
        yield choice.change


def is_ordered(value) -> bool:
    """A word in a column of figures stands behind all of them, as an unknown does."""
    return value is not None and not isinstance(value, str)


# Sums


def with_subtotals(ordered: list[dict], asked: Asked, whole: int | None) -> list[dict]:
    """The records by group, each group below its sums."""
    groups: dict[tuple, list[dict]] = {}
    for record in ordered:
        groups.setdefault((record["group_at"], record["group"]), []).append(record)
    found = []
    for (_, name), members in sorted(groups.items(), key=lambda item: item[0]):
        label = f"{name or asked.side.no_group} ({len(members)})"
        found.append({**sums(members, asked), "name": label, "href": "", "is_group": True})
        found[-1]["share"] = share_of(found[-1]["amount"], whole)
        found += members
    return found


def sums(records: list[dict], asked: Asked) -> dict:
    """The known amounts added up, and by how much the sums changed."""
    found = dict.fromkeys(("agency_id", "place", "group", "rank", "rank_change", "covers_to"))
    for name in AMOUNTS:
        now, _ = add_up(record[name] for record in records)
        found[name] = now
        if asked.against:
            before, _ = add_up(record["before"][name] for record in records)
            found[f"{name}_change"] = change(before, now)
    return found


def basis(records: Iterable[dict], asked: Asked) -> dict[str, str]:
    """How many agencies each sum rests on, now and on the earlier day."""
    agencies = [record for record in records if not record.get("is_group")]
    size, found = len(agencies), {}
    for name in AMOUNTS:
        found[name] = f"{sum(record[name] is not None for record in agencies)}/{size}"
        if asked.against:
            before = sum(record["before"][name] is not None for record in agencies)
            found[f"{name}_change"] = f"trước: {before}/{size}"
    return found
